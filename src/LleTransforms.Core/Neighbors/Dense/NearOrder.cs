using LleTransforms.Running;

namespace LleTransforms.Neighbors.Dense;

/// <summary>Puts points into an order in which those that follow each other lie near each other.</summary>
/// <remarks>
/// Halves as in a k-d tree: each part is cut at the median of the coordinate in which it spreads most. Bentley 1975, "Multidimensional
/// binary search trees used for associative searching", CACM 18. Cost: O(n w log n) for n points of w coordinates. Memory: 8 n bytes.
/// </remarks>
internal static class NearOrder
{
    /// <param name="points">Row-major.</param>
    /// <param name="width">Coordinates of a point.</param>
    /// <param name="leafSize">Parts of so many points, or fewer, are not cut.</param>
    /// <param name="context">When to stop.</param>
    /// <returns>Every point's number once.</returns>
    public static int[] Of(float[] points, int width, int leafSize, RunContext context)
    {
        int[] order = [.. Enumerable.Range(0, points.Length / width)];
        float[] keys = new float[order.Length];
        Stack<(int First, int End)> parts = new([(0, order.Length)]);
        while (parts.TryPop(out (int First, int End) part))
        {
            (int first, int end) = part;
            if (end - first <= leafSize)
            {
                continue;
            }

            context.ThrowIfCancelled();
            int axis = WidestAxis(points, width, order.AsSpan(first, end - first));
            for (int i = first; i < end; i++)
            {
                keys[i] = points[(order[i] * width) + axis];
            }

            // Whole leaves stay together, so that a block of queries is one leaf.
            int leaves = (end - first + leafSize - 1) / leafSize;
            int middle = first + (leaves / 2 * leafSize);
            Array.Sort(keys, order, first, end - first);
            parts.Push((first, middle));
            parts.Push((middle, end));
        }

        return order;
    }

    private static int WidestAxis(float[] points, int width, ReadOnlySpan<int> rows)
    {
        Span<double> sums = stackalloc double[width], squares = stackalloc double[width];
        sums.Clear();
        squares.Clear();
        foreach (int row in rows)
        {
            for (int axis = 0; axis < width; axis++)
            {
                double value = points[(row * width) + axis];
                sums[axis] += value;
                squares[axis] += value * value;
            }
        }

        int widest = 0;
        double most = double.NegativeInfinity;
        for (int axis = 0; axis < width; axis++)
        {
            double spread = squares[axis] - (sums[axis] * sums[axis] / rows.Length);
            (widest, most) = spread > most ? (axis, spread) : (widest, most);
        }

        return widest;
    }
}
