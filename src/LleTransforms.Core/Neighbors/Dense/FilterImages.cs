using System.Numerics.Tensors;
using LleTransforms.Running;

namespace LleTransforms.Neighbors.Dense;

/// <summary>Short images of rows, and scores that tell which rows a query cannot be near.</summary>
/// <remarks>
/// Let Q have m orthonormal rows, y = Q a and r = |a - Q^T y|. Then a.b = y_a.y_b + (residuals' product) &lt;= y_a.y_b + r_a r_b. So the
/// image (y, r) of m + 1 values gives a lower bound on the squared distance, n_a + n_b - 2 (y_a.y_b + r_a r_b). This is the
/// partial-distance bound on principal axes with the residual's length added (cf. McNames 2001, "A fast nearest-neighbor algorithm based on
/// a principal axis search tree"). Rounding: with axes P, |P P^T - I| &lt;= E. The computed y is within q = E + 1.1 sqrt(m) gamma_D of Q a,
/// relative to |a|, and r is enlarged by what q may hide. The images' product is within e = 1.1 gamma_(m+1) + 2.1 q + 4u of a bound,
/// relative to |a||b|. A row's score is the product less half the row's squared norm, and <see cref="Floor"/> is the least score within a
/// distance. Making costs O(n D m); a query's scores cost O(D m + n m). Memory: 4 n (m + 2) bytes.
/// </remarks>
internal sealed unsafe class FilterImages
{
    private const int BlockRows = 256;

    private readonly BlockKernel _kernel;
    private readonly int _rowCount;
    private readonly int _columnCount;
    private readonly int _axisCount;
    private readonly float[] _packedAxes;
    private readonly float[] _packedImages;
    private readonly float[] _halfNorms;
    private readonly double _projectionError;
    private readonly double _relativeError;
    private readonly double _absoluteError;

    /// <param name="rows">The rows.</param>
    /// <param name="kernel">Computes the products.</param>
    /// <param name="axes">m axes, a row each.</param>
    /// <param name="projectionError">q.</param>
    /// <param name="context">Threads and when to stop.</param>
    public FilterImages(DenseRows rows, BlockKernel kernel, float[] axes, double projectionError, RunContext context)
    {
        _kernel = kernel;
        _rowCount = rows.NumberOfRows;
        _columnCount = rows.NumberOfColumns;
        _axisCount = axes.Length / _columnCount;
        _projectionError = projectionError;
        _relativeError = (1.1 * BlockKernel.RelativeError(_axisCount + 1)) + (2.1 * projectionError) + (4 * Math.ScaleB(1, -24));
        _absoluteError = (_columnCount + _axisCount + 8.0) * Math.ScaleB(1, -140);
        _packedAxes = new float[kernel.PackedLength(_axisCount, _columnCount)];
        fixed (float* source = axes, packed = _packedAxes)
        {
            kernel.Pack(source, _axisCount, _columnCount, packed);
        }

        _packedImages = new float[kernel.PackedLength(_rowCount, _axisCount + 1)];
        _halfNorms = new float[_rowCount];
        Project(rows, context);
    }

    /// <summary>m: the axes of an image, its residual not counted.</summary>
    public int AxisCount => _axisCount;

    /// <summary>The floats that the scores of one query take, with room for its image before them.</summary>
    public int ScratchLength => ScoreStart + _rowCount + _kernel.SliverWidth;

    /// <summary>Where in them the scores start. What lies behind the last is negative infinity.</summary>
    public int ScoreStart => BlockKernel.DepthChunk + _kernel.SliverWidth;

    public FilterScratch NewScratch(int queryCount) => new(_kernel, queryCount, BlockRows, _axisCount, _rowCount);

    /// <summary>Leaves a score for each row in the scratch.</summary>
    public void Score(ReadOnlySpan<float> query, double squaredNorm, float* scratch)
    {
        float* scores = scratch + ScoreStart;
        fixed (float* source = query, axes = _packedAxes, images = _packedImages)
        {
            _kernel.MultiplyRow(source, query.Length, axes, _axisCount, scratch);
            scratch[_axisCount] = Residual(scratch, squaredNorm);
            _kernel.MultiplyRow(scratch, _axisCount + 1, images, _rowCount, scores);
            ReadOnlySpan<float> halfNorms = _halfNorms;
            Span<float> scoreSpan = new(scores, _rowCount);
            TensorPrimitives.Subtract(scoreSpan, halfNorms, scoreSpan);
            new Span<float>(scores + _rowCount, _kernel.SliverWidth).Fill(float.NegativeInfinity);
        }
    }

    /// <summary>Leaves a score for each query and fitted row in the scratch.</summary>
    public void Score(ReadOnlySpan<float> queries, ReadOnlySpan<double> squaredNorms, FilterScratch scratch)
    {
        int count = squaredNorms.Length;
        fixed (float* source = queries, axes = _packedAxes, images = _packedImages, image = scratch.Images, product = scratch.Products)
        {
            _kernel.Multiply(source, count, _columnCount, axes, _axisCount, product);
            UnpackImages(product, squaredNorms, image);
            for (int first = 0; first < _rowCount; first += BlockRows)
            {
                int columnCount = Math.Min(BlockRows, _rowCount - first);
                _kernel.Multiply(image, count, _axisCount + 1, images + ((long)first * (_axisCount + 1)), columnCount, product);
                UnpackScores(product, count, first, columnCount, scratch.Scores, scratch.ScoreStride);
            }
        }
    }

