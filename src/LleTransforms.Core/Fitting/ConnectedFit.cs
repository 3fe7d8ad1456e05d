using LleTransforms.Alignment;
using LleTransforms.Eigen;
using LleTransforms.Features;
using LleTransforms.LocalGeometry;
using LleTransforms.Neighbors;
using LleTransforms.Running;

namespace LleTransforms.Fitting;

/// <summary>Embeds rows whose neighbour graph has one sink: local geometry, alignment matrix, bottom eigenvectors, coordinates.</summary>
internal static class ConnectedFit
{
    /// <param name="features">The rows.</param>
    /// <param name="graph">Their neighbours.</param>
    /// <param name="sinkRow">A row that every row reaches.</param>
    /// <param name="landmarkCount">How many rows to fit; the others follow from them.</param>
    /// <param name="options">The method and its figures.</param>
    /// <param name="context">Threads, progress and cancellation.</param>
    /// <returns>Coordinates of unit variance per column, as many columns as options ask for; columns past n - 1 are 0.</returns>
    public static FittedEmbedding Fit(
        CenteredFeatures features, NeighborGraph graph, int sinkRow, int landmarkCount, LleOptions options, FitContext context)
    {
        AlignmentMatrix alignment = options.Variant.Align(features, graph, sinkRow, options.Geometry, context);
        int[]? uncovered = options.Variant.CoversEveryRow ? null : RowsNobodyNeighbors(graph);
        if (uncovered is null or [])
        {
            return Solve(features, alignment, landmarkCount, options, context);
        }

        int[] covered = [.. Enumerable.Range(0, features.RowCount).Except(uncovered)];
        AlignmentMatrix restricted = alignment.Restrict(covered);
        FittedEmbedding inner = landmarkCount < covered.Length
            ? LandmarkFit.Fit(DistinctRows.Gather(features, covered), restricted, landmarkCount, options, context)
            : SolveInFull(restricted, covered.Length, options, context);
        return PlaceUncovered(features, graph, covered, uncovered, inner, options, context);
    }

    private static FittedEmbedding Solve(
        CenteredFeatures features, AlignmentMatrix alignment, int landmarkCount, LleOptions options, FitContext context) =>
        landmarkCount < features.RowCount
            ? LandmarkFit.Fit(features, alignment, landmarkCount, options, context)
            : SolveInFull(alignment, features.RowCount, options, context);

    private static FittedEmbedding SolveInFull(AlignmentMatrix alignment, int rowCount, LleOptions options, FitContext context)
    {
        int d = options.NumberOfComponents;
        int count = Math.Min(d, rowCount - 1);
        var request = new EigenRequest(count, options.Seed ?? 0) { Solver = options.EigenSolver };
        EigenRequest asked = context.EigenRequested?.Invoke(request) ?? request;
        EigenSolution solution = BottomEigenvectors.Find(alignment, asked with { Count = Math.Min(asked.Count, rowCount - 1) }, context);
        context.EigenSolved?.Invoke(solution);

        // Whoever asked for more eigenvectors than coordinates has heard of them by now.
        double[] coordinates = Embedding.FromUnitVectors(solution.Vectors.AsSpan(0, checked(count * rowCount)), rowCount);

        // M is positive semidefinite: what falls below 0 is rounding.
        double[] eigenvalues = new double[d];
        for (int c = 0; c < count; c++)
        {
            eigenvalues[c] = Math.Max(0, solution.Eigenvalues[c]);
        }

        if (count == d)
        {
            return new FittedEmbedding(coordinates, eigenvalues);
        }

        double[] padded = new double[rowCount * d];
        for (int row = 0; row < rowCount; row++)
        {
            coordinates.AsSpan(row * count, count).CopyTo(padded.AsSpan(row * d, d));
        }

        return new FittedEmbedding(padded, eigenvalues);
    }

    private static int[] RowsNobodyNeighbors(NeighborGraph graph)
    {
        bool[] isNeighbor = new bool[graph.RowCount];
        foreach (int neighbor in graph.Indices)
        {
            isNeighbor[neighbor] = true;
        }

        return [.. Enumerable.Range(0, graph.RowCount).Where(row => !isNeighbor[row])];
    }

    /// <summary>Rows that no form holds are put at the weighted mean of their neighbours, all of which are held by the row's own form.</summary>
    private static FittedEmbedding PlaceUncovered(
        CenteredFeatures features, NeighborGraph graph, int[] covered, int[] uncovered, FittedEmbedding inner, LleOptions options, FitContext context)
    {
        var whole = new FittedEmbedding(new double[features.RowCount * inner.ComponentCount], inner.Eigenvalues)
        {
            Landmarks = inner.Landmarks is int[] landmarks ? Array.ConvertAll(landmarks, row => covered[row]) : null,
        };
        for (int i = 0; i < covered.Length; i++)
        {
            inner.Row(i).CopyTo(whole.Row(covered[i]));
        }

        IRowWeights weights = options.Variant.CreateWeights(graph.NeighborCount, features.ColumnCount, options.Regularization);
        double[] values = new double[graph.NeighborCount];
        float[] scratch = features.RowScratch();
        foreach (int row in uncovered)
        {
            context.ThrowIfCancelled();
            weights.Solve(features.Row(row, scratch), features, graph.Of(row), values);
            WeightedSum.Fill(graph.Of(row), values, whole.Coordinates, whole.Row(row));
        }

        return whole;
    }
}
