using System.Runtime.CompilerServices;
using LleTransforms.Running;

namespace LleTransforms.Neighbors.Dense;

/// <summary>Rows with their squared norms in double.</summary>
internal sealed class DenseRows
{
    public DenseRows(ReadOnlyMemory<float> values, int rowCount, int columnCount, RunContext context)
    {
        Values = values;
        NumberOfRows = rowCount;
        NumberOfColumns = columnCount;
        var norms = new double[rowCount];
        RowBlocks.ForEach(rowCount, context, (first, end) =>
        {
            for (int row = first; row < end; row++)
            {
                norms[row] = SquaredNormOf(values.Span.Slice(row * columnCount, columnCount));
            }
        });
        SquaredNorms = norms;
    }

    /// <summary>Rows whose norms are known.</summary>
    public DenseRows(ReadOnlyMemory<float> values, int columnCount, double[] squaredNorms) =>
        (Values, NumberOfRows, NumberOfColumns, SquaredNorms) = (values, squaredNorms.Length, columnCount, squaredNorms);

    public ReadOnlyMemory<float> Values { get; }

    public int NumberOfRows { get; }

    public int NumberOfColumns { get; }

    public double[] SquaredNorms { get; }

    public ReadOnlySpan<float> Row(int row) => Values.Span.Slice(row * NumberOfColumns, NumberOfColumns);

    public double SquaredNorm(int row) => SquaredNorms[row];

    /// <summary>Not finite where a value of the row is not.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double SquaredNormOf(ReadOnlySpan<float> row)
    {
        double a = 0, b = 0, c = 0, d = 0;
        int i = 0;
        for (; i <= row.Length - 4; i += 4)
        {
            a += (double)row[i] * row[i];
            b += (double)row[i + 1] * row[i + 1];
            c += (double)row[i + 2] * row[i + 2];
            d += (double)row[i + 3] * row[i + 3];
        }

        for (; i < row.Length; i++)
        {
            a += (double)row[i] * row[i];
        }

        return (a + c) + (b + d);
    }
}
