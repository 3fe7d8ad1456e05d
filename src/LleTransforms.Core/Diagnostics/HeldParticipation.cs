using LleTransforms.Features;
using LleTransforms.Fitting;
using LleTransforms.Neighbors;
using LleTransforms.Quality;
using LleTransforms.Running;

namespace LleTransforms.Diagnostics;

/// <summary>Finds anew how many rows each coordinate of a model rests on, for a model that was loaded and does not hold it.</summary>
internal static class HeldParticipation
{
    /// <param name="features">The rows that the model was fitted on.</param>
    /// <param name="distinct">Those of them that differ.</param>
    /// <param name="graph">Their neighbours.</param>
    /// <param name="model">The model.</param>
    /// <param name="context">Threads and cancellation.</param>
    /// <returns>The share of the rows for each coordinate.</returns>
    public static double[] Of(FeatureMatrix features, DistinctRows distinct, NeighborGraph graph, LleModel model, FitContext context)
    {
        int d = model.NumberOfComponents;
        if (model.Content.Rows is not { } held)
        {
            return Share(Projected(features, distinct, model, context), d, [null]);
        }

        // Behind the fitted rows stand those that a sample left out. Landmarks stand for all rows.
        int fitted = model.NumberOfLandmarks is null ? held.Features.NumberOfRows : held.Embedding.Length / d;
        return Share(held.Embedding.AsSpan(0, fitted * d), d, PartsOf(distinct, graph, model, fitted, context));
    }

    private static double[] Share(ReadOnlySpan<double> coordinates, int d, int[]?[] parts)
    {
        double[][] ofParts = new double[parts.Length][];
        for (int p = 0; p < parts.Length; p++)
        {
            ofParts[p] = ParticipationRatio.Of(coordinates, d, parts[p]);
        }

        return ParticipationRatio.Share(ofParts, parts is [null] ? coordinates.Length / d : parts.Sum(part => part!.Length));
    }

    /// <summary>The parts that the graph falls into, where they are those of the model; else all rows count as one.</summary>
    private static int[]?[] PartsOf(DistinctRows distinct, NeighborGraph graph, LleModel model, int fitted, FitContext context)
    {
        if (model.PartSizes.Count == 1 || fitted != distinct.Count)
        {
            return [null];
        }

        FitPlan plan = FitPlan.Of(model.FittedOptions, model.NumberOfNeighbors);
        GraphParts parts = FitPipeline.Divide(distinct, graph, plan, context);
        return parts.Parts.Select(part => part.Rows.Length).SequenceEqual(model.PartSizes)
            ? [.. parts.Parts.Select(part => part.Rows)]
            : [null];
    }

    /// <summary>The coordinates of a linear method are not held, and follow from the rows.</summary>
    private static double[] Projected(FeatureMatrix features, DistinctRows distinct, LleModel model, FitContext context)
    {
        int d = model.NumberOfComponents;
        FeatureMatrix placed = model.Transform(features, cancellationToken: context.Cancellation);
        double[] coordinates = new double[distinct.Count * d];
        for (int i = 0; i < coordinates.Length; i++)
        {
            coordinates[i] = placed.Values[(distinct.Representatives[i / d] * d) + (i % d)];
        }

        return coordinates;
    }
}
