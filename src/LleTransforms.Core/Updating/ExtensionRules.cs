using LleTransforms.Model;

namespace LleTransforms.Updating;

/// <summary>Which models rows can be added to, and by which options.</summary>
internal static class ExtensionRules
{
    /// <exception cref="InvalidOperationException">The model does not hold what a fit of its rows needs.</exception>
    /// <exception cref="ArgumentException">An option differs from the model's.</exception>
    public static void Require(LleModelContent content, LleOptions options)
    {
        if (content.Rows is not FittedRows rows)
        {
            throw new InvalidOperationException(
                $"A model of {content.Method} keeps no training rows, only a projection, and cannot grow: fit all rows anew.");
        }

        if (content.Metric == LleMetric.Precomputed)
        {
            throw new InvalidOperationException(
                "A model of given distances cannot grow, since its rows hold no distance to the new ones: fit the whole table anew.");
        }

        int distinct = rows.Embedding.Length / content.NumberOfComponents;
        if (rows.Features.NumberOfRows < distinct)
        {
            throw new InvalidOperationException(
                $"The model holds the features of {rows.Features.NumberOfRows} rows only, of {distinct} distinct ones that have " +
                "coordinates: a sample or landmarks. It cannot grow; fit all rows anew.");
        }

        RequireSame(LleOptionName.Method, options.Method, content.Method);
        RequireSame(LleOptionName.Metric, options.Metric, content.Metric);
        RequireSame(LleOptionName.NumberOfComponents, options.NumberOfComponents, content.NumberOfComponents);
        RequireSame(LleOptionName.NumberOfNeighbors, options.NumberOfNeighbors, content.NumberOfNeighbors);
        RequireSame(LleOptionName.Regularization, options.Regularization, content.Regularization);
        RequireSame(LleOptionName.Placement, options.ResolvedPlacement, content.Placement);
        RequireSame(LleOptionName.MaximumNumberOfTrainingRows, options.MaximumNumberOfTrainingRows, null);
        RequireSame(LleOptionName.PlaceAmongLandmarks, options.PlaceAmongLandmarks, false);
        if (options.SupervisionStrength > 0)
        {
            throw LleMessage.OutOfRange(
                LleOptionName.SupervisionStrength, options.SupervisionStrength, $"0, since a model that grows holds no labels of its rows");
        }
    }

    private static void RequireSame(LleOptionName option, object? value, object? expected)
    {
        if (!Equals(value, expected))
        {
            throw LleMessage.OutOfRange(option, value, $"{option.Value(expected)}, as it was for the model that grows");
        }
    }
}
