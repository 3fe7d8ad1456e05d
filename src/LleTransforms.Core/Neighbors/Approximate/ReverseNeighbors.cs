namespace LleTransforms.Neighbors.Approximate;

/// <summary>For each row some of the rows that list it, at most as many as it lists itself.</summary>
/// <remarks>A row listed by many keeps those it stands nearest to the front of: rank by rank, then by
/// index. O(n k) time and memory.</remarks>
internal sealed class ReverseNeighbors
{
    private readonly int _size;
    private readonly int[] _indices;
    private readonly bool[] _isNew;
    private readonly int[] _counts;

    private ReverseNeighbors(int rowCount, int size)
    {
        _size = size;
        _indices = new int[rowCount * size];
        _isNew = new bool[rowCount * size];
        _counts = new int[rowCount];
    }

    public ReadOnlySpan<int> Of(int row) => _indices.AsSpan(row * _size, _counts[row]);

    public ReadOnlySpan<bool> IsNew(int row) => _isNew.AsSpan(row * _size, _counts[row]);

    public static ReverseNeighbors Of(NeighborPools pools, int neighborCount)
    {
        var reverse = new ReverseNeighbors(pools.NumberOfRows, neighborCount);
        for (int rank = 0; rank < neighborCount; rank++)
        {
            for (int row = 0; row < pools.NumberOfRows; row++)
            {
                if (rank < pools.Of(row).Length)
                {
                    reverse.Add(pools.Of(row)[rank], row, pools.IsNew(row)[rank]);
                }
            }
        }

        return reverse;
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
