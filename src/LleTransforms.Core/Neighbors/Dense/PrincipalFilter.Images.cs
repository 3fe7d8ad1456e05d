using LleTransforms.Running;

namespace LleTransforms.Neighbors.Dense;

/// <content>Images: coordinates on the axes, and the length of what they leave.</content>
internal sealed unsafe partial class PrincipalFilter
{
    /// <summary>Leaves the queries' images in the scratch.</summary>
    public void Project(ReadOnlySpan<float> queries, ReadOnlySpan<double> squaredNorms, FilterScratch scratch)
    {
        fixed (float* source = queries, image = scratch.Images, product = scratch.Products)
        {
            Project(source, squaredNorms, image, product);
        }
    }

    /// <summary>The images of queries, row after row.</summary>
    public float[] ImagesOf(DenseRows queries, RunContext context)
    {
        int length = _axisCount + 1;
        float[] images = new float[queries.NumberOfRows * length];
        ForEachBlock(queries, context, (first, count) =>
        {
            float[] products = new float[_kernel.ProductLength(BlockRows, _axisCount)];
            fixed (float* source = queries.Values.Span, image = images, product = products)
            {
                Project(source + ((long)first * queries.NumberOfColumns), queries.SquaredNorms.AsSpan(first, count),
                    image + ((long)first * length), product);
            }
        });
        return images;
    }

    private void ProjectFitted(DenseRows rows, RunContext context)
    {
        int length = _axisCount + 1;
        ForEachBlock(rows, context, (first, count) =>
        {
            float[] products = new float[_kernel.ProductLength(BlockRows, _axisCount)];
            float[] images = new float[BlockRows * length];
            ReadOnlySpan<double> norms = rows.SquaredNorms.AsSpan(first, count);
            fixed (float* source = rows.Values.Span, product = products, image = images, packed = _packedImages)
            {
                Project(source + ((long)first * rows.NumberOfColumns), norms, image, product);

                // A block is a whole number of slivers, and an image is shorter than a depth chunk, so blocks stand one after the other.
                _kernel.Pack(image, count, length, packed + ((long)first * length));
            }

            for (int row = 0; row < count; row++)
            {
                _halfNorms[first + row] = (float)(norms[row] * (1 - _relativeError) / 2);
            }
        });
    }

    private static void ForEachBlock(DenseRows rows, RunContext context, Action<int, int> work) => Parallel.For(
        0, (rows.NumberOfRows + BlockRows - 1) / BlockRows, context.Parallelism,
        block => work(block * BlockRows, Math.Min(BlockRows, rows.NumberOfRows - (block * BlockRows))));

    private void Project(float* rows, ReadOnlySpan<double> squaredNorms, float* images, float* product)
    {
        fixed (float* axes = _packedAxes)
        {
            _kernel.Multiply(rows, squaredNorms.Length, _features.NumberOfColumns, axes, _axisCount, product);
        }

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
}
