using Microsoft.ML;
using Microsoft.ML.Data;

namespace LleTransforms.Samples.Digits;

/// <summary>One image: 8 x 8 pixels from 0 (white) to 16 (black), row by row, and the digit it shows.</summary>
internal sealed class Digit
{
    public const int PixelCount = 64;

    [LoadColumn(0, PixelCount - 1)]
    [VectorType(PixelCount)]
    public float[] Pixels { get; set; } = [];

    [LoadColumn(PixelCount)]
    public float Value { get; set; }
}

/// <summary>
/// The test set of "Optical Recognition of Handwritten Digits" by E. Alpaydin and C. Kaynak (1998), UCI Machine Learning Repository,
/// https://doi.org/10.24432/C50P49, licensed CC BY 4.0: 1,797 images by 13 people.
/// </summary>
/// <remarks>
/// The split into 1,258 images to learn from and 539 held out (70 and 30 of a hundred, of each digit) is part of the data and not drawn
/// by a sampler, so that figures can be compared whatever version of ML.NET they were made on.
/// </remarks>
internal static class DigitData
{
    public const string Credit =
        "1,258 digits to learn from, 539 held out (Alpaydin & Kaynak 1998, UCI Machine Learning Repository, CC BY 4.0)";

    public static IDataView LoadTraining(MLContext context) => Load(context, "digits.train.csv");

    public static IDataView LoadHeldOut(MLContext context) => Load(context, "digits.test.csv");

    private static IDataView Load(MLContext context, string file) => context.Data.LoadFromTextFile<Digit>(
        Path.Combine(AppContext.BaseDirectory, "data", file), separatorChar: ',', hasHeader: true);
}
