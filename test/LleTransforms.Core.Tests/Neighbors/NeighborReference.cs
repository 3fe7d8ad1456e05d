using LleTransforms.Features;
using LleTransforms.Running;

namespace LleTransforms.Neighbors;

/// <summary>Neighbours by sorting all exact squared distances, and data sets on which searches go wrong.</summary>
internal static class NeighborReference
{
    public static CenteredFeatures Random(int rowCount, int columnCount, int seed = 1, double offset = 0)
    {
        var random = new Random(seed);
        var values = new float[rowCount * columnCount];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = (float)(random.NextDouble() + offset);
        }

        return CenteredFeatures.Create(FeatureMatrix.FromRowMajor(values, rowCount, columnCount), new FitContext());
    }

    /// <summary>Whole numbers of few values: most distances tie, and many rows are equal.</summary>
    public static CenteredFeatures Integers(int rowCount, int columnCount, int levels, int seed = 2)
    {
        var random = new Random(seed);
        var values = new float[rowCount * columnCount];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = random.Next(levels) / 16f;
        }

        return Raw(values, columnCount);
    }

    public static CenteredFeatures Raw(float[] values, int columnCount) =>
        new(values, values.Length / columnCount, new double[columnCount], 0);

    /// <summary>The k nearest rows of a query by (distance, index); <paramref name="excluded"/> is left out.</summary>
    public static (int Index, double Distance)[] Nearest(CenteredFeatures features, ReadOnlySpan<float> query, int k, int excluded)
    {
        var all = new List<(int Index, double Distance)>();
        for (int row = 0; row < features.NumberOfRows; row++)
        {
            if (row != excluded)
            {
                double sum = 0;
                for (int j = 0; j < query.Length; j++)
                {
                    double d = (double)query[j] - features.Row(row)[j];
                    sum += d * d;
                }

                all.Add((row, sum));
            }
        }

        return [.. all.OrderBy(c => c.Distance).ThenBy(c => c.Index).Take(k)];
    }

    public static void AssertGraph(CenteredFeatures features, NeighborGraph graph, bool exactSums)
    {
        for (int row = 0; row < graph.NumberOfRows; row++)
        {
            AssertList(features, features.Row(row), graph, row, excluded: row, exactSums);
        }
    }

    /// <summary>
    /// Where the sums are exact in double (few-bit integers) the indices must be those of the reference; elsewhere the reference's
    /// summation order may swap distances that agree to the last bits, so distances are compared rank by rank, and indices by what they are
    /// apart.
    /// </summary>
    public static void AssertList(
        CenteredFeatures features, ReadOnlySpan<float> query, NeighborGraph graph, int row, int excluded, bool exactSums)
    {
        int k = graph.NumberOfNeighbors;
        (int Index, double Distance)[] expected = Nearest(features, query, k, excluded);
        ReadOnlySpan<int> actual = graph.Of(row);
        Assert.AreEqual(k, actual.ToArray().Distinct().Count(), $"row {row} lists a neighbour twice");
        Assert.IsFalse(actual.Contains(excluded), $"row {row} lists itself");
        for (int r = 0; r < k; r++)
        {
            double distance = graph.SquaredDistances[(row * k) + r];
            Assert.AreEqual(expected[r].Distance, distance, 1e-13 * expected[r].Distance, $"row {row}, rank {r}");
            Assert.AreEqual(SquaredDistance.Between(query, features.Row(actual[r])), distance, $"row {row}, rank {r}");
            if (exactSums)
            {
                Assert.AreEqual(expected[r].Index, actual[r], $"row {row}, rank {r}");
            }
            else if (r > 0)
            {
                double before = graph.SquaredDistances[(row * k) + r - 1];
                Assert.IsTrue(
                    before < distance || (before == distance && actual[r - 1] < actual[r]), $"row {row}, rank {r} is out of order");
            }
        }
    }
}
