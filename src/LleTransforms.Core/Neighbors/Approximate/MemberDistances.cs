using LleTransforms.Neighbors.Dense;

namespace LleTransforms.Neighbors.Approximate;

/// <summary>Squared distances among a few rows, by one blocked product: each row is read once.</summary>
/// <remarks>A pair's distance has the same bits among whatever rows it is measured. For one thread. Cost O(m^2 D) for m rows.</remarks>
internal sealed unsafe class MemberDistances : IDisposable
{
    private readonly DenseRows _rows;
    private readonly BlockKernel _kernel;
    private readonly BlockScratch _block;
    private readonly float[] _gathered;
    private readonly double[] _squaredNorms;
    private int _tileRows;

    /// <param name="rows">What is compared.</param>
    /// <param name="kernel">The product.</param>
    /// <param name="mostMembers">Rows that are measured at once, at most.</param>
    public MemberDistances(DenseRows rows, BlockKernel kernel, int mostMembers)
    {
        _rows = rows;
        _kernel = kernel;
        _gathered = new float[mostMembers * rows.NumberOfColumns];
        _squaredNorms = new double[mostMembers];
        _block = new BlockScratch(
            kernel.PackedLength(mostMembers, rows.NumberOfColumns), kernel.ProductLength(mostMembers, mostMembers));
    }

    public void Dispose() => _block.Dispose();

    /// <summary>Measures the first of some rows against all of them.</summary>
    public void Measure(ReadOnlySpan<int> members, int firstCount)
    {
        int depth = _rows.NumberOfColumns;
        for (int i = 0; i < members.Length; i++)
        {
            _rows.Row(members[i]).CopyTo(_gathered.AsSpan(i * depth));
            _squaredNorms[i] = _rows.SquaredNorm(members[i]);
        }

        fixed (float* rows = _gathered)
        {
            _kernel.Pack(rows, members.Length, depth, _block.Packed);
            _kernel.Multiply(rows, firstCount, depth, _block.Packed, members.Length, _block.Products);
        }

        _tileRows = BlockKernel.PaddedRows(firstCount);
    }

    /// <summary>The distance of one of the first rows that were measured, by its place, to any of them.</summary>
    public float Between(int first, int other)
    {
        int width = _kernel.SliverWidth;
        float product = _block.Products[(((other / width * _tileRows) + first) * width) + (other % width)];
        return (float)(_squaredNorms[first] + _squaredNorms[other]) - (2 * product);
    }
}
