using System.Runtime.CompilerServices;

namespace LleTransforms.LinearAlgebra.Ordering;

/// <summary>A heap of vertices, the largest gain on top, in which gains may change. O(log n) each.</summary>
internal sealed class GainQueue(int size)
{
    private readonly int[] _heap = new int[size];
    private readonly int[] _gains = new int[size];
    private readonly int[] _places = Enumerable.Repeat(-1, size).ToArray();

    public int Count { get; private set; }

    public int Top => _heap[0];

    public int TopGain => _gains[_heap[0]];

    public bool Contains(int vertex) => _places[vertex] >= 0;

    public void Clear()
    {
        for (int i = 0; i < Count; i++)
        {
            _places[_heap[i]] = -1;
        }

        Count = 0;
    }

    public void Insert(int vertex, int gain)
    {
        _gains[vertex] = gain;
        Rise(vertex, Count++);
    }

    public void Add(int vertex, int change)
    {
        _gains[vertex] += change;
        if (change > 0)
        {
            Rise(vertex, _places[vertex]);
        }
        else
        {
            Sink(vertex, _places[vertex]);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Remove(int vertex)
    {
        int place = _places[vertex];
        _places[vertex] = -1;
        int last = _heap[--Count];
        if (last == vertex)
        {
            return;
        }

        if (_gains[last] > _gains[vertex])
        {
            Rise(last, place);
        }
        else
        {
            Sink(last, place);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Rise(int vertex, int place)
    {
        int gain = _gains[vertex];
        while (place > 0)
        {
            int parent = (place - 1) / 2, above = _heap[parent];
            if (_gains[above] >= gain)
            {
                break;
            }

            Put(above, place);
            place = parent;
        }

        Put(vertex, place);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Sink(int vertex, int place)
    {
        int gain = _gains[vertex];
        while (true)
        {
            int child = (2 * place) + 1;
            if (child >= Count)
            {
                break;
            }

            if (child + 1 < Count && _gains[_heap[child + 1]] > _gains[_heap[child]])
            {
                child++;
            }

            if (_gains[_heap[child]] <= gain)
            {
                break;
            }

            Put(_heap[child], place);
            place = child;
        }

        Put(vertex, place);
    }

    private void Put(int vertex, int place)
    {
        _heap[place] = vertex;
        _places[vertex] = place;
    }
}
