using System.Runtime.CompilerServices;
using LleTransforms.LinearAlgebra.Sparse;
using LleTransforms.Running;

namespace LleTransforms.LinearAlgebra.Ordering;

/// <summary>
/// Approximate minimum degree: an elimination order of a sparse symmetric pattern that keeps the fill of its factors low.
/// Amestoy, Davis and Duff, "An approximate minimum degree ordering algorithm", SIAM J. Matrix Anal. Appl. 17 (1996): quotient graph with
/// element absorption, approximate external degrees (equation 4.1), mass elimination, and supervariables found by hashing.
/// Cost: O(sum over pivots of the lists touched), in practice close to linear in the nonzeros of planar-like graphs; memory 1.2 nonzeros + 10 n ints.
/// </summary>
/// <remarks>
/// Every vertex is first a variable (its list: elements, then variables) and, once eliminated, an element (its list: the variables of its front).
/// A variable's weight is the number of original variables it stands for, 0 once it is absorbed; it is negated while it is in the current front.
/// </remarks>
internal sealed partial class MinimumDegreeOrdering
{
    private const int None = -1;

    private readonly int _size;
    private readonly int[] _start;
    private readonly int[] _length;
    private readonly int[] _elementCount;
    private readonly int[] _weight;
    private readonly int[] _degree;
    private readonly bool[] _isElement;
    private readonly long[] _stamp;
    private readonly DegreeLists _byDegree;
    private readonly int[] _hashHead;
    private readonly int[] _hashNext;
    private readonly int[] _bucket;
    private readonly int[] _memberNext;
    private readonly int[] _memberTail;
    private int[] _lists;
    private int _free;
    private long _mark = 1;
    private int _eliminated;

    private MinimumDegreeOrdering(SymmetricPattern pattern)
    {
        int n = pattern.Size;
        _size = n;
        _free = pattern.Starts[n];
        _lists = new int[(int)Math.Min(Array.MaxLength, _free + (_free / 5L) + n + 16L)];
        Array.Copy(pattern.Neighbors, _lists, _free);
        _start = pattern.Starts.AsSpan(0, n).ToArray();
        _length = new int[n];
        _elementCount = new int[n];
        _weight = new int[n];
        _degree = new int[n];
        _isElement = new bool[n];
        _stamp = new long[n];
        _byDegree = new DegreeLists(_degree);
        _hashHead = new int[n];
        _hashNext = new int[n];
        _bucket = new int[n];
        _memberNext = new int[n];
        _memberTail = new int[n];
        Array.Fill(_hashHead, None);
        Array.Fill(_memberNext, None);
        for (int i = 0; i < n; i++)
        {
            _length[i] = pattern.Starts[i + 1] - pattern.Starts[i];
            _degree[i] = _length[i];
            _weight[i] = 1;
            _memberTail[i] = i;
        }
    }

    /// <summary>order[k] is the vertex eliminated k-th.</summary>
    public static int[] Compute(SymmetricPattern pattern, RunContext context) => new MinimumDegreeOrdering(pattern).Run(context);

    private int[] Run(RunContext context)
    {
        int[] order = new int[_size];
        int position = 0;
        List<int> dense = SetAsideDenseVariables();
        for (int i = 0; i < _size; i++)
        {
            if (_weight[i] > 0)
            {
                _byDegree.Insert(i);
            }
        }

        int target = _size - dense.Count;
        int untilCheck = 0;
        while (_eliminated < target)
        {
            if (--untilCheck < 0)
            {
                context.ThrowIfCancelled();
                untilCheck = 1000;
            }

            int pivot = _byDegree.TakeMinimum();
            Eliminate(pivot);
            for (int member = pivot; member != None; member = _memberNext[member])
            {
                order[position++] = member;
            }
        }

        foreach (int i in dense)
        {
            order[position++] = i;
        }

        return order;
    }

    /// <summary>A variable next to a large part of the graph only slows the others' degree updates; it fills in last anyway.</summary>
    private List<int> SetAsideDenseVariables()
    {
        double limit = Math.Max(16.0, 10.0 * Math.Sqrt(_size));
        List<int> dense = [];
        for (int i = 0; i < _size; i++)
        {
            if (_degree[i] > limit)
            {
                dense.Add(i);
                _weight[i] = 0;
            }
        }

        return dense;
    }

    private void Eliminate(int pivot)
    {
        int pivotWeight = _weight[pivot];
        _eliminated += pivotWeight;
        int frontWeight = FormElement(pivot, pivotWeight);
        int first = _start[pivot], end = first + _length[pivot];
        MeasureOverlaps(pivot, first, end);
        for (int p = first; p < end; p++)
        {
            frontWeight -= UpdateDegree(pivot, _lists[p]);
        }

        _mark += 2L * _size;
        MergeIndistinguishable(first, end);
        RestoreFront(pivot, first, end, frontWeight);
    }

