using System.Runtime.CompilerServices;

namespace LleTransforms.Neighbors;

/// <summary>The k nearest of the rows offered so far, by squared distance and then by index, as a heap with the farthest on top.</summary>
/// <remarks>Lives in the caller's two spans of length k. O(log k) for a row that enters, O(1) for one
/// that does not; order of offering is irrelevant.</remarks>
internal ref struct NearestHeap
{
    private readonly Span<int> _indices;
    private readonly Span<double> _distances;
    private int _count;

    public NearestHeap(Span<int> indices, Span<double> squaredDistances)
    {
        _indices = indices;
        _distances = squaredDistances[..indices.Length];
        _count = 0;
    }

    /// <summary>Goes on with a heap of <paramref name="count"/> rows that an earlier one left in the spans, unsorted.</summary>
    public NearestHeap(Span<int> indices, Span<double> squaredDistances, int count)
        : this(indices, squaredDistances) => _count = count;

    public readonly bool IsFull => _count == _indices.Length;

    public readonly int Count => _count;

    /// <summary>A row farther than this cannot enter; one exactly as far can, if its index is smaller than the farthest's.</summary>
    public readonly double Bound => IsFull ? _distances[0] : double.PositiveInfinity;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Offer(int index, double squaredDistance)
    {
        if (_count < _indices.Length)
        {
            SiftUp(index, squaredDistance);
        }
        else if (squaredDistance < _distances[0] || (squaredDistance == _distances[0] && index < _indices[0]))
        {
            SiftDown(index, squaredDistance, _count);
        }
    }

    /// <summary>Puts the rows in order, nearest first. The heap must not be offered to afterwards.</summary>
    public void Sort()
    {
        for (int end = _count - 1; end > 0; end--)
        {
            int index = _indices[end];
            double distance = _distances[end];
            _indices[end] = _indices[0];
            _distances[end] = _distances[0];
            SiftDown(index, distance, end);
        }
    }

    /// <summary>As <see cref="Sort"/>; places that no row was offered for hold -1 and infinity.</summary>
    public void SortAndFill()
    {
        Sort();
        _indices[_count..].Fill(-1);
        _distances[_count..].Fill(double.PositiveInfinity);
    }

    private static bool Farther(double distance, int index, double otherDistance, int otherIndex) =>
        distance > otherDistance || (distance == otherDistance && index > otherIndex);

    private void SiftUp(int index, double distance)
    {
        int at = _count++;
        while (at > 0)
        {
            int parent = (at - 1) >> 1;
            if (!Farther(distance, index, _distances[parent], _indices[parent]))
            {
                break;
            }

            _distances[at] = _distances[parent];
            _indices[at] = _indices[parent];
            at = parent;
        }

        _distances[at] = distance;
        _indices[at] = index;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly void SiftDown(int index, double distance, int count)
    {
        int at = 0;
        while (true)
        {
            int child = (2 * at) + 1;
            if (child >= count)
            {
                break;
            }

            if (child + 1 < count && Farther(_distances[child + 1], _indices[child + 1], _distances[child], _indices[child]))
            {
                child++;
            }

            if (!Farther(_distances[child], _indices[child], distance, index))
            {
                break;
            }

            _distances[at] = _distances[child];
            _indices[at] = _indices[child];
            at = child;
        }

        _distances[at] = distance;
        _indices[at] = index;
    }
}
