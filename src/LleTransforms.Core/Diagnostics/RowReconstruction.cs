using LleTransforms.Features;
using LleTransforms.LocalGeometry;
using LleTransforms.Methods;
using LleTransforms.Neighbors;
using LleTransforms.Running;

namespace LleTransforms.Diagnostics;

/// <summary>Each row as its neighbours stand for it: their weights, and the squared distance that is left.</summary>
internal static class RowReconstruction
{
    private const int RowsInStep = 128;

    public static (double[] Weights, double[] Errors) Of(
        CenteredFeatures features, NeighborGraph graph, LleModel model, FitContext context)
    {
        int k = graph.NumberOfNeighbors;
        LleVariant variant = model.Method.Variant();
        double[] weights = new double[graph.Indices.Length];
        double[] errors = new double[graph.NumberOfRows];
        Parallel.For(
            0,
            (graph.NumberOfRows + RowsInStep - 1) / RowsInStep,
            context.Parallelism,
            () => new Scratch(
                variant.CreateWeights(k, features.NumberOfColumns, model.Regularization),
                new double[features.NumberOfColumns],
                features.RowScratch(),
                features.RowScratch()),
            (step, _, scratch) =>
            {
                int start = step * RowsInStep;
                int end = Math.Min(graph.NumberOfRows, start + RowsInStep);
                for (int row = start; row < end; row++)
                {
                    Span<double> values = weights.AsSpan(row * k, k);
                    scratch.Rule.Solve(features.Row(row, scratch.Row), features, graph.Of(row), values);
                    errors[row] = Math.ScaleB(SquaredResidual(features, row, graph.Of(row), values, scratch), 2 * features.ScaleExponent);
                }

                return scratch;
            },
            _ => { });
        return (weights, errors);
    }

    private static double SquaredResidual(
        CenteredFeatures features, int row, ReadOnlySpan<int> neighbors, ReadOnlySpan<double> weights, Scratch scratch)
    {
        double[] residual = scratch.Sum;
        ReadOnlySpan<float> values = features.Row(row, scratch.Row);
        if (features.ColumnOfRow is not null)
        {
            return LocalCoordinates.SquaredResidual(values, features, neighbors, weights);
        }

        for (int c = 0; c < residual.Length; c++)
        {
            residual[c] = values[c];
        }

        for (int j = 0; j < neighbors.Length; j++)
        {
            ReadOnlySpan<float> neighbor = features.Row(neighbors[j], scratch.Neighbor);
            double weight = weights[j];
            for (int c = 0; c < residual.Length; c++)
            {
                residual[c] -= weight * neighbor[c];
            }
        }

        double sum = 0;
        foreach (double value in residual)
        {
            sum += value * value;
        }

        return sum;
    }

    private sealed record Scratch(IRowWeights Rule, double[] Sum, float[] Row, float[] Neighbor);
}
