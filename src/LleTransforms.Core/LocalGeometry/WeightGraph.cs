using LleTransforms.Features;
using LleTransforms.LinearAlgebra.Sparse;
using LleTransforms.Neighbors;
using LleTransforms.Running;

namespace LleTransforms.LocalGeometry;

/// <summary>Standard LLE's local geometry for all rows: the matrix A = I - W, of which M = A^T A is the alignment matrix.</summary>
/// <remarks>Roweis &amp; Saul 2000, equations 1 and 2. Cost n (k^2 D / 2 + k^3 / 3) time for n rows
/// whose weights the graph does not have, 12 n (k + 1) bytes.</remarks>
internal static class WeightGraph
{
    private const int RowsInBlock = 128;

    /// <summary>Solves every row's weights and lays A out with ascending columns.</summary>
    /// <param name="features">The rows.</param>
    /// <param name="graph">Their neighbours.</param>
    /// <param name="createWeights">Makes one thread's scratch of the weights.</param>
    /// <param name="context">Threads, progress and cancellation.</param>
    /// <param name="keepsZeros">Whether a neighbour whose weight is 0 has an entry all the same.</param>
    public static SparseMatrix ResidualMatrix(
        CenteredFeatures features, NeighborGraph graph, Func<IRowWeights> createWeights, FitContext context, bool keepsZeros = true)
    {
        SparseMatrix residual = ResidualRows(features, graph, 0, graph.NumberOfRows, createWeights, context);
        return keepsZeros ? residual : residual.WithoutZeros();
    }

    /// <summary>Each row's neighbours whose weight is not 0, and itself. Cost as that of A, which is let go.</summary>
    /// <inheritdoc cref="ResidualMatrix"/>
    public static RowLinks Links(CenteredFeatures features, NeighborGraph graph, Func<IRowWeights> createWeights, FitContext context)
    {
        SparseMatrix residual = ResidualMatrix(features, graph, createWeights, context, keepsZeros: false);
        return new RowLinks(residual.RowStarts, residual.Columns);
    }

    /// <summary>The rows [start, end) of A alone, to the same bits: end - start rows of n columns.</summary>
    /// <inheritdoc cref="ResidualMatrix"/>
    /// <param name="features">The rows.</param>
    /// <param name="graph">Their neighbours.</param>
    /// <param name="start">The first row.</param>
    /// <param name="end">Behind the last.</param>
    /// <param name="createWeights">Makes one thread's scratch of the weights.</param>
    /// <param name="context">Threads, progress and cancellation.</param>
    public static SparseMatrix ResidualRows(
        CenteredFeatures features, NeighborGraph graph, int start, int end, Func<IRowWeights> createWeights, FitContext context)
    {
        int count = end - start;
        int k = graph.NumberOfNeighbors;
        int width = k + 1;
        int[] rowStarts = new int[count + 1];
        for (int row = 0; row < count; row++)
        {
            rowStarts[row + 1] = checked(rowStarts[row] + width);
        }

        int[] columns = new int[rowStarts[count]];
        double[] values = new double[rowStarts[count]];
        int blockCount = (count + RowsInBlock - 1) / RowsInBlock;
        long completed = 0;
        Parallel.For(0, blockCount, context.Parallelism, () =>
            (Weights: createWeights(), Row: features.RowScratch()), (block, _, scratch) =>
        {
            int last = Math.Min(count, (block + 1) * RowsInBlock);
            for (int i = block * RowsInBlock; i < last; i++)
            {
                int row = start + i;
                Span<int> rowColumns = columns.AsSpan(i * width, width);
                Span<double> rowValues = values.AsSpan(i * width, width);
                graph.Of(row).CopyTo(rowColumns);
                Span<double> kept = graph.Weights is double[] weights ? weights.AsSpan(row * k, k) : [];
                if (kept is [] or [double.NaN, ..])
                {
                    scratch.Weights.Solve(features.Row(row, scratch.Row), features, graph.Of(row), rowValues[..k]);
                    rowValues[..kept.Length].CopyTo(kept);
                }
                else
                {
                    kept.CopyTo(rowValues);
                }

                for (int j = 0; j < k; j++)
                {
                    rowValues[j] = -rowValues[j];
                }

                rowColumns[k] = row;
                rowValues[k] = 1;
                rowColumns.Sort(rowValues);
            }

            context.Report(LlePhase.LocalGeometry, Interlocked.Add(ref completed, last - (block * RowsInBlock)), count);
            return scratch;
        }, _ => { });
        return new SparseMatrix(count, graph.NumberOfRows, rowStarts, columns, values);
    }
}
