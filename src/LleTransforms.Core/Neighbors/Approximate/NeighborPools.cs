namespace LleTransforms.Neighbors.Approximate;

/// <summary>For each row the nearest rows met so far, nearest first, with a mark on those that joined last.</summary>
/// <remarks>Rows are independent: several threads may offer to different rows. 9 bytes a place.</remarks>
internal sealed class NeighborPools
{
    private const int MostLocks = 1024;

    private readonly int[] _indices;
    private readonly float[] _distances;
    private readonly bool[] _isNew;
    private readonly int[] _counts;
    private readonly object[] _locks;

    public NeighborPools(int rowCount, int size)
    {
        NumberOfRows = rowCount;
        Size = size;
        _indices = new int[checked(rowCount * size)];
        _distances = new float[_indices.Length];
        _isNew = new bool[_indices.Length];
        _counts = new int[rowCount];
        _locks = [.. Enumerable.Range(0, Math.Min(rowCount, MostLocks)).Select(static _ => new object())];
    }

    /// <summary>Bytes of a row's pool of so many places.</summary>
    public static double BytesOfRow(double size) => (9 * size) + 4;

    public int NumberOfRows { get; }

    public int Size { get; }

    public ReadOnlySpan<int> Of(int row) => _indices.AsSpan(row * Size, _counts[row]);

    public ReadOnlySpan<bool> IsNew(int row) => _isNew.AsSpan(row * Size, _counts[row]);

    /// <summary>A row must be nearer than this to enter.</summary>
    public float Bound(int row) => _counts[row] < Size ? float.PositiveInfinity : _distances[(row * Size) + Size - 1];

    /// <summary>Enters a row unless it is there already or too far; equal distances keep the smaller index.</summary>
    public bool Offer(int row, int index, float distance)
    {
        int start = row * Size;
        int count = _counts[row];
        int at = count;
        while (at > 0 && Precedes(distance, index, start + at - 1))
        {
            at--;
        }

        if (at == Size || _indices.AsSpan(start, count).Contains(index))
        {
            return false;
        }

        int moved = Math.Min(count, Size - 1) - at;
        _indices.AsSpan(start + at, moved).CopyTo(_indices.AsSpan(start + at + 1));
        _distances.AsSpan(start + at, moved).CopyTo(_distances.AsSpan(start + at + 1));
        _isNew.AsSpan(start + at, moved).CopyTo(_isNew.AsSpan(start + at + 1));
        _indices[start + at] = index;
        _distances[start + at] = distance;
        _isNew[start + at] = true;
        _counts[row] = Math.Min(count + 1, Size);
        return true;
    }

    /// <summary>As <see cref="Offer"/>, while other threads may offer to the same row.</summary>
    public bool OfferAtOnce(int row, int index, float distance)
    {
        lock (_locks[row % _locks.Length])
        {
            return distance <= Bound(row) && Offer(row, index, distance);
        }
    }

    /// <summary>Places whose rows have joined since <see cref="MoveMarksTo"/>.</summary>
    public long CountNew()
    {
        long count = 0;
        for (int row = 0; row < NumberOfRows; row++)
        {
            count += IsNew(row).Count(true);
        }

        return count;
    }

    /// <summary>A copy of these pools as they stand, after which none of this one's entries counts as new.</summary>
    public void MoveMarksTo(NeighborPools snapshot)
    {
        _indices.CopyTo(snapshot._indices.AsSpan());
        _distances.CopyTo(snapshot._distances.AsSpan());
        _isNew.CopyTo(snapshot._isNew.AsSpan());
        _counts.CopyTo(snapshot._counts.AsSpan());
        Array.Clear(_isNew);
    }

    private bool Precedes(float distance, int index, int at) =>
        distance < _distances[at] || (distance == _distances[at] && index < _indices[at]);
}
