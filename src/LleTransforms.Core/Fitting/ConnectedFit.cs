using LleTransforms.Alignment;
using LleTransforms.Eigen;
using LleTransforms.Features;
using LleTransforms.LinearAlgebra.Dense;
using LleTransforms.LocalGeometry;
using LleTransforms.Methods;
using LleTransforms.Neighbors;
using LleTransforms.Running;

namespace LleTransforms.Fitting;

/// <summary>Embeds rows whose neighbour graph has one sink: local geometry, alignment matrix, bottom eigenvectors, coordinates.</summary>
internal static class ConnectedFit
{
    /// <param name="part">The rows, their neighbours, and a row that every row reaches.</param>
    /// <param name="landmarkCount">How many rows to fit; the others follow from them.</param>
    /// <param name="plan">The method and its figures.</param>
    /// <param name="context">Threads, progress and cancellation.</param>
    /// <returns>Coordinates of unit variance per column, as many columns as the plan asks for; columns past n - 1 are 0.</returns>
    public static FittedEmbedding Fit(GraphPart part, int landmarkCount, FitPlan plan, FitContext context)
    {
        (CenteredFeatures features, NeighborGraph graph) = (part.Features, part.Graph);
        int[] uncovered = plan.Variant.CoversEveryRow ? [] : RowsNobodyNeighbors(graph);
        bool isSolvedAsItIs = uncovered.Length == 0 && landmarkCount >= features.NumberOfRows;
        GeometryOptions geometry = plan.Geometry with
        {
            FindsOrder = isSolvedAsItIs && BottomEigenvectors.OrdersRows(features.NumberOfRows, plan.Eigen.Solver),
        };
        AlignmentMatrix alignment = plan.Variant.Align(features, graph, part.SinkRow, geometry, context);
        if (uncovered.Length == 0)
        {
            return landmarkCount < features.NumberOfRows
                ? LandmarkFit.Fit(features, alignment, landmarkCount, plan, context)
                : SolveInFull(alignment, part.Rows, plan, context);
        }

        int[] covered = [.. Enumerable.Range(0, features.NumberOfRows).Except(uncovered)];
        AlignmentMatrix restricted = alignment.Restrict(covered);
        FittedEmbedding inner = landmarkCount < covered.Length
            ? LandmarkFit.Fit(features.Gather(covered), restricted, landmarkCount, plan, context)
            : SolveInFull(restricted, Array.ConvertAll(covered, row => part.Rows[row]), plan, context);
        return PlaceUncovered(features, graph, covered, uncovered, inner, plan, context);
    }

    /// <param name="alignment">The matrix of some rows.</param>
    /// <param name="rows">Their numbers in the whole.</param>
    /// <param name="plan">The method and its figures.</param>
    /// <param name="context">Threads, progress and cancellation.</param>
    private static FittedEmbedding SolveInFull(AlignmentMatrix alignment, int[] rows, FitPlan plan, FitContext context)
    {
        int d = plan.NumberOfComponents;
        int rowCount = rows.Length;
        int count = Math.Min(d, rowCount - 1);
        EigenRequest request = plan.Eigen with
        {
            Start = StartOf(rows, plan, alignment), KeepsFurther = plan.KeepsGraph && plan.UpdatesGraph,
        };
        EigenSolution solution = WideCoordinates.Find(
            count, Math.Min(plan.Eigen.Count, rowCount - 1), rowCount - 1, plan.MinimumParticipation,
            found => BottomEigenvectors.Find(alignment, request with { Count = found }, context), context);

        // Only the coordinates are kept here. The eigenvalues of further eigenvectors that a plan asks for stay in the solution.
        double[] coordinates = Normalization.FromUnitVectors(solution.Vectors.Head(count));

        // M is positive semidefinite: what falls below 0 is rounding.
        double[] eigenvalues = new double[d];
        for (int c = 0; c < count; c++)
        {
            eigenvalues[c] = Math.Max(0, solution.Eigenvalues[c]);
        }

        if (count == d)
        {
            return new FittedEmbedding(coordinates, eigenvalues)
            {
                Solutions = [solution.WithoutVectors()],
                Further = solution.Further is { } further ? Normalization.FromFurther(further) : null,
            };
        }

        double[] padded = new double[rowCount * d];
        for (int row = 0; row < rowCount; row++)
        {
            coordinates.AsSpan(row * count, count).CopyTo(padded.AsSpan(row * d, d));
        }

        return new FittedEmbedding(padded, eigenvalues) { Solutions = [solution.WithoutVectors()] };
    }

    /// <summary>What is known of the vectors at some rows, and for others what follows from it.</summary>
    private static DenseMatrix? StartOf(int[] rows, FitPlan plan, AlignmentMatrix alignment)
    {
        if (plan.Start is not DenseMatrix known)
        {
            return null;
        }

        DenseMatrix start = new(rows.Length, known.NumberOfColumns);
        for (int i = 0; i < rows.Length; i++)
        {
            if (rows[i] < known.NumberOfRows)
            {
                known.Row(rows[i]).CopyTo(start.Row(i));
            }
        }

        StartVectors.Complete(
            start, [.. Enumerable.Range(0, rows.Length).Where(i => rows[i] >= known.NumberOfRows)], alignment.Stored);
        return start;
    }

    private static int[] RowsNobodyNeighbors(NeighborGraph graph)
    {
        bool[] isNeighbor = new bool[graph.NumberOfRows];
        foreach (int neighbor in graph.Indices)
        {
            isNeighbor[neighbor] = true;
        }

        return [.. Enumerable.Range(0, graph.NumberOfRows).Where(row => !isNeighbor[row])];
    }

    /// <summary>Rows that no form holds are put at the weighted mean of their neighbours, all of which
    /// are held by the row's own form.</summary>
    private static FittedEmbedding PlaceUncovered(
        CenteredFeatures features, NeighborGraph graph, int[] covered, int[] uncovered, FittedEmbedding inner, FitPlan plan,
        FitContext context)
    {
        var whole = new FittedEmbedding(new double[features.NumberOfRows * inner.NumberOfComponents], inner.Eigenvalues)
        {
            Landmarks = inner.Landmarks is int[] landmarks ? Array.ConvertAll(landmarks, row => covered[row]) : null,
            Solutions = inner.Solutions,
        };
        for (int i = 0; i < covered.Length; i++)
        {
            inner.Row(i).CopyTo(whole.Row(covered[i]));
        }

        IRowWeights weights = plan.Variant.CreateWeights(graph.NumberOfNeighbors, features.NumberOfColumns, plan.Geometry.Regularization);
        double[] values = new double[graph.NumberOfNeighbors];
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
