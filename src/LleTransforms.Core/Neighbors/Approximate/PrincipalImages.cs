using LleTransforms.Features;
using LleTransforms.Neighbors.Dense;
using LleTransforms.Running;

namespace LleTransforms.Neighbors.Approximate;

/// <summary>Short images of wide rows, whose distances rank near rows nearly as the rows' own do.</summary>
/// <remarks>
/// An image holds the row's coordinates on the leading principal axes of all rows. McNames 2001, "A fast nearest-neighbor algorithm based
/// on a principal axis search tree". One value more is the length of what the axes leave of the row. Rows of unlike remainders are at least
/// their difference apart. Cost O(n D m) multiply-adds for m axes, and 4 n (m + 1) bytes.
/// </remarks>
internal static unsafe class PrincipalImages
{
    /// <summary>The axes of an image; rows not far wider are compared as they are.</summary>
    public const int AxisCount = 95;

    private const int FewestColumns = 2 * (AxisCount + 1);
    private const int BlockRows = 240;

    /// <summary>Whether rows of this width are compared by their images.</summary>
    public static bool Pay(int columnCount) => columnCount >= FewestColumns;

    /// <summary>Images of the rows, or the rows themselves where images would save little.</summary>
    public static DenseRows Of(CenteredFeatures features, BlockKernel kernel, FitContext context)
    {
        int n = features.NumberOfRows;
        int depth = features.NumberOfColumns;
        var rows = new DenseRows(features.Values, n, depth, context);
        if (!Pay(depth))
        {
            return rows;
        }

        float[] axes = PrincipalAxes.Find(features, AxisCount, context, out _);
        int axisCount = axes.Length / depth;
        int length = axisCount + 1;
        var images = new float[checked(n * length)];
        var packed = new float[kernel.PackedLength(axisCount, depth)];
        fixed (float* source = axes, target = packed)
        {
            kernel.Pack(source, axisCount, depth, target);
        }

        Parallel.For(0, (n + BlockRows - 1) / BlockRows, context.Parallelism, () =>
            new float[kernel.ProductLength(BlockRows, axisCount)], (block, _, products) =>
        {
            int first = block * BlockRows;
            int count = Math.Min(BlockRows, n - first);
            fixed (float* values = rows.Values.Span.Slice(first * depth), axis = packed, product = products)
            {
                kernel.Multiply(values, count, depth, axis, axisCount, product);
            }

            Unpack(products, kernel.SliverWidth, count, axisCount, images.AsSpan(first * length));
            for (int row = 0; row < count; row++)
            {
                Span<float> image = images.AsSpan((first + row) * length, length);
                double left = rows.SquaredNorm(first + row) - DenseRows.SquaredNormOf(image[..axisCount]);
                image[axisCount] = (float)Math.Sqrt(Math.Max(0, left));
            }

            return products;
        }, _ => { });
        return new DenseRows(images, n, length, context);
    }

    private static void Unpack(float[] products, int width, int count, int axisCount, Span<float> images)
    {
        int tileRows = BlockKernel.PaddedRows(count);
        for (int row = 0; row < count; row++)
        {
            for (int axis = 0; axis < axisCount; axis++)
            {
                images[(row * (axisCount + 1)) + axis] = products[(((axis / width * tileRows) + row) * width) + (axis % width)];
            }
        }
    }
}
