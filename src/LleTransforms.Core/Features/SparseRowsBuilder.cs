namespace LleTransforms.Features;

/// <summary>Gathers sparse rows one at a time, and says whether they stay sparse enough to be kept so.</summary>
/// <remarks>
/// The rule: at least <see cref="FewestColumns"/> columns, and on average at most one value in <see cref="ColumnsForEachValue"/> held.
/// Where it was measured (docs/evidence/scale.md), a fit of such rows takes less time than of the same rows widened,
/// and always less memory.
/// </remarks>
internal sealed class SparseRowsBuilder
{
    public const int FewestColumns = 512;
    public const int ColumnsForEachValue = 10;

    /// <summary>The first rows may be fuller than the rest.</summary>
    private const int RowsBeforeJudging = 64;

    private readonly float[] _baseRow;
    private readonly List<int> _starts = [0];
    private int[] _columns = new int[1024];
    private float[] _values = new float[1024];
    private int _count;

    /// <param name="baseRow">What a row holds where it holds nothing of its own.</param>
    public SparseRowsBuilder(float[] baseRow) => _baseRow = baseRow;

    public int NumberOfRows => _starts.Count - 1;

    /// <summary>Values held.</summary>
    public int Count => _count;

    /// <summary>Whether the rows gathered so far are to be kept sparse.</summary>
    public bool Pays => NumberOfRows < RowsBeforeJudging ? _count < Array.MaxLength / 2 : PaysFor(NumberOfRows, _baseRow.Length, _count);

    /// <summary>Whether a table of so many rows, columns and values held is kept sparse.</summary>
    public static bool PaysFor(long rowCount, int columnCount, long valueCount) =>
        columnCount >= FewestColumns && valueCount * ColumnsForEachValue <= rowCount * columnCount;

    /// <summary>Appends one value of the row that <see cref="EndRow"/> will close, if it differs from the
    /// base row's; columns ascend.</summary>
    public void Append(int column, float value)
    {
        if (value == _baseRow[column])
        {
            return;
        }

        if (_count == _columns.Length)
        {
            int grown = (int)Math.Min(Array.MaxLength, 16 + (_count * 3L / 2));
            Array.Resize(ref _columns, grown);
            Array.Resize(ref _values, grown);
        }

        _columns[_count] = column;
        _values[_count++] = value;
    }

    public void EndRow() => _starts.Add(_count);

    /// <summary>Forgets the values of a row that was not closed.</summary>
    public void DropRow() => _count = _starts[^1];

    public SparseRows Build()
    {
        Array.Resize(ref _columns, _count);
        Array.Resize(ref _values, _count);
        return new SparseRows(_baseRow, [.. _starts], _columns, _values);
    }
}