    /// <summary>The score a row must reach to lie within a squared distance. <see cref="CandidateBlock"/> has the derivation, here with the
    /// images' error in place of the product's.</summary>
    public float Floor(double squaredNorm, double bound) =>
        MathF.BitDecrement((float)((((squaredNorm * (1 - _relativeError)) - bound) / 2) - _absoluteError));

    /// <summary>The coordinates of rows along the first axes, row-major.</summary>
    /// <param name="rows">Rows of as many columns as the axes.</param>
    /// <param name="width">Receives how many there are of each: one sliver of axes tells enough of who lies where.</param>
    /// <param name="context">Threads and when to stop.</param>
    public float[] FirstCoordinates(DenseRows rows, out int width, RunContext context)
    {
        width = Math.Min(_kernel.SliverWidth, _axisCount);
        int sliver = width, depth = rows.NumberOfColumns;
        float[] coordinates = new float[rows.NumberOfRows * sliver];
        int blockCount = (rows.NumberOfRows + BlockRows - 1) / BlockRows;
        Parallel.For(0, blockCount, context.Parallelism, block =>
        {
            int first = block * BlockRows;
            int count = Math.Min(BlockRows, rows.NumberOfRows - first);
            float[] products = new float[_kernel.ProductLength(BlockRows, sliver)];
            fixed (float* values = rows.Values.Span, axes = _packedAxes, product = products)
            {
                _kernel.Multiply(values + ((long)first * depth), count, depth, axes, sliver, product);
            }

            for (int row = 0; row < count; row++)
            {
                products.AsSpan(row * _kernel.SliverWidth, sliver).CopyTo(coordinates.AsSpan((first + row) * sliver));
            }
        });
        return coordinates;
    }

    private void UnpackImages(float* product, ReadOnlySpan<double> squaredNorms, float* images)
    {
        int width = _kernel.SliverWidth;
        int tileRows = BlockKernel.PaddedRows(squaredNorms.Length);
        for (int row = 0; row < squaredNorms.Length; row++)
        {
            float* target = images + (row * (_axisCount + 1));
            for (int axis = 0; axis < _axisCount; axis++)
            {
                target[axis] = product[(((axis / width * tileRows) + row) * width) + (axis % width)];
            }

            target[_axisCount] = Residual(target, squaredNorms[row]);
        }
    }

    private void UnpackScores(float* product, int queryCount, int first, int columnCount, float* scores, int stride)
    {
        int width = _kernel.SliverWidth;
        int tileRows = BlockKernel.PaddedRows(queryCount);
        ReadOnlySpan<float> halfNorms = _halfNorms;
        for (int at = 0; at < columnCount; at += width)
        {
            int length = Math.Min(width, columnCount - at);
            for (int query = 0; query < queryCount; query++)
            {
                TensorPrimitives.Subtract(
                    new ReadOnlySpan<float>(product + (((at / width * tileRows) + query) * width), length),
                    halfNorms.Slice(first + at, length),
                    new Span<float>(scores + ((long)query * stride) + first + at, length));
            }
        }
    }

    private float Residual(float* image, double squaredNorm)
    {
        double along = 0;
        for (int axis = 0; axis < _axisCount; axis++)
        {
            along += (double)image[axis] * image[axis];
        }

        double left = squaredNorm - along + (2.2 * _projectionError * squaredNorm) + _absoluteError;
        return MathF.BitIncrement((float)Math.Sqrt(Math.Max(0, left)));
    }

    private void Project(DenseRows rows, RunContext context)
    {
        int depth = rows.NumberOfColumns;
        int width = _kernel.SliverWidth;
        int length = _axisCount + 1;
        int blockCount = (rows.NumberOfRows + BlockRows - 1) / BlockRows;
        Parallel.For(0, blockCount, context.Parallelism, block =>
        {
            int first = block * BlockRows;
            int count = Math.Min(BlockRows, rows.NumberOfRows - first);
            var products = new float[_kernel.ProductLength(BlockRows, _axisCount)];
            var images = new float[BlockRows * length];
            int tileRows = BlockKernel.PaddedRows(count);
            fixed (float* values = rows.Values.Span, axes = _packedAxes, product = products, image = images, packed = _packedImages)
            {
                _kernel.Multiply(values + ((long)first * depth), count, depth, axes, _axisCount, product);
                for (int row = 0; row < count; row++)
                {
                    float* target = image + (row * length);
                    for (int axis = 0; axis < _axisCount; axis++)
                    {
                        target[axis] = product[(((axis / width * tileRows) + row) * width) + (axis % width)];
                    }

                    double norm = rows.SquaredNorm(first + row);
                    target[_axisCount] = Residual(target, norm);
                    _halfNorms[first + row] = (float)(norm * (1 - _relativeError) / 2);
                }

                // A block is a whole number of slivers, and an image is shorter than a depth chunk, so blocks stand one after the other.
                _kernel.Pack(image, count, length, packed + ((long)first * length));
            }
        });
    }
}
