using System.Numerics.Tensors;
using LleTransforms.Running;

namespace LleTransforms.Features;

/// <summary>Rows as the engine holds them, with further ones in the same scale behind them.</summary>
/// <remarks>
/// What is subtracted stays as it was. So a row that was there keeps its bits, and equal rows stay equal. Where a new row lies further from
/// the mean than all others, a larger power of two divides all rows alike, which rounds nothing. Cost: O(n D), and a copy of all rows.
/// </remarks>
internal static class AppendedRows
{
    /// <summary>Rows may lie this power of two times as far from the mean as those that were there. Beyond, single precision would tell
    /// little of these.</summary>
    private const int LargestGrowth = 20;

    /// <param name="held">Rows that are there.</param>
    /// <param name="rows">Rows to add, of as many columns, all finite.</param>
    /// <param name="context">Cancellation.</param>
    /// <returns>All of them.</returns>
    /// <exception cref="ArgumentException">A row lies too far from the others.</exception>
    public static CenteredFeatures Append(CenteredFeatures held, FeatureMatrix rows, FitContext context)
    {
        CenteredFeatures added = Map(held, rows, context);
        int growth = Growth(added);
        if (growth > LargestGrowth)
        {
            throw new ArgumentException(
                "A new row lies more than a million times as far from the mean as those that were fitted: fit all rows anew.",
                nameof(rows));
        }

        FeatureScaling scaling = new(held.Scaling.Offset, held.Scaling.Mean, held.ScaleExponent + growth);
        float factor = MathF.ScaleB(1, -growth);
        if (held.Sparse is not SparseRows sparse)
        {
            float[] values = FeatureMatrixBuilder.Allocate(held.NumberOfRows + added.NumberOfRows, held.NumberOfColumns);
            Copy(held, factor, values, 0, context);
            Copy(added, factor, values, held.NumberOfRows, context);
            return new CenteredFeatures(values, held.NumberOfRows + added.NumberOfRows, scaling);
        }

        SparseRows behind = added.Sparse!;
        int shift = sparse.Count;
        float[] all = new float[checked(shift + behind.Count)];
        float[] baseRow = new float[sparse.NumberOfColumns];
        Scale(sparse.Values.AsSpan(0, shift), factor, all);
        Scale(behind.Values, factor, all.AsSpan(shift));
        Scale(sparse.BaseRow, factor, baseRow);
        return new CenteredFeatures(
            new SparseRows(
                baseRow,
                [.. sparse.Starts, .. behind.Starts[1..].Select(start => start + shift)],
                [.. sparse.Columns.AsSpan(0, shift), .. behind.Columns],
                all),
            scaling);
    }

    /// <summary>Further rows in the scale of those that are there, sparse where those are.</summary>
    public static CenteredFeatures Map(CenteredFeatures held, FeatureMatrix rows, FitContext context)
    {
        int columnCount = held.NumberOfColumns;
        var unseen = new UnseenRows(rows, held.Scaling);
        float[] mapped = new float[columnCount];
        float[] dense = held.Sparse is null ? FeatureMatrixBuilder.Allocate(rows.NumberOfRows, columnCount) : [];
        List<int> starts = [0], columns = [];
        List<float> values = [];
        for (int row = 0; row < rows.NumberOfRows; row++)
        {
            context.ThrowIfCancelled();
            unseen.Map(row, mapped);
            if (held.Sparse is not SparseRows sparse)
            {
                mapped.CopyTo(dense.AsSpan(row * columnCount));
                continue;
            }

            for (int column = 0; column < columnCount; column++)
            {
                if (mapped[column] != sparse.BaseRow[column])
                {
                    columns.Add(column);
                    values.Add(mapped[column]);
                }
            }

            starts.Add(columns.Count);
        }

        return held.Sparse is SparseRows known
            ? new CenteredFeatures(new SparseRows(known.BaseRow, [.. starts], [.. columns], [.. values]), held.Scaling)
            : new CenteredFeatures(dense, rows.NumberOfRows, held.Scaling);
    }

    /// <summary>The power of two that brings the rows within 1.</summary>
    private static int Growth(CenteredFeatures added)
    {
        float largest = 0;
        foreach (float value in added.Sparse?.Values ?? added.Values)
        {
            largest = Math.Max(largest, Math.Abs(value));
        }

        return largest <= 1 ? 0 : CenteredFeatures.ExponentOf(largest);
    }

    /// <summary>Fresh memory costs most where it is first touched, and each thread touches its own.</summary>
    private static void Copy(CenteredFeatures rows, float factor, float[] values, int firstRow, FitContext context)
    {
        int columnCount = rows.NumberOfColumns;
        RowBlocks.ForEach(rows.NumberOfRows, context, (first, end) =>
        {
            int start = first * columnCount, length = (end - first) * columnCount;
            Scale(rows.Values.AsSpan(start, length), factor, values.AsSpan((firstRow * columnCount) + start, length));
        });
    }

    private static void Scale(ReadOnlySpan<float> values, float factor, Span<float> result)
    {
        if (factor == 1)
        {
            values.CopyTo(result);
            return;
        }

        TensorPrimitives.Multiply(values, factor, result);
    }
}
