using LleTransforms.Running;

namespace LleTransforms.Neighbors.Dense;

/// <content>The order in which queries are best worked on.</content>
internal sealed unsafe partial class PrincipalFilter
{
    /// <summary>Queries that lie near each other stand together. They measure the same rows in full, which then come from the processor's
    /// cache and not from memory.</summary>
    /// <param name="queries">The queries.</param>
    /// <param name="blockQueries">How many are worked on at once.</param>
    /// <param name="context">Threads and when to stop.</param>
    public int[] OrderOf(DenseRows queries, int blockQueries, RunContext context)
    {
        // One sliver of axes tells enough.
        int width = Math.Min(_kernel.SliverWidth, _axisCount), depth = queries.NumberOfColumns;
        float[] coordinates = new float[queries.NumberOfRows * width];
        int blockCount = (queries.NumberOfRows + BlockRows - 1) / BlockRows;
        Parallel.For(0, blockCount, context.Parallelism, block =>
        {
            int first = block * BlockRows;
            int count = Math.Min(BlockRows, queries.NumberOfRows - first);
            float[] products = new float[_kernel.ProductLength(BlockRows, width)];
            fixed (float* values = queries.Values.Span, axes = _packedAxes, product = products)
            {
                _kernel.Multiply(values + ((long)first * depth), count, depth, axes, width, product);
            }

            for (int row = 0; row < count; row++)
            {
                products.AsSpan(row * _kernel.SliverWidth, width).CopyTo(coordinates.AsSpan((first + row) * width));
            }
        });
        return NearOrder.Of(coordinates, width, blockQueries, context);
    }
}
