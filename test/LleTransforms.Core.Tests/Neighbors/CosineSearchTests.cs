using LleTransforms.Features;
using LleTransforms.Running;

namespace LleTransforms.Neighbors;

[TestClass]
public sealed class CosineSearchTests
{
    private static readonly LleNeighborSearch[] s_exact = [LleNeighborSearch.Auto, LleNeighborSearch.BruteForce, LleNeighborSearch.Tree];

    [TestMethod]
    [DataRow(0.0)]
    [DataRow(5.0)]
    public void Neighbours_are_those_of_the_smallest_angles(double offset)
    {
        FeatureMatrix matrix = Random(300, 6, offset);
        CenteredFeatures features = CenteredFeatures.Create(matrix, new FitContext());
        foreach (LleNeighborSearch kind in s_exact)
        {
            NeighborGraph graph = Search(features, kind).FindGraph(8, new FitContext());
            for (int row = 0; row < 300; row++)
            {
                double[] angles = [.. Enumerable.Range(0, 300).Where(j => j != row)
                    .Select(j => 2 * (1 - Cosine(matrix.Row(row), matrix.Row(j)))).Order()];
                for (int r = 0; r < 8; r++)
                {
                    Assert.AreEqual(angles[r], graph.SquaredDistances[(row * 8) + r], 1e-6, $"{kind}, row {row}, rank {r}");
                    Assert.AreEqual(angles[r], 2 * (1 - Cosine(matrix.Row(row), matrix.Row(graph.Of(row)[r]))), 1e-6);
                }
            }
        }
    }

    [TestMethod]
    public void Length_does_not_matter()
    {
        // Three rays; on each the rows differ by length alone.
        FeatureMatrix matrix = FeatureMatrix.FromRowMajor([1, 0, 9, 0, 0, 2, 0, 7, 3, 3, 0.5f, 0.5f], 6, 2);

        NeighborGraph graph = Search(CenteredFeatures.Create(matrix, new FitContext()), LleNeighborSearch.Auto)
            .FindGraph(1, new FitContext());

        CollectionAssert.AreEqual(new[] { 1, 0, 3, 2, 5, 4 }, graph.Indices);
    }

    [TestMethod]
    public void Single_queries_equal_the_batch()
    {
        CenteredFeatures features = CenteredFeatures.Create(Random(200, 5, 1), new FitContext());
        INeighborSearch search = Search(features, LleNeighborSearch.Auto);
        FeatureMatrix unseen = Random(30, 5, 1.5);
        var queries = new float[30 * 5];
        for (int i = 0; i < 30; i++)
        {
            features.Scaling.Map(unseen.Row(i), queries.AsSpan(i * 5, 5));
        }

        NeighborGraph batch = search.FindNearestBatch(queries, 30, 4, new FitContext());

        var indices = new int[4];
        var distances = new double[4];
        for (int i = 0; i < 30; i++)
        {
            search.FindNearest(queries.AsSpan(i * 5, 5), indices, distances);
            CollectionAssert.AreEqual(indices, batch.Of(i).ToArray());
            CollectionAssert.AreEqual(distances, batch.SquaredDistances[(i * 4)..((i + 1) * 4)]);
        }
    }

    [TestMethod]
    public void Fitting_a_zero_row_names_the_users_row()
    {
        CenteredFeatures features = CenteredFeatures.Create(FeatureMatrix.FromRowMajor([1, 2, 3, 4, 0, 0, 5, 6], 4, 2), new FitContext());

        var error = Assert.ThrowsExactly<ArgumentException>(() => NeighborSearches.Create(
            features, LleNeighborSearch.Auto, LleMetric.Cosine, originalRows: [10, 11, 12, 13], new FitContext()));

        StringAssert.Contains(error.Message, "Row 12");
    }

    [TestMethod]
    public void Placing_a_zero_row_gives_no_distance()
    {
        CenteredFeatures features = CenteredFeatures.Create(Random(40, 3, 1), new FitContext());
        var zero = new float[3];
        features.Scaling.Map(new float[3], zero);
        var distances = new double[2];

        Search(features, LleNeighborSearch.Auto).FindNearest(zero, new int[2], distances);

        Assert.IsTrue(distances.All(double.IsNaN));
    }

    private static INeighborSearch Search(CenteredFeatures features, LleNeighborSearch kind) =>
        NeighborSearches.Create(features, kind, LleMetric.Cosine, originalRows: null, new FitContext());

    private static double Cosine(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        double ab = 0, aa = 0, bb = 0;
        for (int j = 0; j < a.Length; j++)
        {
            ab += (double)a[j] * b[j];
            aa += (double)a[j] * a[j];
            bb += (double)b[j] * b[j];
        }

        return ab / Math.Sqrt(aa * bb);
    }

    private static FeatureMatrix Random(int rowCount, int columnCount, double offset)
    {
        var random = new Random(21);
        float[] values = [.. Enumerable.Range(0, rowCount * columnCount).Select(_ => (float)(random.NextDouble() - 0.5 + offset))];
        return FeatureMatrix.FromRowMajor(values, rowCount, columnCount);
    }
}
