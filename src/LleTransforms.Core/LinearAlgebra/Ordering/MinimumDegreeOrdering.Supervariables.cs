using System.Runtime.CompilerServices;

namespace LleTransforms.LinearAlgebra.Ordering;

/// <content>Supervariables: variables that have become indistinguishable, or that a pivot takes along,
/// are merged and move as one.</content>
internal sealed partial class MinimumDegreeOrdering
{
    private void Absorb(int representative, int absorbed)
    {
        _memberNext[_memberTail[representative]] = absorbed;
        _memberTail[representative] = _memberTail[absorbed];
        _weight[absorbed] = 0;
        _length[absorbed] = 0;
    }

    /// <summary>Variables of the front with equal lists stay equal for ever: one of them stands for all.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void MergeIndistinguishable(int first, int end)
    {
        for (int p = first; p < end; p++)
        {
            int i = _lists[p];
            if (_weight[i] >= 0)
            {
                continue;
            }

            int bucket = _bucket[i];
            int candidate = _hashHead[bucket];
            _hashHead[bucket] = None;
            for (; candidate != None && _hashNext[candidate] != None; candidate = _hashNext[candidate])
            {
                _mark++;
                int from = _start[candidate], length = _length[candidate], elements = _elementCount[candidate];
                for (int q = from + 1; q < from + length; q++)
                {
                    _stamp[_lists[q]] = _mark;
                }

                int before = candidate;
                for (int j = _hashNext[candidate]; j != None; j = _hashNext[j])
                {
                    if (_length[j] == length && _elementCount[j] == elements && AllStamped(_start[j] + 1, _start[j] + length))
                    {
                        _weight[candidate] += _weight[j];
                        Absorb(candidate, j);
                        _hashNext[before] = _hashNext[j];
                    }
                    else
                    {
                        before = j;
                    }
                }
            }
        }

        _mark++;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private bool AllStamped(int from, int to)
    {
        for (int q = from; q < to; q++)
        {
            if (_stamp[_lists[q]] != _mark)
            {
                return false;
            }
        }

        return true;
    }
}
