using System.Buffers;

namespace LleTransforms.LinearAlgebra.Factors;

/// <summary>Reuses the dense buffers of a factorisation: fronts and update matrices come and go by the hundred thousand.</summary>
/// <remarks>
/// Safe for any number of threads. Buffers hold whatever their last user left. Small ones come from the process's shared pool, for whoever
/// fits many small tables: first touching fresh memory costs more than factoring in it. Large ones live as long as this pool.
/// </remarks>
internal sealed class BufferPool
{
    private const int LargestShared = 1 << 21;

    private readonly Stack<double[]>[] _classes = new Stack<double[]>[64];

    public BufferPool()
    {
        for (int i = 0; i < _classes.Length; i++)
        {
            _classes[i] = new Stack<double[]>();
        }
    }

    /// <summary>Rents a small buffer from the process's shared pool, and allocates a larger one. This pool has no part in it.</summary>
    public static double[] RentOrAllocate(int length) =>
        length <= LargestShared ? ArrayPool<double>.Shared.Rent(length) : GC.AllocateUninitializedArray<double>(length);

    /// <summary>Takes back what <see cref="RentOrAllocate"/> gave.</summary>
    public static void ReturnShared(double[] buffer)
    {
        if (buffer.Length <= LargestShared)
        {
            ArrayPool<double>.Shared.Return(buffer);
        }
    }

    public double[] Rent(long length)
    {
        if (length <= LargestShared)
        {
            return ArrayPool<double>.Shared.Rent((int)length);
        }

        int index = SizeClass(length, out int size);
        Stack<double[]> stack = _classes[index];
        lock (stack)
        {
            if (stack.TryPop(out double[]? buffer))
            {
                return buffer;
            }
        }

        return GC.AllocateUninitializedArray<double>(size);
    }

    public void Return(double[] buffer)
    {
        if (buffer.Length <= LargestShared)
        {
            ArrayPool<double>.Shared.Return(buffer);
            return;
        }

        Stack<double[]> stack = _classes[SizeClass(buffer.Length, out _)];
        lock (stack)
        {
            stack.Push(buffer);
        }
    }

    /// <summary>There are two classes an octave: 2^e and 1.5 * 2^e.</summary>
    private static int SizeClass(long length, out int size)
    {
        int exponent = Math.Max(5, 63 - System.Numerics.BitOperations.LeadingZeroCount((ulong)Math.Max(1, length)));
        long power = 1L << exponent;
        if (length <= power)
        {
            size = checked((int)power);
            return 2 * (exponent - 5);
        }

        if (length <= power + (power / 2))
        {
            size = checked((int)(power + (power / 2)));
            return (2 * (exponent - 5)) + 1;
        }

        size = checked((int)(2 * power));
        return 2 * (exponent - 4);
    }
}
