using LleTransforms.LinearAlgebra.Dense;
using LleTransforms.LinearAlgebra.Sparse;

namespace LleTransforms.Alignment;

/// <summary>Some rows of the lower triangle of a square S^T S, L x L, summed over the rows of S as they come.</summary>
/// <remarks>
/// Each entry is a sum in the order of the rows, so pieces that are added one after the other give the bits of
/// <see cref="ReducedMatrix.OfSquare"/>. A band is as much of the triangle as one message between machines takes.
/// </remarks>
/// <param name="First">The first row of the band.</param>
/// <param name="End">Behind its last.</param>
internal readonly record struct ReducedBand(int First, int End)
{
    /// <summary>The entries of the band: row i has i + 1.</summary>
    public int Length => (int)(LengthBefore(End) - LengthBefore(First));

    /// <summary>Bands that cover the triangle, each of about as many entries as are allowed, and of a row at least.</summary>
    public static ReducedBand[] Cover(int size, int mostEntries)
    {
        List<ReducedBand> bands = [];
        int first = 0;
        for (int end = 1; end <= size; end++)
        {
            if (end == size || LengthBefore(end + 1) - LengthBefore(first) > mostEntries)
            {
                bands.Add(new ReducedBand(first, end));
                first = end;
            }
        }

        return [.. bands];
    }

    /// <summary>Adds the products of rows of S to the band.</summary>
    /// <param name="rows">Rows of S, their columns ascending.</param>
    /// <param name="entries">The band, row after row.</param>
    /// <param name="token">Stops the work.</param>
    public void Add(SparseMatrix rows, Span<double> entries, CancellationToken token)
    {
        long before = LengthBefore(First);
        for (int row = 0; row < rows.NumberOfRows; row++)
        {
            if ((row & 1023) == 0)
            {
                token.ThrowIfCancellationRequested();
            }

            int start = rows.RowStarts[row];
            ReadOnlySpan<int> columns = rows.Columns.AsSpan(start, rows.RowStarts[row + 1] - start);
            ReadOnlySpan<double> values = rows.Values.AsSpan(start, columns.Length);
            for (int p = 0; p < columns.Length && columns[p] < End; p++)
            {
                if (columns[p] >= First)
                {
                    Span<double> target = entries[(int)(LengthBefore(columns[p]) - before)..];
                    for (int q = 0; q <= p; q++)
                    {
                        target[columns[q]] += values[p] * values[q];
                    }
                }
            }
        }
    }

    /// <summary>Puts the band into its place in the whole.</summary>
    public void CopyTo(DenseMatrix lower, ReadOnlySpan<double> entries)
    {
        int at = 0;
        for (int i = First; i < End; i++)
        {
            entries.Slice(at, i + 1).CopyTo(lower.Row(i));
            at += i + 1;
        }
    }

    private static long LengthBefore(int row) => (long)row * (row + 1) / 2;
}
