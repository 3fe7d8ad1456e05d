namespace LleTransforms.Quality;

/// <summary>The ranks of all other rows as seen from one row: 1 for the nearest, n - 1 for the farthest, ties by index. The row itself has
/// 0.</summary>
/// <remarks>
/// Scratch for one thread: 20 bytes a row, reused from anchor to anchor, so that no n x n matrix is ever kept.
/// Cost of one anchor: n D for the distances and n log n for the sort.
/// </remarks>
internal sealed class NeighborRanks
{
    // Squares are never negative, so this places the row itself before all others, equal rows included.
    private const double BeforeEveryDistance = -1;

    private readonly RowDistances _distances;
    private readonly double[] _squaredDistances;
    private readonly int[] _order;
    private readonly int[] _ranks;

    /// <param name="matrix">Rows whose Euclidean distances count.</param>
    public NeighborRanks(FeatureMatrix matrix)
        : this(RowDistances.Of(matrix))
    {
    }

    public NeighborRanks(RowDistances distances)
    {
        _distances = distances;
        _squaredDistances = new double[distances.NumberOfRows];
        _order = new int[distances.NumberOfRows];
        _ranks = new int[distances.NumberOfRows];
    }

    /// <summary>The ranks seen from <paramref name="anchor"/>, by row; valid until the next call.</summary>
    public ReadOnlySpan<int> SeenFrom(int anchor)
    {
        _distances.SquaredFrom(anchor, _squaredDistances);
        _squaredDistances[anchor] = BeforeEveryDistance;
        for (int row = 0; row < _order.Length; row++)
        {
            _order[row] = row;
        }

        Array.Sort(_squaredDistances, _order);
        OrderTiesByIndex();
        for (int rank = 0; rank < _order.Length; rank++)
        {
            _ranks[_order[rank]] = rank;
        }

        return _ranks;
    }

    private void OrderTiesByIndex()
    {
        int start = 0;
        for (int next = 1; next <= _order.Length; next++)
        {
            if (next < _order.Length && _squaredDistances[next] == _squaredDistances[start])
            {
                continue;
            }

            if (next - start > 1)
            {
                _order.AsSpan(start, next - start).Sort();
            }

            start = next;
        }
    }
}
