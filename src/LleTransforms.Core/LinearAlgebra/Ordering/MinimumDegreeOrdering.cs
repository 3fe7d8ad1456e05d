using System.Runtime.CompilerServices;
using LleTransforms.LinearAlgebra.Sparse;
using LleTransforms.Running;

namespace LleTransforms.LinearAlgebra.Ordering;

/// <summary>
/// Approximate minimum degree: an elimination order of a sparse symmetric pattern that keeps the fill of its factors low. Amestoy, Davis
/// and Duff, "An approximate minimum degree ordering algorithm", SIAM J. Matrix Anal. Appl. 17 (1996). The parts are a quotient graph with
/// element absorption, approximate external degrees (equation 4.1), mass elimination, and supervariables found by hashing. Cost: O(sum over
/// pivots of the lists touched), in practice close to linear in the nonzeros of planar-like graphs. Memory: 1.2 nonzeros + 10 n ints.
/// </summary>
/// <remarks>
/// Every vertex is first a variable (its list: elements, then variables) and, once eliminated, an element (its list: the variables of its
/// front). A variable's weight is the number of original variables it stands for, 0 once it is absorbed. It is negated while it is in the
/// current front.
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
    private readonly int[] _lists;
    private int _free;
    private long _mark = 1;
    private int _eliminated;

    private MinimumDegreeOrdering(SymmetricPattern pattern)
    {
        int n = pattern.Size;
        _size = n;
        _free = pattern.Starts[n];
        _lists = new int[Math.Max((long)_free + n, Math.Min(Array.MaxLength, _free + (_free / 5L) + n + 16L))];
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
    /// <param name="pattern">The matrix's pattern.</param>
    /// <param name="context">Where to stop.</param>
    /// <param name="largestFlops">Flops of an LU in this order beyond which nobody will factor the matrix by it. What is left then goes by
    /// the degrees that it has: the end of such an order takes most of the time.</param>
    public static int[] Compute(SymmetricPattern pattern, RunContext context, double largestFlops = double.PositiveInfinity) =>
        new MinimumDegreeOrdering(pattern).Run(largestFlops, context);

    private int[] Run(double largestFlops, RunContext context)
    {
        double flops = 0;
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
            if (flops > largestFlops)
            {
                _eliminated += _weight[pivot];
            }
            else
            {
                int before = _eliminated;
                Eliminate(pivot);
                flops += FlopsOf(_eliminated - before, _degree[pivot]);
            }

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

    /// <summary>2 c^2 for each column: that of the last has the front and itself, that before it one more.</summary>
    private static double FlopsOf(int columns, int front)
    {
        return 2 * (SumOfSquares((double)front + columns) - SumOfSquares(front));

        static double SumOfSquares(double last) => last * (last + 1) * ((2 * last) + 1) / 6;
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
                _length[i] = 0;
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

    /// <summary>Prunes variable i's lists and bounds its external degree; returns its weight if the
    /// pivot's elimination takes it along.</summary>
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
            long outside = _stamp[element] - _mark;
            if (outside > 0)
            {
                degree += outside;
                hash += (ulong)element;
                _lists[write++] = element;
            }
            else
            {
                // Absorbed: the element lies within the front, and none of its variables names it from now on.
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

        // The new element goes first; what stood there moves to the ends of the two lists. A slot is
        // free: i was adjacent to the pivot or to one of its elements.
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
}
