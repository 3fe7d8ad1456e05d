using System.Runtime.CompilerServices;

namespace LleTransforms.LinearAlgebra.Ordering;

/// <content>Elements of the quotient graph: how a pivot becomes one, what is left of its front, and the memory of all lists.</content>
internal sealed partial class MinimumDegreeOrdering
{
    /// <summary>The new element's variables: the pivot's own and those of elements that it absorbs. Returns their total weight.</summary>
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

            Reserve(Math.Min(needed, _size));
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

    /// <summary>Makes room for a new element at the free end, moving the lists together when there is none. No list grows, and a new one
    /// is no longer than those that it absorbs. So all lists together never hold more than the pattern.</summary>
    private void Reserve(int needed)
    {
        if ((long)_free + needed <= _lists.Length)
        {
            return;
        }

        int[] live = [.. Enumerable.Range(0, _size).Where(i => _length[i] > 0)];
        Array.Sort(Array.ConvertAll(live, i => _start[i]), live);
        _free = 0;
        foreach (int i in live)
        {
            Array.Copy(_lists, _start[i], _lists, _free, _length[i]);
            _start[i] = _free;
            _free += _length[i];
        }
    }
}
