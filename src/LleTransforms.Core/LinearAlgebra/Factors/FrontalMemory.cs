using System.Runtime.InteropServices;
using LleTransforms.Running;

namespace LleTransforms.LinearAlgebra.Factors;

/// <summary>
/// The memory of fronts and of updates that wait. That of a small factorisation comes from the process's shared pool, as first touching
/// fresh memory costs more than factoring in it. A large one's is not the garbage collector's. A block goes back to the system when it is
/// freed, so that the factorisation holds what was counted. It counts what it hands out.
/// </summary>
/// <param name="isPooled">Whether blocks come from the shared pool.</param>
/// <remarks>Safe for any number of threads. Blocks hold whatever was there.</remarks>
internal sealed unsafe class FrontalMemory<T>(bool isPooled) : IDisposable
    where T : unmanaged
{
    private readonly Dictionary<nint, Block> _blocks = [];
    private long _length;
    private long _peakLength;

    /// <summary>Bytes that were held at once, at most.</summary>
    public long PeakBytes => sizeof(T) * _peakLength;

    /// <summary>Counts numbers that others hold.</summary>
    public void Count(long length)
    {
        lock (_blocks)
        {
            _length += length;
            _peakLength = Math.Max(_peakLength, _length);
        }
    }

    /// <exception cref="OutOfMemoryException">The process has no such block.</exception>
    public T* Allocate(long length)
    {
        GCHandle pin = default;
        nint block;
        if (isPooled)
        {
            T[] buffer = BufferPool.Rent<T>((int)length);
            length = buffer.Length;
            pin = GCHandle.Alloc(buffer, GCHandleType.Pinned);
            block = pin.AddrOfPinnedObject();
        }
        else
        {
            block = (nint)NativeMemory.Alloc((nuint)length, (nuint)sizeof(T));
        }

        Count(length);
        lock (_blocks)
        {
            _blocks.Add(block, new Block(length, pin));
        }

        return (T*)block;
    }

    /// <summary>Gives back all but the first numbers of a block, which may move. A block of the pool stays as it is.</summary>
    public T* Shrink(T* block, long length)
    {
        if (isPooled)
        {
            return block;
        }

        lock (_blocks)
        {
            _blocks.Remove((nint)block, out Block held);
            T* shrunk = (T*)NativeMemory.Realloc(block, (nuint)length * (nuint)sizeof(T));
            _blocks.Add((nint)shrunk, new Block(length, default));
            _length -= held.Length - length;
            return shrunk;
        }
    }

    public void Free(T* block)
    {
        Block held;
        lock (_blocks)
        {
            _blocks.Remove((nint)block, out held);
            _length -= held.Length;
        }

        Release((nint)block, held);
    }

    /// <summary>Frees all blocks.</summary>
    public void Dispose()
    {
        foreach ((nint block, Block held) in _blocks)
        {
            Release(block, held);
        }

        _blocks.Clear();
    }

    private static void Release(nint block, Block held)
    {
        if (!held.Pin.IsAllocated)
        {
            NativeMemory.Free((void*)block);
            return;
        }

        T[] buffer = (T[])held.Pin.Target!;
        held.Pin.Free();
        BufferPool.Return(buffer);
    }

    /// <param name="Length">Numbers that are held.</param>
    /// <param name="Pin">What keeps a buffer of the pool in its place.</param>
    private readonly record struct Block(long Length, GCHandle Pin);
}
