using LleTransforms.Core.Tests.TestData;
using LleTransforms.Features;
using LleTransforms.Running;

namespace LleTransforms.Neighbors;

[TestClass]
public sealed class SupervisedGraphTests
{
    [TestMethod]
    [DataRow(0.001, 3)]
    [DataRow(0.02, 3)]
    [DataRow(0.2, 2)]
    [DataRow(1.0, 40)]
    public void Graph_equals_the_enlarged_distances_sorted(double strength, int classCount)
    {
        const int N = 240, K = 9;
        CenteredFeatures features = NeighborReference.Random(N, 3);
        var random = new Random(1);
        int[] labels = [.. Enumerable.Range(0, N).Select(_ => random.Next(classCount) * 7)];

        NeighborGraph graph = Find(features, labels, strength, K);

        double push = strength * SupervisedGraph.DiameterBound(features);
        for (int row = 0; row < N; row++)
        {
            (int Index, double Distance)[] expected = [.. Enumerable.Range(0, N).Where(j => j != row)
                .Select(j => (j, Distance(features, row, j) + (labels[row] == labels[j] ? 0 : push)))
                .OrderBy(c => c.Item2).ThenBy(c => c.j).Take(K)];
            for (int r = 0; r < K; r++)
            {
                Assert.AreEqual(expected[r].Distance, Math.Sqrt(graph.SquaredDistances[(row * K) + r]), 1e-12, $"row {row}, rank {r}");
                Assert.AreEqual(expected[r].Index, graph.Of(row)[r], $"row {row}, rank {r}");
            }
        }
    }

    [TestMethod]
    [DataRow(LleMetric.Euclidean)]
    [DataRow(LleMetric.Cosine)]
    public void Strength_zero_is_the_fit_without_labels(LleMetric metric)
    {
        FeatureMatrix rows = Manifolds.SmoothMap(200, seed: 4).Features;
        int[] labels = [.. Enumerable.Range(0, 200).Select(i => i % 3)];
        var options = new LleOptions { NumberOfComponents = 3, Metric = metric };

        LleModel labelled = LocallyLinearEmbedding.Fit(rows, labels, options);

        CollectionAssert.AreEqual(LocallyLinearEmbedding.Fit(rows, options).Coordinates(7).ToArray(), labelled.Coordinates(7).ToArray());
    }

    [TestMethod]
    public void The_seed_reaches_the_approximate_search_of_labelled_rows()
    {
        // A search that misses some neighbours misses others from another seed.
        FeatureMatrix rows = Manifolds.SmoothMap(2_000, seed: 4).Features;
        int[] labels = [.. Enumerable.Range(0, 2_000).Select(i => i % 2)];

        Assert.AreNotEqual(Fitted(1), Fitted(2));
        Assert.AreEqual(Fitted(1), Fitted(1));

        double Fitted(int seed) => LocallyLinearEmbedding.Fit(rows, labels, new LleOptions
        {
            NumberOfComponents = 2, NeighborSearch = LleNeighborSearch.Approximate, SupervisionStrength = 0.1,
                EigenSolver = LleEigenSolver.Direct, Seed = seed,
        }).ReconstructionError;
    }

    [TestMethod]
    public void One_class_is_the_unsupervised_graph()
    {
        CenteredFeatures features = NeighborReference.Random(150, 4);

        NeighborGraph graph = Find(features, new int[150], 0.5, 5);

        CollectionAssert.AreEqual(new BruteForceSearch(features).FindGraph(5, new FitContext()).Indices, graph.Indices);
    }

    [TestMethod]
    public void Full_strength_chooses_other_classes_last()
    {
        CenteredFeatures features = NeighborReference.Random(60, 2);
        int[] labels = [.. Enumerable.Range(0, 60).Select(i => i % 4)];

        NeighborGraph graph = Find(features, labels, 1, 20);

        for (int row = 0; row < 60; row++)
        {
            int[] classes = [.. graph.Of(row).ToArray().Select(j => labels[j])];
            Assert.IsTrue(classes[..14].All(c => c == labels[row]), $"row {row}: its 14 fellows come first");
            Assert.IsTrue(classes[14..].All(c => c != labels[row]));
        }
    }

    [TestMethod]
    public void The_bound_lies_between_the_diameter_and_twice_it()
    {
        CenteredFeatures features = NeighborReference.Random(100, 3);
        double diameter = Enumerable.Range(0, 100).Max(i => Enumerable.Range(0, 100).Max(j => Distance(features, i, j)));

        double bound = SupervisedGraph.DiameterBound(features);

        Assert.IsTrue(bound >= diameter && bound <= 2 * diameter, $"{bound} for {diameter}");
    }

    [TestMethod]
    public void The_number_of_threads_changes_no_bit_in_the_cosine_metric()
    {
        CenteredFeatures features = NeighborReference.Random(400, 5, offset: 1);
        int[] labels = [.. Enumerable.Range(0, 400).Select(i => i % 5)];
        NeighborGraph one = Supervised(1);
        NeighborGraph three = Supervised(3);

        CollectionAssert.AreEqual(one.Indices, three.Indices);
        CollectionAssert.AreEqual(one.SquaredDistances, three.SquaredDistances);

        NeighborGraph Supervised(int threads) => NeighborSearches.FindSupervisedGraph(
            DistinctRows.Find(features, new FitContext()), labels, 0.01, 6, LleNeighborSearch.Auto, LleMetric.Cosine, 0,
            new FitContext(numberOfThreads: threads));
    }

    [TestMethod]
    public void Wrong_labels_and_strengths_are_named()
    {
        CenteredFeatures features = NeighborReference.Random(10, 2);

        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentException>(() => Find(features, new int[9], 0.5, 3)).Message, "9 labels for 10 rows");
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => Find(features, new int[10], 1.5, 3));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => Find(features, new int[10], double.NaN, 3));
    }

    private static NeighborGraph Find(CenteredFeatures features, int[] labels, double strength, int k) =>
        NeighborSearches.FindSupervisedGraph(
        DistinctRows.Find(features, new FitContext()), labels, strength, k, LleNeighborSearch.Auto, LleMetric.Euclidean, 0,
        new FitContext());

    private static double Distance(CenteredFeatures features, int i, int j) =>
        Math.Sqrt(SquaredDistance.Between(features.Row(i), features.Row(j)));
}
