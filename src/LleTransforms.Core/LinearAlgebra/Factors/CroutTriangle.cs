using System.Runtime.CompilerServices;

namespace LleTransforms.LinearAlgebra.Factors;

/// <summary>
/// A triangle that grows by one compressed vector a step, as Crout's factorisation needs it. The entries of a step ascend, and a pointer
/// marks the first one not yet passed. Linked lists gather the steps whose pointer stands at a given position.
/// </summary>
internal sealed class CroutTriangle
{
    private readonly int[] _current;
    private readonly int[] _listHead;
    private readonly int[] _listNext;

    public CroutTriangle(int size, int capacity)
    {
        Starts = new int[size + 1];
        Indices = new int[Math.Max(16, capacity)];
        Values = new double[Indices.Length];
        _current = new int[size];
        _listHead = new int[size];
        _listNext = new int[size];
        Array.Fill(_listHead, -1);
    }

    /// <summary>Step i's entries stand at [Starts[i], Starts[i+1]).</summary>
    public int[] Starts { get; }

    public int[] Indices { get; private set; }

    public double[] Values { get; private set; }

    public int Count { get; private set; }

    public int ListHead(int position) => _listHead[position];

    public int ListNext(int step) => _listNext[step];

    /// <summary>The value at step i's pointer.</summary>
    public double Current(int step) => Values[_current[step]];

    /// <summary>target -= factor times step i's entries from its pointer on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void SubtractTail(int step, double factor, SparseAccumulator target)
    {
        int end = Starts[step + 1];
        for (int p = _current[step]; p < end; p++)
        {
            target.Subtract(Indices[p], factor * Values[p]);
        }
    }

    /// <summary>Moves the pointers that stand at a position on to their next entry.</summary>
    public void AdvanceList(int position)
    {
        for (int i = _listHead[position]; i >= 0;)
        {
            int next = _listNext[i];
            _current[i]++;
            Link(i);
            i = next;
        }

        _listHead[position] = -1;
    }

    /// <summary>Stores step k: the accumulated entries after k that are not smaller than a bound, scaled.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Append(int k, SparseAccumulator source, double smallest, double scale)
    {
        if (Count + source.Count > Indices.Length)
        {
            long grown = Math.Max(Indices.Length + (Indices.Length / 2L), (long)Count + source.Count);
            int capacity = checked((int)Math.Min(Array.MaxLength, grown));
            int[] indices = Indices;
            double[] values = Values;
            Array.Resize(ref indices, capacity);
            Array.Resize(ref values, capacity);
            Indices = indices;
            Values = values;
        }

        int from = Count;
        for (int t = 0; t < source.Count; t++)
        {
            int position = source.Positions[t];
            if (position > k && Math.Abs(source.Values[position]) >= smallest)
            {
                Indices[Count++] = position;
            }
        }

        Array.Sort(Indices, from, Count - from);
        for (int p = from; p < Count; p++)
        {
            Values[p] = source.Values[Indices[p]] * scale;
        }

        Starts[k + 1] = Count;
        _current[k] = from;
        Link(k);
    }

    private void Link(int step)
    {
        if (_current[step] < Starts[step + 1])
        {
            int position = Indices[_current[step]];
            _listNext[step] = _listHead[position];
            _listHead[position] = step;
        }
    }
}