    /// <summary>The new element's variables: the pivot's own and those of its elements, which it absorbs. Returns their total weight.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int FormElement(int pivot, int pivotWeight)
    {
        _weight[pivot] = -pivotWeight;
        int frontWeight = 0;
        int elements = _elementCount[pivot];
        if (elements > 0)
        {
            int needed = _length[pivot] - elements;
            for (int t = 0; t < elements; t++)
            {
                needed += _length[_lists[_start[pivot] + t]];
            }

            Reserve(needed);
        }

        // Without elements the list is compacted where it stands; with them it grows at the free end.
        int first = elements == 0 ? _start[pivot] : _free;
        int end = first;
        int own = _start[pivot], ownEnd = own + _length[pivot];
        for (int t = own; t < own + elements; t++)
        {
            int element = _lists[t];
            int from = _start[element], to = from + _length[element];
            Gather(from, to, ref end, ref frontWeight);
            _length[element] = 0;
            _isElement[element] = false;
        }

        Gather(own + elements, ownEnd, ref end, ref frontWeight);
        if (elements > 0)
        {
            _free = end;
        }

        _start[pivot] = first;
        _length[pivot] = end - first;
        _elementCount[pivot] = None;
        _isElement[pivot] = true;
        _degree[pivot] = frontWeight;
        return frontWeight;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Gather(int from, int to, ref int end, ref int frontWeight)
    {
        int[] lists = _lists;
        for (int q = from; q < to; q++)
        {
            int i = lists[q];
            int weight = _weight[i];
            if (weight <= 0)
            {
                continue;
            }

            frontWeight += weight;
            _weight[i] = -weight;
            lists[end++] = i;
            _byDegree.Remove(i);
        }
    }

    /// <summary>Leaves in stamp[e] - mark the weight of element e outside the front, for every element next to the front.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void MeasureOverlaps(int pivot, int first, int end)
    {
        _stamp[pivot] = 0;
        for (int p = first; p < end; p++)
        {
            int i = _lists[p];
            int weight = -_weight[i];
            int elementsEnd = _start[i] + _elementCount[i];
            for (int q = _start[i]; q < elementsEnd; q++)
            {
                int element = _lists[q];
                if (!_isElement[element])
                {
                    continue;
                }

                _stamp[element] = (_stamp[element] >= _mark ? _stamp[element] : _mark + _degree[element]) - weight;
            }
        }
    }

    /// <summary>Prunes variable i's lists and bounds its external degree; returns its weight if the pivot's elimination takes it along.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int UpdateDegree(int pivot, int i)
    {
        int weight = -_weight[i];
        int from = _start[i], elementsEnd = from + _elementCount[i], end = from + _length[i];
        int write = from;
        long degree = 0;
        ulong hash = 0;
        for (int q = from; q < elementsEnd; q++)
        {
            int element = _lists[q];
            if (!_isElement[element])
            {
                continue;
            }

            long outside = _stamp[element] - _mark;
            if (outside > 0)
            {
                degree += outside;
                hash += (ulong)element;
                _lists[write++] = element;
            }
            else
            {
                // Aggressive absorption: the element lies within the front.
                _isElement[element] = false;
                _length[element] = 0;
            }
        }

        int elements = write - from;
        int variablesFrom = write;
        for (int q = elementsEnd; q < end; q++)
        {
            int j = _lists[q];
            int other = _weight[j];
            if (other <= 0)
            {
                continue;
            }

            degree += other;
            hash += (ulong)j;
            _lists[write++] = j;
        }

        if (degree == 0)
        {
            Absorb(pivot, i);
            _eliminated += weight;
            return weight;
        }

        // The new element goes first; what stood there moves to the ends of the two lists. A slot is free: i was adjacent to the pivot or to one of its elements.
        _degree[i] = (int)Math.Min(_degree[i], degree);
        _lists[write++] = _lists[variablesFrom];
        _lists[variablesFrom] = _lists[from];
        _lists[from] = pivot;
        _elementCount[i] = elements + 1;
        _length[i] = write - from;
        int bucket = (int)((hash + (ulong)pivot) % (ulong)_size);
        _bucket[i] = bucket;
        _hashNext[i] = _hashHead[bucket];
        _hashHead[bucket] = i;
        return 0;
    }

    /// <summary>Puts the front's surviving variables back into the degree lists and compacts the element.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void RestoreFront(int pivot, int first, int end, int frontWeight)
    {
        int write = first;
        for (int p = first; p < end; p++)
        {
            int i = _lists[p];
            int weight = -_weight[i];
            if (weight <= 0)
            {
                continue;
            }

            _weight[i] = weight;
            int degree = (int)Math.Min((long)_degree[i] + frontWeight - weight, _size - _eliminated - weight);
            _degree[i] = Math.Max(degree, 0);
            _byDegree.Insert(i);
            _lists[write++] = i;
        }

        _weight[pivot] = 0;
        _degree[pivot] = frontWeight;
        _length[pivot] = write - first;
        if (_length[pivot] == 0)
        {
            _isElement[pivot] = false;
        }

        if (end == _free)
        {
            _free = write;
        }
    }

    /// <summary>Makes room for a new element at the free end, moving the live lists together when there is none.</summary>
    private void Reserve(int needed)
    {
        if ((long)_free + needed <= _lists.Length)
        {
            return;
        }

        List<int> live = new(_size);
        for (int i = 0; i < _size; i++)
        {
            if (_length[i] > 0 && (_isElement[i] || _weight[i] != 0))
            {
                live.Add(i);
            }
        }

        live.Sort((a, b) => _start[a].CompareTo(_start[b]));
        long total = needed;
        foreach (int i in live)
        {
            total += _length[i];
        }

        int[] target = total > _lists.Length ? new int[checked((int)total)] : _lists;
        int free = 0;
        foreach (int i in live)
        {
            Array.Copy(_lists, _start[i], target, free, _length[i]);
            _start[i] = free;
            free += _length[i];
        }

        _lists = target;
        _free = free;
    }
}
