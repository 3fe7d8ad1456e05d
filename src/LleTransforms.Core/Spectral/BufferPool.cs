namespace LleTransforms.Spectral;

/// <summary>Reuses the dense buffers of a factorisation: fronts and update matrices come and go by the hundred thousand.</summary>
/// <remarks>Safe for any number of threads. Buffers hold whatever their last user left.</remarks>
internal sealed class BufferPool
{
    private readonly Stack<double[]>[] _classes = new Stack<double[]>[64];

    public BufferPool()
    {
        for (int i = 0; i < _classes.Length; i++)
        {
            _classes[i] = new Stack<double[]>();
        }
    }

    public double[] Rent(long length)
    {
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
        Stack<double[]> stack = _classes[SizeClass(buffer.Length, out _)];
        lock (stack)
        {
            stack.Push(buffer);
        }
    }

    /// <summary>Two classes an octave: 2^e and 1.5 * 2^e.</summary>
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
