using System.Globalization;
using LleTransforms.Features;
using LleTransforms.Running;

namespace LleTransforms.Fitting;

/// <summary>The first product of a fit: the rows centred and scaled, equal ones once, and the labels they have.</summary>
/// <param name="Distinct">The rows that differ.</param>
internal sealed record PreparedRows(DistinctRows Distinct)
{
    /// <summary>Below this power of two, differences have fewer than the 24 bits that single precision holds elsewhere.</summary>
    private const int FewestBits = -125;

    /// <summary>A label for each distinct row; null where labels take no part.</summary>
    public int[]? Labels { get; private init; }

    /// <exception cref="ArgumentException">All rows are equal.</exception>
    public static PreparedRows Of(FeatureMatrix features, LleMetric metric, FitContext context)
    {
        CenteredFeatures centered = CenteredFeatures.Create(features, metric, context);

        // Directions are kept whole even where rows are sparse. So a model holds its rows whole too, and is never larger in memory than its
        // file says.
        DistinctRows distinct = DistinctRows.Find(metric == LleMetric.Euclidean ? centered : centered.Widen(context), context);
        if (distinct.AllEqual)
        {
            throw new ArgumentException(TellEqual(features), nameof(features));
        }

        if (features.Offset is not null && metric != LleMetric.Precomputed && centered.ScaleExponent < FewestBits)
        {
            context.Say(LlePhase.Features, LleSeverity.Warning,
                "the rows differ by less than 2E-38, where single precision holds few digits; multiply the features by a power of ten.");
        }

        if (metric == LleMetric.Euclidean && ColumnSpread.FindDominant(centered) is var (column, share))
        {
            string name = features.ColumnNames?[column] is { Length: > 0 } known ? $" ('{known}')" : string.Empty;
            context.Say(LlePhase.Features, LleSeverity.Warning, string.Create(
                CultureInfo.InvariantCulture,
                $"column {column}{name}, counted from 0, holds {100 * share:F1} % of the variance and decides alone which rows are near; " +
                $"bring the columns to one scale."));
        }

        return new PreparedRows(distinct);
    }

    /// <summary>The same rows with a label each. Equal rows get the label that most of them have.</summary>
    public PreparedRows WithLabels(IReadOnlyList<int>? labels) =>
        this with { Labels = labels is null ? null : Distinct.LabelsByMajority([.. labels]) };

    private static string TellEqual(FeatureMatrix features) => features switch
    {
        { NumberOfRows: 1 } => "There is only 1 row; an embedding needs several.",
        { HasLostDifferences: true } =>
            $"All {features.NumberOfRows} rows are equal in single precision: they differ by less than 1E-45, the smallest number that " +
            "it holds. Multiply the features by a power of ten.",
        _ => $"All {features.NumberOfRows} rows are equal; there is nothing to embed.",
    };

    /// <summary>Some of the distinct rows, ascending.</summary>
    public PreparedRows Restrict(int[] rows) =>
        new(Distinct.Restrict(rows)) { Labels = Labels is null ? null : Array.ConvertAll(rows, row => Labels[row]) };
}
