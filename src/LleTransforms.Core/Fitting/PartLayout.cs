using LleTransforms.Features;
using LleTransforms.Neighbors;
using MathNet.Numerics.LinearAlgebra;

namespace LleTransforms.Fitting;

/// <summary>Puts separately embedded parts beside each other, in the directions in which their centroids lie in feature space.</summary>
/// <remarks>
/// Each part keeps its own coordinates of unit variance. The centroids' leading d principal coordinates give the directions; one common factor
/// moves the parts just so far apart that the balls around them do not overlap, so that a far part does not squeeze the others' own structure.
/// </remarks>
internal static class PartLayout
{
    public static void Arrange(IReadOnlyList<GraphPart> parts, double[][] coordinates, int componentCount)
    {
        Matrix<double> centers = PrincipalCenters(parts, componentCount);
        double[] radii = [.. coordinates.Select(part => Radius(part, componentCount))];
        double factor = SmallestSeparatingFactor(centers, radii);
        if (!double.IsFinite(factor))
        {
            centers = InLine(radii, componentCount);
            factor = 1;
        }

        for (int p = 0; p < parts.Count; p++)
        {
            for (int i = 0; i < coordinates[p].Length; i++)
            {
                coordinates[p][i] += factor * centers[p, i % componentCount];
            }
        }
    }

    /// <summary>Centres each column and scales it to unit variance; a column without variance stays 0.</summary>
    public static void ScaleToUnitVariance(FittedEmbedding embedding)
    {
        (double[] mean, double[] scale) = Moments(embedding);
        for (int i = 0; i < embedding.Coordinates.Length; i++)
        {
            int c = i % embedding.ComponentCount;
            embedding.Coordinates[i] = (embedding.Coordinates[i] - mean[c]) * scale[c];
        }
    }

    /// <summary>Each column's mean, and the factor that gives it unit variance: 0 for a column without variance.</summary>
    public static (double[] Mean, double[] Scale) Moments(FittedEmbedding embedding)
    {
        int d = embedding.ComponentCount;
        int n = embedding.Coordinates.Length / d;
        double[] means = new double[d];
        double[] scales = new double[d];
        for (int c = 0; c < d; c++)
        {
            double mean = 0;
            for (int row = 0; row < n; row++)
            {
                mean += embedding.Row(row)[c];
            }

            mean /= n;
            double variance = 0;
            for (int row = 0; row < n; row++)
            {
                double deviation = embedding.Row(row)[c] - mean;
                variance += deviation * deviation;
            }

            means[c] = mean;
            scales[c] = variance > 0 ? 1 / Math.Sqrt(variance / n) : 0;
        }

        return (means, scales);
    }

    private static Matrix<double> PrincipalCenters(IReadOnlyList<GraphPart> parts, int componentCount)
    {
        int count = parts.Count;
        var centroids = Matrix<double>.Build.DenseOfRows(parts.Select(part => Centroid(part.Features)));
        Vector<double> mean = centroids.ColumnSums() / count;
        for (int p = 0; p < count; p++)
        {
            centroids.SetRow(p, centroids.Row(p) - mean);
        }

        // Principal coordinates by the small Gram matrix of the centroids.
        var eigen = (centroids * centroids.Transpose()).Evd(Symmetricity.Symmetric);
        var centers = Matrix<double>.Build.Dense(count, componentCount);
        for (int c = 0; c < Math.Min(componentCount, count); c++)
        {
            int index = count - 1 - c;
            double variance = Math.Max(0, eigen.EigenValues[index].Real);
            Vector<double> direction = eigen.EigenVectors.Column(index);
            double sign = direction[direction.AbsoluteMaximumIndex()] < 0 ? -1 : 1;
            centers.SetColumn(c, direction * (sign * Math.Sqrt(variance)));
        }

        return centers;
    }

    private static double[] Centroid(CenteredFeatures features)
    {
        double[] centroid = new double[features.ColumnCount];
        float[] scratch = features.RowScratch();
        for (int row = 0; row < features.RowCount; row++)
        {
            ReadOnlySpan<float> values = features.Row(row, scratch);
            for (int c = 0; c < centroid.Length; c++)
            {
                centroid[c] += values[c];
            }
        }

        for (int c = 0; c < centroid.Length; c++)
        {
            centroid[c] /= features.RowCount;
        }

        return centroid;
    }

    private static double Radius(double[] coordinates, int componentCount)
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

    private static double SmallestSeparatingFactor(Matrix<double> centers, double[] radii)
    {
        double factor = 0;
        for (int p = 0; p < radii.Length; p++)
        {
            for (int q = 0; q < p; q++)
            {
                double distance = (centers.Row(p) - centers.Row(q)).L2Norm();
                factor = Math.Max(factor, (radii[p] + radii[q]) / distance);
            }
        }

        return factor;
    }

    /// <summary>Where centroids coincide, the parts stand side by side along the first coordinate.</summary>
    private static Matrix<double> InLine(double[] radii, int componentCount)
    {
        var centers = Matrix<double>.Build.Dense(radii.Length, componentCount);
        double at = 0;
        for (int p = 0; p < radii.Length; p++)
        {
            centers[p, 0] = at + radii[p];
            at += 2 * radii[p];
        }

        return centers;
    }
}
