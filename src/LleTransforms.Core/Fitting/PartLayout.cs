using System.Numerics.Tensors;
using LleTransforms.Features;
using LleTransforms.LinearAlgebra.Dense;
using LleTransforms.Neighbors;
using LleTransforms.Running;

namespace LleTransforms.Fitting;

/// <summary>Puts separately embedded parts beside each other, in the directions in which their centroids lie in feature space.</summary>
/// <remarks>
/// Each part keeps its own coordinates of unit variance. The centroids' leading d principal coordinates give the directions. One common
/// factor moves the parts just so far apart that the balls around them do not overlap. So a far part does not squeeze the others' own
/// structure. Cost O(P^2 d + P D min(P, D) + min(P, D)^3) for P parts.
/// </remarks>
internal static class PartLayout
{
    /// <summary>Centres nearer to each other than this part of the largest distance count as one: pulled
    /// apart, they would send the others out of sight.</summary>
    private const double Coincident = 1e-3;

    public static void Arrange(IReadOnlyList<GraphPart> parts, double[][] coordinates, int componentCount, FitContext context)
    {
        double[][] offsets = Offsets(
            [.. parts.Select(part => CentroidOf(part.Features))],
            [.. coordinates.Select(part => RadiusOf(part, componentCount))],
            componentCount,
            context);
        for (int p = 0; p < parts.Count; p++)
        {
            for (int i = 0; i < coordinates[p].Length; i++)
            {
                coordinates[p][i] += offsets[p][i % componentCount];
            }
        }
    }

    /// <summary>What is added to the coordinates of each part.</summary>
    /// <param name="centroids">Each part's mean row; they are centred in place.</param>
    /// <param name="radii">How far each part reaches from 0.</param>
    /// <param name="componentCount">d.</param>
    /// <param name="context">Cancellation.</param>
    public static double[][] Offsets(double[][] centroids, double[] radii, int componentCount, FitContext context)
    {
        double[][] centers = PrincipalCenters(centroids, componentCount, context);
        double factor = SmallestSeparatingFactor(centers, radii, context);
        return double.IsFinite(factor)
            ? Array.ConvertAll(centers, center => Array.ConvertAll(center, value => factor * value))
            : InLine(radii, componentCount);
    }

    /// <summary>The mean of some rows.</summary>
    public static double[] CentroidOf(CenteredFeatures features)
    {
        double[] centroid = new double[features.NumberOfColumns];
        float[] scratch = features.RowScratch();
        for (int row = 0; row < features.NumberOfRows; row++)
        {
            ReadOnlySpan<float> values = features.Row(row, scratch);
            for (int c = 0; c < centroid.Length; c++)
            {
                centroid[c] += values[c];
            }
        }

        for (int c = 0; c < centroid.Length; c++)
        {
            centroid[c] /= features.NumberOfRows;
        }

        return centroid;
    }

    /// <summary>How far some coordinates reach from 0.</summary>
    public static double RadiusOf(double[] coordinates, int componentCount)
    {
        double largest = 0;
        for (int start = 0; start < coordinates.Length; start += componentCount)
        {
            double squared = 0;
            foreach (double value in coordinates.AsSpan(start, componentCount))
            {
                squared += value * value;
            }

            largest = Math.Max(largest, squared);
        }

        return Math.Sqrt(largest);
    }

    /// <summary>The centroids' leading principal coordinates, by the smaller of their Gram matrix and their covariance.</summary>
    private static double[][] PrincipalCenters(double[][] centroids, int componentCount, FitContext context)
    {
        Center(centroids);
        int count = centroids.Length, columnCount = centroids[0].Length;
        bool byCovariance = columnCount < count;
        double[][] vectors = byCovariance ? Transpose(centroids) : centroids;
        int size = vectors.Length;
        int found = Math.Min(componentCount, size);
        var eigen = new SmallSymmetricEigen(size, context);
        eigen.Decompose(Gram(vectors, context), size);
        eigen.FindLargestVectors(found);
        double[][] centers = [.. centroids.Select(_ => new double[componentCount])];
        for (int c = 0; c < found; c++)
        {
            ReadOnlySpan<double> direction = eigen.LargestVector(c);
            double length = Math.Sqrt(Math.Max(0, eigen.Values[size - 1 - c]));
            int largest = 0;
            for (int p = 0; p < count; p++)
            {
                centers[p][c] = byCovariance ? TensorPrimitives.Dot(direction, centroids[p]) : direction[p] * length;
                largest = Math.Abs(centers[p][c]) > Math.Abs(centers[largest][c]) ? p : largest;
            }

            double sign = centers[largest][c] < 0 ? -1 : 1;
            foreach (double[] center in centers)
            {
                center[c] *= sign;
            }
        }

        return centers;
    }

    private static void Center(double[][] rows)
    {
        double[] mean = new double[rows[0].Length];
        foreach (double[] row in rows)
        {
            TensorPrimitives.Add<double>(mean, row, mean);
        }

        TensorPrimitives.Divide<double>(mean, rows.Length, mean);
        foreach (double[] row in rows)
        {
            TensorPrimitives.Subtract<double>(row, mean, row);
        }
    }

    private static double[][] Transpose(double[][] rows) =>
        [.. Enumerable.Range(0, rows[0].Length).Select(c => Array.ConvertAll(rows, row => row[c]))];

    /// <summary>The inner products of all pairs, row-major.</summary>
    private static double[] Gram(double[][] vectors, FitContext context)
    {
        int size = vectors.Length;
        double[] gram = new double[checked(size * size)];
        for (int i = 0; i < size; i++)
        {
            context.ThrowIfCancelled();
            for (int j = 0; j <= i; j++)
            {
                double product = TensorPrimitives.Dot<double>(vectors[i], vectors[j]);
                (gram[(i * size) + j], gram[(j * size) + i]) = (product, product);
            }
        }

        return gram;
    }

    /// <summary>The smallest factor that keeps the balls around the parts apart. It is not finite where two centres coincide.</summary>
    private static double SmallestSeparatingFactor(double[][] centers, double[] radii, FitContext context)
    {
        double factor = 0, nearest = double.PositiveInfinity, farthest = 0;
        for (int p = 0; p < radii.Length; p++)
        {
            context.ThrowIfCancelled();
            for (int q = 0; q < p; q++)
            {
                double distance = TensorPrimitives.Distance<double>(centers[p], centers[q]);
                factor = Math.Max(factor, (radii[p] + radii[q]) / distance);
                nearest = Math.Min(nearest, distance);
                farthest = Math.Max(farthest, distance);
            }
        }

        return nearest < Coincident * farthest ? double.PositiveInfinity : factor;
    }

    /// <summary>Where centroids coincide, the parts stand side by side along the first coordinate.</summary>
    private static double[][] InLine(double[] radii, int componentCount)
    {
        double[][] centers = [.. radii.Select(_ => new double[componentCount])];
        double at = 0;
        for (int p = 0; p < radii.Length; p++)
        {
            centers[p][0] = at + radii[p];
            at += 2 * radii[p];
        }

        return centers;
    }
}
