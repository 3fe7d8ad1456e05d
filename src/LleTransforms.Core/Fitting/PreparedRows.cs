using LleTransforms.Features;
using LleTransforms.Running;

namespace LleTransforms.Fitting;

/// <summary>The first product of a fit: the rows centred and scaled, equal ones once, and the labels they have.</summary>
/// <param name="Distinct">The rows that differ.</param>
internal sealed record PreparedRows(DistinctRows Distinct)
{
    /// <summary>A label for each distinct row; null where labels take no part.</summary>
    public int[]? Labels { get; private init; }

    /// <exception cref="ArgumentException">All rows are equal.</exception>
    public static PreparedRows Of(FeatureMatrix features, LleMetric metric, FitContext context)
    {
        CenteredFeatures centered = CenteredFeatures.Create(features, context);

        // Directions are kept whole even where rows are sparse. So a model holds its rows whole too, and is never larger in memory than its
        // file says.
        DistinctRows distinct = DistinctRows.Find(metric == LleMetric.Euclidean ? centered : centered.Widen(context), context);
        if (distinct.AllEqual)
        {
            int n = features.NumberOfRows;
            throw new ArgumentException(
                n == 1 ? "There is only 1 row; an embedding needs several." : $"All {n} rows are equal; there is nothing to embed.",
                nameof(features));
        }

        return new PreparedRows(distinct);
    }

    /// <summary>The same rows with a label each. Equal rows get the label that most of them have.</summary>
    public PreparedRows WithLabels(IReadOnlyList<int>? labels) =>
        this with { Labels = labels is null ? null : Distinct.LabelsByMajority([.. labels]) };

    /// <summary>Some of the distinct rows, ascending.</summary>
    public PreparedRows Restrict(int[] rows) =>
        new(Distinct.Restrict(rows)) { Labels = Labels is null ? null : Array.ConvertAll(rows, row => Labels[row]) };
}
