using LleTransforms.Features;

namespace LleTransforms.Onnx;

/// <summary>Which precision the products of matrices need, so that few rows beyond the k nearest are candidates.</summary>
/// <remarks>Single precision is twice as fast. It cannot tell rows apart that lie close together and far from the mean, such as two dense
/// clouds. A sample of the fitted rows says so. Cost: the sample times N D.</remarks>
internal static class SearchPrecision
{
    private const int SampleSize = 48;

    public static OnnxElement Choose(CenteredFeatures features, double[] norms, int neighborCount)
    {
        double largest = Math.Sqrt(norms.Max());
        int sampled = Math.Min(SampleSize, features.NumberOfRows);
        var crowds = new double[sampled];
        Parallel.For(0, sampled, sample =>
        {
            int query = (int)((long)sample * features.NumberOfRows / sampled);
            double[] distances = DistancesFrom(features, query);
            Array.Sort(distances);
            double norm = Math.Sqrt(norms[query]);
            double bound = 2 * RoundingOfProducts(features.NumberOfColumns, OnnxElement.Single) * largest * (largest + (2 * norm));
            double threshold = distances[Math.Min(neighborCount, distances.Length) - 1] + bound;
            int behind = Array.BinarySearch(distances, threshold);
            crowds[sample] = behind < 0 ? ~behind : behind + 1;
        });
        return crowds.Max() <= (2 * neighborCount) + 32 ? OnnxElement.Single : OnnxElement.Double;
    }

    /// <summary>What a product of rows may be wrong by, beside the product of their lengths; with room for the sums around it.</summary>
    public static double RoundingOfProducts(int columnCount, OnnxElement precision) =>
        1.05 * (columnCount + 4) * Math.ScaleB(1, precision == OnnxElement.Single ? -24 : -53);

    public static double[] SquaredNorms(CenteredFeatures features)
    {
        var norms = new double[features.NumberOfRows];
        for (int row = 0; row < norms.Length; row++)
        {
            foreach (float value in features.Row(row))
            {
                norms[row] += (double)value * value;
            }
        }

        return norms;
    }

    private static double[] DistancesFrom(CenteredFeatures features, int query)
    {
        var distances = new double[features.NumberOfRows];
        for (int row = 0; row < distances.Length; row++)
        {
            distances[row] = Neighbors.SquaredDistance.Between(features.Row(row), features.Row(query));
        }

        return distances;
    }
}
