using System.Globalization;
using LleTransforms.Eigen;

namespace LleTransforms.Training;

/// <summary>How large a fitted model will be in a model zip, told before the work is done: ML.NET reads an entry into one array.</summary>
internal static class ModelEntrySize
{
    /// <summary>The longest array of bytes that .NET can make, which is what ML.NET reads an entry into.</summary>
    public const long Limit = 0x7FFFFFC7;

    public static void WarnIfTooLarge(IProgress<LleProgress> progress, FeatureMatrix features, LocallyLinearEmbeddingOptions options)
    {
        long bytes = Estimate(features, options);
        if (bytes > Limit)
        {
            progress.Report(new LleProgress(
                LlePhase.Features, features.NumberOfRows, features.NumberOfRows,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"the model will hold about {bytes / 1e9:F1} GB, but ML.NET loads no more than {Limit / 1e9:F1} GB of one step from " +
                    $"a model zip. Fit on fewer rows, reduce the features in front, use a linear method, or save Model on its own."),
                LleSeverity.Warning));
        }
    }

    /// <summary>The bytes that the model of a table takes when stored. Sparse rows stay sparse in it. After a fit of a sample or of
    /// landmarks it holds no other rows.</summary>
    public static long Estimate(FeatureMatrix features, LocallyLinearEmbeddingOptions options)
    {
        long rows = features.NumberOfRows;
        long components = options.NumberOfComponents;
        if (options.Method.IsLinear())
        {
            return features.NumberOfColumns * (components + 1) * sizeof(double);
        }

        long held = Math.Min(rows, options.MaximumNumberOfTrainingRows ?? rows);
        held = options.PlaceAmongLandmarks ? Math.Min(held, options.NumberOfLandmarks ?? held) : held;
        long graph = options.KeepsGraph && held == rows ? rows * BytesOfGraphRow(options) : 0;
        return (long)((double)features.SizeInBytes / rows * held) + (rows * components * sizeof(double)) + graph
            + (held < rows ? rows * sizeof(int) : 0);
    }

    /// <summary>Bytes of a row's neighbours, and of the vectors that an iteration leaves beside the coordinates. Which solver there will be
    /// is not known yet, so these count.</summary>
    private static long BytesOfGraphRow(LocallyLinearEmbeddingOptions options) =>
        ((options.NumberOfNeighbors ?? LleOptionRanges.DefaultNumberOfNeighbors) * (sizeof(int) + sizeof(double)))
            + (BottomEigenvectors.LargestNumberOfFurther(options.NumberOfComponents) * sizeof(float));
}
