using System.Globalization;
using Microsoft.ML;

namespace LleTransforms.Samples.Digits;

/// <summary>What the model says about one image: the digit, and how probable each digit is.</summary>
internal sealed class Prediction
{
    public float PredictedLabel { get; set; }

    public float[] Score { get; set; } = [];

    /// <summary>Loads a model and prints its predictions for the held-out digits. Nothing is registered:
    /// the zip names what it needs.</summary>
    public static void WriteAll(string model, TextWriter output)
    {
        var context = new MLContext();
        var transformer = context.Model.Load(model, out _);
        foreach (string line in Lines(context, transformer, DigitData.LoadHeldOut(context)))
        {
            output.WriteLine(line);
        }
    }

    /// <summary>Predictions as text that gives every bit of the scores.</summary>
    public static string[] Lines(MLContext context, ITransformer model, IDataView data) =>
    [
        .. context.Data.CreateEnumerable<Prediction>(model.Transform(data), reuseRowObject: false)
            .Select(prediction => string.Create(
                CultureInfo.InvariantCulture,
                $"{prediction.PredictedLabel}: " +
                $"{string.Join(' ', prediction.Score.Select(score => score.ToString("R", CultureInfo.InvariantCulture)))}")),
    ];
}
