namespace LleTransforms.Neighbors.Approximate;

/// <summary>For each row some of the rows that list it.</summary>
/// <remarks>A row listed by many keeps those it stands nearest to the front of: rank by rank, then by
/// index. O(n k) time and memory.</remarks>
internal sealed class ReverseNeighbors
{
    private readonly int _size;
    private readonly int[] _indices;
    private readonly bool[] _isNew;
    private readonly int[] _counts;

    /// <param name="rowCount">Rows.</param>
    /// <param name="size">Rows that are kept of those that list one, at most.</param>
    public ReverseNeighbors(int rowCount, int size)
    {
        _size = size;
        _indices = new int[checked(rowCount * size)];
        _isNew = new bool[_indices.Length];
        _counts = new int[rowCount];
    }

    /// <summary>Bytes of a row's list of so many places.</summary>
    public static double BytesOfRow(double size) => (5 * size) + 4;

    public ReadOnlySpan<int> Of(int row) => _indices.AsSpan(row * _size, _counts[row]);

    public ReadOnlySpan<bool> IsNew(int row) => _isNew.AsSpan(row * _size, _counts[row]);

    /// <summary>Forgets who listed whom, and reads some pools anew.</summary>
    public void Read(NeighborPools pools)
    {
        Array.Clear(_counts);
        for (int rank = 0; rank < pools.Size; rank++)
        {
            for (int row = 0; row < pools.NumberOfRows; row++)
            {
                if (rank < pools.Of(row).Length)
                {
                    Add(pools.Of(row)[rank], row, pools.IsNew(row)[rank]);
                }
            }
        }
    }

    private void Add(int row, int index, bool isNew)
    {
        if (_counts[row] < _size)
        {
            int at = (row * _size) + _counts[row]++;
            _indices[at] = index;
            _isNew[at] = isNew;
        }
    }
}
