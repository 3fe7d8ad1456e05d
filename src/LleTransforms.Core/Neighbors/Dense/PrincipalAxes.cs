using System.Numerics.Tensors;
using LleTransforms.Features;
using LleTransforms.Running;

namespace LleTransforms.Neighbors.Dense;

/// <summary>A few nearly orthonormal directions along which centred rows vary most.</summary>
/// <remarks>
/// Orthogonal iteration (Golub &amp; Van Loan, section 8.2) on the scatter of at most 1,024 evenly spaced rows, started from evenly spaced
/// rows. How well the directions fit decides how much a filter built on them saves, never whether it is right. O(1024 D m) time, O(D m)
/// memory.
/// </remarks>
internal static class PrincipalAxes
{
    private const int MostSampleRows = 1024;
    private const int Iterations = 3;

    /// <summary>At most <paramref name="wanted"/> axes, row-major, each of D values.</summary>
    /// <param name="features">Rows to describe.</param>
    /// <param name="wanted">The number of axes wanted.</param>
    /// <param name="context">Cancellation.</param>
    /// <param name="departure">The Frobenius norm of axes x axes^T - I, measured in double.</param>
    public static float[] Find(CenteredFeatures features, int wanted, RunContext context, out double departure)
    {
        int depth = features.NumberOfColumns;
        int sampleCount = Math.Min(features.NumberOfRows, MostSampleRows);
        var axes = new float[wanted * depth];
        for (int axis = 0; axis < wanted; axis++)
        {
            features.Row((int)((long)axis * features.NumberOfRows / wanted)).CopyTo(axes.AsSpan(axis * depth, depth));
        }

        int count = Orthonormalize(axes, wanted, depth);
        for (int iteration = 0; iteration < Iterations; iteration++)
        {
            context.ThrowIfCancelled();
            var next = new float[count * depth];
            for (int s = 0; s < sampleCount; s++)
            {
                ReadOnlySpan<float> row = features.Row((int)((long)s * features.NumberOfRows / sampleCount));
                for (int axis = 0; axis < count; axis++)
                {
                    float along = TensorPrimitives.Dot(row, axes.AsSpan(axis * depth, depth));
                    Span<float> sum = next.AsSpan(axis * depth, depth);
                    TensorPrimitives.MultiplyAdd(row, along, sum, sum);
                }
            }

            axes = next;
            count = Orthonormalize(axes, count, depth);
        }

        axes = axes[..(count * depth)];
        departure = Departure(axes, count, depth);
        return axes;
    }

    // Gram-Schmidt, each axis twice, dropping what depends on the axes before it; returns how many remain, moved to the front.
    private static int Orthonormalize(float[] axes, int count, int depth)
    {
        int kept = 0;
        for (int axis = 0; axis < count; axis++)
        {
            Span<float> current = axes.AsSpan(axis * depth, depth);
            float before = TensorPrimitives.Norm<float>(current);
            if (before == 0)
            {
                continue;
            }

            TensorPrimitives.Divide(current, before, current);
            for (int pass = 0; pass < 2; pass++)
            {
                for (int other = 0; other < kept; other++)
                {
                    ReadOnlySpan<float> direction = axes.AsSpan(other * depth, depth);
                    float along = TensorPrimitives.Dot<float>(current, direction);
                    TensorPrimitives.MultiplyAdd(direction, -along, current, current);
                }
            }

            float after = TensorPrimitives.Norm<float>(current);
            if (after > 1e-3f)
            {
                TensorPrimitives.Divide(current, after, axes.AsSpan(kept * depth, depth));
                kept++;
            }
        }

        return kept;
    }

    private static double Departure(float[] axes, int count, int depth)
    {
        double sum = 0;
        for (int i = 0; i < count; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                double dot = i == j ? -1 : 0;
                for (int c = 0; c < depth; c++)
                {
                    dot += (double)axes[(i * depth) + c] * axes[(j * depth) + c];
                }

                sum += dot * dot * (i == j ? 1 : 2);
            }
        }

        return Math.Sqrt(sum);
    }
}
