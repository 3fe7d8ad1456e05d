using LleTransforms.Running;

namespace LleTransforms.Features;

/// <summary>Rows that differ from one base row in few places: compressed rows (CSR) of the values that differ.</summary>
/// <remarks>
/// The base row is zero for single-precision input as the user has it; once columns are centred it is the image of zero. Places ascend
/// within a row. Immutable by convention. 8 bytes a value held, 4 a row and 4 a column.
/// </remarks>
internal sealed class SparseRows(float[] baseRow, int[] starts, int[] columns, float[] values)
{
    /// <summary>What a row holds where it holds nothing of its own, D values.</summary>
    public float[] BaseRow { get; } = baseRow;

    /// <summary>Row i's values stand at [Starts[i], Starts[i + 1]).</summary>
    public int[] Starts { get; } = starts;

    public int[] Columns { get; } = columns;

    public float[] Values { get; } = values;

    public int NumberOfRows => Starts.Length - 1;

    public int NumberOfColumns => BaseRow.Length;

    /// <summary>Values held.</summary>
    public int Count => Starts[^1];

    public ReadOnlySpan<int> ColumnsOf(int row) => Columns.AsSpan(Starts[row], Starts[row + 1] - Starts[row]);

    public ReadOnlySpan<float> ValuesOf(int row) => Values.AsSpan(Starts[row], Starts[row + 1] - Starts[row]);

    /// <summary>Writes a whole row, D values.</summary>
    public void Widen(int row, Span<float> destination)
    {
        BaseRow.CopyTo(destination);
        ReadOnlySpan<int> places = ColumnsOf(row);
        ReadOnlySpan<float> values = ValuesOf(row);
        for (int i = 0; i < places.Length; i++)
        {
            destination[places[i]] = values[i];
        }
    }

    /// <summary>All rows, one after the other.</summary>
    public float[] WidenAll(FitContext context)
    {
        float[] all = FeatureMatrixBuilder.Allocate(NumberOfRows, NumberOfColumns);
        RowBlocks.ForEach(NumberOfRows, context, (first, end) =>
        {
            for (int row = first; row < end; row++)
            {
                Widen(row, all.AsSpan(row * NumberOfColumns, NumberOfColumns));
            }
        });
        return all;
    }

    /// <summary>Whether two rows hold the same, where no row holds a value that equals the base row's.</summary>
    public bool AreEqual(int row, int other) =>
        ColumnsOf(row).SequenceEqual(ColumnsOf(other)) && ValuesOf(row).SequenceEqual(ValuesOf(other));

    /// <summary>Whether a row equals one that is given whole.</summary>
    public bool Equals(int row, ReadOnlySpan<float> whole)
    {
        ReadOnlySpan<int> places = ColumnsOf(row);
        ReadOnlySpan<float> values = ValuesOf(row);
        int next = 0;
        for (int i = 0; i < places.Length; i++)
        {
            int place = places[i];
            if (whole[place] != values[i] || !whole[next..place].SequenceEqual(BaseRow.AsSpan(next, place - next)))
            {
                return false;
            }

            next = place + 1;
        }

        return whole[next..].SequenceEqual(BaseRow.AsSpan(next));
    }

    /// <summary>Copies the named rows, in the order given.</summary>
    public SparseRows Gather(ReadOnlySpan<int> rows)
    {
        int[] starts = new int[rows.Length + 1];
        for (int i = 0; i < rows.Length; i++)
        {
            starts[i + 1] = starts[i] + ColumnsOf(rows[i]).Length;
        }

        int[] columns = new int[starts[^1]];
        float[] values = new float[starts[^1]];
        for (int i = 0; i < rows.Length; i++)
        {
            ColumnsOf(rows[i]).CopyTo(columns.AsSpan(starts[i]));
            ValuesOf(rows[i]).CopyTo(values.AsSpan(starts[i]));
        }

        return new SparseRows(BaseRow, starts, columns, values);
    }
}
