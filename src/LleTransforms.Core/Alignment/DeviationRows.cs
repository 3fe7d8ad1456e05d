using LleTransforms.Features;
using LleTransforms.LinearAlgebra.Dense;
using LleTransforms.LinearAlgebra.Sparse;
using LleTransforms.Running;

namespace LleTransforms.Alignment;

/// <summary>Rows of features less their columns' means, in double precision, a block at a time.</summary>
/// <remarks>A block is as wide as the next multiple of eight, with zeros behind the columns.</remarks>
internal sealed class DeviationRows
{
    private const int Lanes = 8;
    private const int MostRows = 2048;
    private const int MostValues = 1 << 22;
    private const int RowsPerTask = 16;

    private readonly CenteredFeatures _features;

    public DeviationRows(CenteredFeatures features)
    {
        _features = features;
        Mean = ColumnMeans(features);
    }

    public double[] Mean { get; }

    public int NumberOfRows => _features.NumberOfRows;

    public int NumberOfColumns => _features.NumberOfColumns;

    /// <summary>D, or n for a block of columns, rounded up.</summary>
    public static int Padded(int width) => (width + Lanes - 1) / Lanes * Lanes;

    /// <summary>The rows of a block of some width. The width alone fixes them, since sums over rows run block by block.</summary>
    public static int BlockLength(int width) => Math.Clamp(MostValues / width, 64, MostRows);

    /// <summary>Fills a block with the rows of X from one on.</summary>
    public void Fill(DenseMatrix block, int start, RunContext context) => ForRows(start, start + block.NumberOfRows, context, row =>
    {
        Span<double> target = block.Row(row - start);
        target.Clear();
        AddRow(row, 1, target);
    });

    /// <summary>Fills a block with the rows of B X from one on.</summary>
    public void FillProduct(SparseMatrix matrix, DenseMatrix block, int start, RunContext context) =>
        ForRows(start, start + block.NumberOfRows, context, row =>
        {
            Span<double> target = block.Row(row - start);
            target.Clear();
            for (int at = matrix.RowStarts[row]; at < matrix.RowStarts[row + 1]; at++)
            {
                AddRow(matrix.Columns[at], matrix.Values[at], target);
            }
        });

    /// <summary>Fills a block with the rows of X^T from one on, which are X's columns.</summary>
    public void FillTransposed(DenseMatrix block, int start, RunContext context)
    {
        block.Clear();
        ForRows(0, NumberOfRows, context, row =>
        {
            ReadOnlySpan<float> values = _features.Row(row);
            for (int c = start; c < start + block.NumberOfRows; c++)
            {
                block[c - start, row] = values[c] - Mean[c];
            }
        });
    }

    private static void ForRows(int start, int end, RunContext context, Action<int> body) =>
        Parallel.For(0, (end - start + RowsPerTask - 1) / RowsPerTask, context.Parallelism, task =>
        {
            int last = Math.Min(end, start + ((task + 1) * RowsPerTask));
            for (int row = start + (task * RowsPerTask); row < last; row++)
            {
                body(row);
            }
        });

    private static double[] ColumnMeans(CenteredFeatures features)
    {
        double[] mean = new double[features.NumberOfColumns];
        for (int row = 0; row < features.NumberOfRows; row++)
        {
            ReadOnlySpan<float> values = features.Row(row);
            for (int c = 0; c < mean.Length; c++)
            {
                mean[c] += values[c];
            }
        }

        for (int c = 0; c < mean.Length; c++)
        {
            mean[c] /= features.NumberOfRows;
        }

        return mean;
    }

    private void AddRow(int row, double factor, Span<double> target)
    {
        ReadOnlySpan<float> values = _features.Row(row);
        for (int c = 0; c < values.Length; c++)
        {
            target[c] += factor * (values[c] - Mean[c]);
        }
    }
}
