using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace LleTransforms.Neighbors;

/// <summary>Counts the columns in which two rows agree. Counts are whole numbers, so no order of summing and no vector width shows in
/// them.</summary>
/// <remarks>Cost: O(D).</remarks>
internal static class ColumnMatches
{
    /// <summary>Columns in which both rows have one value.</summary>
    public static int Count(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        Vector<int> minusCounts = Vector<int>.Zero;
        int i = 0;
        for (; i <= a.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            minusCounts += Vector.Equals(Load(a, i), Load(b, i));
        }

        int count = -Vector.Sum(minusCounts);
        for (; i < a.Length; i++)
        {
            count += a[i] == b[i] ? 1 : 0;
        }

        return count;
    }

    /// <summary>Columns in which both rows have the value of a third one.</summary>
    public static int CountBoth(ReadOnlySpan<float> a, ReadOnlySpan<float> b, ReadOnlySpan<float> third)
    {
        Vector<int> minusCounts = Vector<int>.Zero;
        int i = 0;
        for (; i <= a.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            Vector<float> value = Load(third, i);
            minusCounts += Vector.Equals(Load(a, i), value) & Vector.Equals(Load(b, i), value);
        }

        int count = -Vector.Sum(minusCounts);
        for (; i < a.Length; i++)
        {
            count += a[i] == third[i] && b[i] == third[i] ? 1 : 0;
        }

        return count;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<float> Load(ReadOnlySpan<float> row, int start) =>
        Vector.LoadUnsafe(ref MemoryMarshal.GetReference(row), (nuint)start);
}
