using LleTransforms.Eigen;
using LleTransforms.Features;
using LleTransforms.LocalGeometry;
using LleTransforms.Neighbors;
using LleTransforms.Running;

namespace LleTransforms.Fitting;

/// <summary>Embeds by itself each part of a graph that falls apart, lays the parts out, and places the rows that belong to none.</summary>
/// <remarks>
/// M has a null vector for every sink component, so embedding them together would spend the first coordinates on telling them apart.
/// </remarks>
internal static class SeparateFit
{
    public static FittedEmbedding Fit(
        CenteredFeatures features, GraphParts parts, FitPlan plan, FitContext context)
    {
        int n = features.NumberOfRows;
        int d = plan.NumberOfComponents;
        var whole = new FittedEmbedding(new double[n * d], new double[d]);
        double[][] coordinates = new double[parts.Parts.Count][];
        var landmarks = new List<int>();
        var solutions = new List<EigenSolution>();
        for (int p = 0; p < parts.Parts.Count; p++)
        {
            GraphPart part = parts.Parts[p];
            FittedEmbedding fitted = ConnectedFit.Fit(part, LandmarkFit.CountFor(part.Rows.Length, n, plan), plan, context);
            solutions.AddRange(fitted.Solutions);
            landmarks.AddRange(fitted.Landmarks?.Select(row => part.Rows[row]) ?? part.Rows);
            coordinates[p] = fitted.Coordinates;
            for (int c = 0; c < d; c++)
            {
                whole.Eigenvalues[c] += fitted.Eigenvalues[c];
            }
        }

        PartLayout.Arrange(parts.Parts, coordinates, d, context);
        for (int p = 0; p < parts.Parts.Count; p++)
        {
            int[] rows = parts.Parts[p].Rows;
            for (int i = 0; i < rows.Length; i++)
            {
                coordinates[p].AsSpan(i * d, d).CopyTo(whole.Row(rows[i]));
            }
        }

        PlaceLoose(features, parts, whole, plan, context);
        Normalization.ScaleToUnitVariance(whole);
        whole = whole with { Solutions = solutions };
        return plan.NumberOfLandmarks is null || landmarks.Count == n ? whole : whole with { Landmarks = [.. landmarks.Order()] };
    }

    /// <summary>Places rows outside all parts by their weights over their nearest rows within the parts.</summary>
    private static void PlaceLoose(
        CenteredFeatures features, GraphParts parts, FittedEmbedding whole, FitPlan plan, FitContext context)
    {
        int[] loose = parts.LooseRows;
        if (loose.Length == 0)
        {
            return;
        }

        int[] held = [.. parts.Parts.SelectMany(part => part.Rows).Order()];
        CenteredFeatures heldFeatures = features.Gather(held);
        CenteredFeatures looseFeatures = features.Gather(loose);
        int k = Math.Min(plan.NumberOfNeighbors, held.Length);
        NeighborGraph nearest = plan.CreateSearch(heldFeatures, context).FindNearestOf(looseFeatures, k, context);
        IRowWeights weights = plan.Variant.CreateWeights(k, features.NumberOfColumns, plan.Geometry.Regularization);
        double[] values = new double[k];
        int[] rows = new int[k];
        float[] scratch = looseFeatures.RowScratch();
        for (int i = 0; i < loose.Length; i++)
        {
            context.ThrowIfCancelled();
            weights.Solve(looseFeatures.Row(i, scratch), heldFeatures, nearest.Of(i), values);
            for (int j = 0; j < k; j++)
            {
                rows[j] = held[nearest.Of(i)[j]];
            }

            WeightedSum.Fill(rows, values, whole.Coordinates, whole.Row(loose[i]));
        }
    }
}
