using System.Runtime.InteropServices;

namespace LleTransforms.Neighbors.Dense;

/// <summary>One thread's packed columns and products, aligned to cache lines, outside the managed heap.</summary>
internal sealed unsafe class BlockScratch : IDisposable
{
    private const nuint CacheLine = 64;

    public BlockScratch(long packedLength, int productLength)
    {
        Packed = (float*)NativeMemory.AlignedAlloc(checked((nuint)packedLength * sizeof(float)), CacheLine);
        Products = (float*)NativeMemory.AlignedAlloc(checked((nuint)productLength * sizeof(float)), CacheLine);
    }

    ~BlockScratch() => Release();

    public float* Packed { get; private set; }

    public float* Products { get; private set; }

    public void Dispose()
    {
        Release();
        GC.SuppressFinalize(this);
    }

    private void Release()
    {
        NativeMemory.AlignedFree(Packed);
        NativeMemory.AlignedFree(Products);
        Packed = null;
        Products = null;
    }
}
