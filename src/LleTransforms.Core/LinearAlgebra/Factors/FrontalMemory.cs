using System.Runtime.InteropServices;

namespace LleTransforms.LinearAlgebra.Factors;

/// <summary>
/// The memory of fronts and of updates that wait. It is not the garbage collector's. A block goes back to the system when it is freed, so
/// that a factorisation holds what was counted. It counts what it hands out.
/// </summary>
/// <remarks>Safe for any number of threads. Blocks hold whatever was there.</remarks>
internal sealed unsafe class FrontalMemory : IDisposable
{
    private readonly Dictionary<nint, long> _blocks = [];
    private long _length;
    private long _peakLength;

    /// <summary>Bytes that were held at once, at most.</summary>
    public long PeakBytes => sizeof(double) * _peakLength;

    /// <summary>Counts numbers that others hold.</summary>
    public void Count(long length)
    {
        lock (_blocks)
        {
            _length += length;
            _peakLength = Math.Max(_peakLength, _length);
        }
    }

    /// <exception cref="OutOfMemoryException">The system has no such block.</exception>
    public double* Allocate(long length)
    {
        double* block = (double*)NativeMemory.Alloc((nuint)length, sizeof(double));
        Count(length);
        lock (_blocks)
        {
            _blocks.Add((nint)block, length);
        }

        return block;
    }

    /// <summary>Gives back all but the first numbers of a block, which may move.</summary>
    public double* Shrink(double* block, long length)
    {
        lock (_blocks)
        {
            _blocks.Remove((nint)block, out long held);
            double* shrunk = (double*)NativeMemory.Realloc(block, (nuint)length * sizeof(double));
            _blocks.Add((nint)shrunk, length);
            _length -= held - length;
            return shrunk;
        }
    }

    public void Free(double* block)
    {
        lock (_blocks)
        {
            _blocks.Remove((nint)block, out long held);
            _length -= held;
        }

        NativeMemory.Free(block);
    }

    /// <summary>Frees all blocks.</summary>
    public void Dispose()
    {
        foreach (nint block in _blocks.Keys)
        {
            NativeMemory.Free((void*)block);
        }

        _blocks.Clear();
    }
}
