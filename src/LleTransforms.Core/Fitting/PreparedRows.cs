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

    /// <summary>No method does with fewer neighbours, and a row has as many as there are others.</summary>
    private const int FewestRows = LleOptionRanges.SmallestNumberOfNeighbors + 1;

    /// <summary>A label for each distinct row; null where labels take no part.</summary>
    public int[]? Labels { get; private init; }

    /// <exception cref="ArgumentException">All rows are equal, or fewer are distinct than any method needs.</exception>
    public static PreparedRows Of(FeatureMatrix features, LleMetric metric, FitContext context)
    {
        CenteredFeatures centered = CenteredFeatures.Create(features, metric, context);

        // Directions are kept whole even where rows are sparse. So a model holds its rows whole too, and is never larger in memory than its
        // file says.
        DistinctRows distinct = DistinctRows.Find(metric == LleMetric.Euclidean ? centered : centered.Widen(context), context);
        if (distinct.AllEqual)
        {
            throw new ArgumentException(TellEqual(features, metric), nameof(features));
        }

        RequireEnough(distinct.Count, features.NumberOfRows, nameof(features));

        if (centered.ScaleExponent < FewestBits && (features.Offset is not null || metric == LleMetric.Precomputed))
        {
            context.Say(LlePhase.Features, LleSeverity.Warning, metric == LleMetric.Precomputed
                ? "the distances are less than 2E-38, where single precision holds few digits; multiply all distances by one power of ten."
                : "the rows differ by less than 2E-38, where single precision holds few digits; multiply the features by a power of ten.");
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

    /// <summary>Checks that the rows can give any method its neighbours.</summary>
    /// <param name="distinctRowCount">The rows that differ.</param>
    /// <param name="rowCount">All rows.</param>
    /// <param name="source">The parameter by which the caller's user gave them.</param>
    /// <exception cref="ArgumentException">They are too few.</exception>
    public static void RequireEnough(int distinctRowCount, int rowCount, string source)
    {
        if (distinctRowCount < FewestRows)
        {
            string given = distinctRowCount == rowCount
                ? $"There are only {rowCount} rows" : $"Only {distinctRowCount} of {rowCount} rows are distinct";
            throw new ArgumentException($"{given}; an embedding needs at least {FewestRows}.", source);
        }
    }

    /// <summary>The same rows with a label each. Equal rows get the label that most of them have.</summary>
    public PreparedRows WithLabels(IReadOnlyList<int>? labels) =>
        this with { Labels = labels is null ? null : Distinct.LabelsByMajority([.. labels]) };

    private static string TellEqual(FeatureMatrix features, LleMetric metric) => features switch
    {
        { NumberOfRows: 1 } => "There is only 1 row; an embedding needs several.",
        { HasLostDifferences: true } when metric == LleMetric.Precomputed =>
            $"All {features.NumberOfRows} rows are equal in single precision: their distances are less than 1E-45, the smallest number " +
            "that it holds. Multiply all distances by one power of ten.",
        { HasLostDifferences: true } =>
            $"All {features.NumberOfRows} rows are equal in single precision: they differ by less than 1E-45, the smallest number that " +
            "it holds. Multiply the features by a power of ten.",
        _ => $"All {features.NumberOfRows} rows are equal; there is nothing to embed.",
    };

    /// <summary>Some of the distinct rows, ascending.</summary>
    public PreparedRows Restrict(int[] rows) =>
        new(Distinct.Restrict(rows)) { Labels = Labels is null ? null : Array.ConvertAll(rows, row => Labels[row]) };
}
