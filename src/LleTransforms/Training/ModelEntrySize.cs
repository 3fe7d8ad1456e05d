using System.Globalization;

namespace LleTransforms.Training;

/// <summary>How large a fitted model will be in a model zip, told before the work is done: ML.NET reads an entry into one array.</summary>
internal static class ModelEntrySize
{
    /// <summary>The longest array of bytes that .NET can make, which is what ML.NET reads an entry into.</summary>
    public const long Limit = 0x7FFFFFC7;

    public static void WarnIfTooLarge(IProgress<LleProgress> progress, FeatureMatrix features, LocallyLinearEmbeddingOptions options)
    {
        long bytes = Estimate(features, options.NumberOfComponents, options.Method);
        if (bytes > Limit)
        {
            progress.Report(new LleProgress(
                LlePhase.Features, features.RowCount, features.RowCount,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"the model will hold about {bytes / 1e9:F1} GB, but ML.NET loads no more than {Limit / 1e9:F1} GB of one step from a model zip. Fit on fewer rows, reduce the features in front, use a linear method, or save Model on its own."),
                LleSeverity.Warning));
        }
    }

    /// <summary>The model of a table as it is stored: sparse rows stay sparse in it.</summary>
    public static long Estimate(FeatureMatrix features, int components, LleMethod method) =>
        Estimate(features.RowCount, features.ColumnCount, components, method)
        - (IsLinear(method) ? 0 : (features.RowCount * (long)features.ColumnCount * sizeof(float)) - features.SizeInBytes);

    /// <summary>Bytes of n rows of D singles and d doubles, or of a projection from D to d where the method keeps no rows.</summary>
    public static long Estimate(long rows, long features, long components, LleMethod method) =>
        IsLinear(method)
            ? features * (components + 1) * sizeof(double)
            : rows * ((features * sizeof(float)) + (components * sizeof(double)));

    private static bool IsLinear(LleMethod method) => method is LleMethod.NeighborhoodPreservingEmbedding or LleMethod.LinearLocalTangentSpaceAlignment;
}
