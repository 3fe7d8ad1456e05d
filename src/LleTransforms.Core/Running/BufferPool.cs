using System.Buffers;
using System.Numerics;

namespace LleTransforms.Running;

/// <summary>Buffers of one factorisation or one placement. Small ones come from the process's shared pool, for whoever fits many small
/// tables or places rows by the hundred. First touching fresh memory costs more than the work in it. Large ones are left to the garbage
/// collector.</summary>
/// <remarks>Safe for any number of threads. Buffers hold whatever their last user left.</remarks>
internal static class BufferPool
{
    /// <summary>Numbers of the largest buffer that the shared pool has.</summary>
    public const int LargestShared = 1 << 21;

    private const int SmallestShared = 16;

    /// <summary>Numbers that <see cref="Rent"/> takes for a buffer: the shared pool has powers of two.</summary>
    public static long LengthOf(long length) => length <= LargestShared
        ? (long)BitOperations.RoundUpToPowerOf2((ulong)Math.Max(SmallestShared, length))
        : length;

    /// <summary>A buffer of at least so many numbers.</summary>
    public static T[] Rent<T>(int length) =>
        length <= LargestShared ? ArrayPool<T>.Shared.Rent(length) : GC.AllocateUninitializedArray<T>(length);

    /// <summary>Takes back what <see cref="Rent"/> gave.</summary>
    public static void Return<T>(T[] buffer)
    {
        if (buffer.Length is > 0 and <= LargestShared)
        {
            ArrayPool<T>.Shared.Return(buffer);
        }
    }
}
