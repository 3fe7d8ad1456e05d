using System.Runtime.InteropServices;
using BenchmarkDotNet.Attributes;
using LleTransforms.Neighbors.Dense;

namespace LleTransforms.Measurements.Kernels;

/// <summary>The single-precision products of two blocks of rows, on one thread: 2 x Rows x Rows x Depth flops an operation.</summary>
public unsafe class DistanceKernel : IDisposable
{
    private const int Rows = 384;

    private readonly BlockKernel _kernel = BlockKernel.Create(BlockKernel.WidestWidth);
    private float* _rows;
    private float* _packed;
    private float* _products;

    /// <summary>Values in a row.</summary>
    [Params(64, 784)]
    public int Depth { get; set; }

    /// <summary>Fills a block and packs it once.</summary>
    [GlobalSetup]
    public void Fill()
    {
        _rows = Allocate((long)Rows * Depth);
        _packed = Allocate(_kernel.PackedLength(Rows, Depth));
        _products = Allocate(_kernel.ProductLength(Rows, Rows));
        var random = new Random(1);
        for (int i = 0; i < Rows * Depth; i++)
        {
            _rows[i] = random.NextSingle() - 0.5f;
        }

        _kernel.Pack(_rows, Rows, Depth, _packed);
    }

    /// <summary>Lays a block out as slivers.</summary>
    [Benchmark]
    public void Pack() => _kernel.Pack(_rows, Rows, Depth, _packed);

    /// <summary>All products of the block with the packed one.</summary>
    [Benchmark]
    public void Multiply() => _kernel.Multiply(_rows, Rows, Depth, _packed, Rows, _products);

    /// <inheritdoc/>
    [GlobalCleanup]
    public void Dispose()
    {
        NativeMemory.AlignedFree(_rows);
        NativeMemory.AlignedFree(_packed);
        NativeMemory.AlignedFree(_products);
        _rows = null;
        _packed = null;
        _products = null;
        GC.SuppressFinalize(this);
    }

    private static float* Allocate(long length) => (float*)NativeMemory.AlignedAlloc((nuint)(length * sizeof(float)), 64);
}
