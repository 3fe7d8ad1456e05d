using LleTransforms.Features;
using LleTransforms.Running;

namespace LleTransforms.Diagnostics;

/// <summary>Whether rows are those that a model was made of.</summary>
internal static class ModelRows
{
    /// <param name="features">The rows as the user has them.</param>
    /// <param name="model">The model.</param>
    /// <param name="context">Cancellation.</param>
    /// <returns>The rows as the engine computes with them.</returns>
    /// <exception cref="ArgumentException">They are others.</exception>
    public static CenteredFeatures Require(FeatureMatrix features, LleModel model, FitContext context)
    {
        if (features.NumberOfRows != model.NumberOfTrainingRows || features.NumberOfColumns != model.NumberOfFeatures)
        {
            throw new ArgumentException(
                $"There are {features.NumberOfRows} rows of {features.NumberOfColumns} values, but the model was fitted on " +
                $"{model.NumberOfTrainingRows} rows of {model.NumberOfFeatures}.",
                nameof(features));
        }

        FeatureScaling fitted = model.Content.Scaling;
        CenteredFeatures? centered = model.Metric == LleMetric.Precomputed
            ? DistanceTable.Of(features, context)
            : CenteredFeatures.TryCreate(features, fitted, context);
        if (centered is not null && fitted.CentersAs(centered.Scaling))
        {
            // The column means agree to the last bit, which those of no other table do.
            RequireDistances(centered, model);
            return centered;
        }

        // A model that has grown, or lost rows, has the means of the rows that it began with.
        if (model.Content.Rows is { Features.ColumnOfRow: null } held
            && AppendedRows.Map(held.Features, features, context) is var mapped && AreHeld(mapped, held.Features, held.DistinctIndex))
        {
            return mapped;
        }

        throw new ArgumentException("The rows are not those that the model was fitted on: their values differ.", nameof(features));
    }

    private static void RequireDistances(CenteredFeatures features, LleModel model)
    {
        if (model.Content.Rows is { Features: { ColumnOfRow: int[] columns } held }
            && !Enumerable.Range(0, columns.Length).All(row => held.Row(row).SequenceEqual(features.Row(columns[row]))))
        {
            throw new ArgumentException(
                "The distances are not those that the model was fitted on.", nameof(features));
        }
    }

    /// <summary>Whether the model holds all rows, and they are these. Of a sample nothing tells about the others.</summary>
    private static bool AreHeld(CenteredFeatures mapped, CenteredFeatures held, int[]? distinctIndex)
    {
        float[] scratch = mapped.RowScratch();
        for (int row = 0; row < mapped.NumberOfRows; row++)
        {
            int place = distinctIndex?[row] ?? row;
            if (place >= held.NumberOfRows || !held.Equals(place, mapped.Row(row, scratch)))
            {
                return false;
            }
        }

        return true;
    }
}
