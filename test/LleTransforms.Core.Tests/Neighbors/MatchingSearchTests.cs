using LleTransforms.Features;
using LleTransforms.Neighbors;
using LleTransforms.Running;

namespace LleTransforms.Core.Tests.Neighbors;

/// <summary>Neighbours by Hamming and Jaccard against a count of columns, one by one, on the user's own values.</summary>
[TestClass]
public sealed class MatchingSearchTests
{
    private static readonly FitContext _context = new();

    [TestMethod]
    [DataRow(LleMetric.Hamming, 2, 37, false)]
    [DataRow(LleMetric.Jaccard, 2, 37, false)]
    [DataRow(LleMetric.Hamming, 4, 5, false)]
    [DataRow(LleMetric.Jaccard, 4, 5, false)]
    [DataRow(LleMetric.Hamming, 3, 64, true)]
    [DataRow(LleMetric.Jaccard, 3, 64, true)]
    public void Neighbours_are_those_of_the_naive_count_and_ties_go_to_the_smaller_number(
        LleMetric metric, int values, int columns, bool inDoubles)
    {
        const int Neighbors = 7;
        double[,] rows = Rows(90, columns, values, seed: 3);
        CenteredFeatures features = CenteredFeatures.Create(MatrixOf(rows, inDoubles), _context);

        NeighborGraph graph = Search(features, metric).FindGraph(Neighbors, _context);

        for (int row = 0; row < 90; row++)
        {
            (double Distance, int Row)[] nearest = [.. Enumerable.Range(0, 90).Where(other => other != row)
                .Select(other => (Naive(metric, rows, row, rows, other), other)).Order().Take(Neighbors)];
            CollectionAssert.AreEqual(nearest.Select(pair => pair.Row).ToArray(), graph.Of(row).ToArray(), $"row {row}");
            CollectionAssert.AreEqual(
                nearest.Select(pair => pair.Distance).ToArray(),
                graph.SquaredDistances[(row * Neighbors)..((row + 1) * Neighbors)], $"row {row}");
        }
    }

    [TestMethod]
    [DataRow(LleMetric.Hamming)]
    [DataRow(LleMetric.Jaccard)]
    public void Single_queries_equal_the_batch_and_the_naive_count_and_threads_change_nothing(LleMetric metric)
    {
        const int Queries = 40, Columns = 21;
        double[,] rows = Rows(70, Columns, 2, seed: 5), unseen = Rows(Queries, Columns, 2, seed: 6);
        CenteredFeatures features = CenteredFeatures.Create(MatrixOf(rows, inDoubles: false), _context);
        INeighborSearch search = Search(features, metric);
        float[] queries = new float[Queries * Columns];
        for (int query = 0; query < Queries; query++)
        {
            features.Scaling.Map(MatrixOf(unseen, inDoubles: false).Row(query), queries.AsSpan(query * Columns, Columns));
        }

        queries[3 * Columns] = float.NaN;
        NeighborGraph batch = search.FindNearestBatch(queries, Queries, 5, _context);
        NeighborGraph onOne = search.FindNearestBatch(queries, Queries, 5, new FitContext(numberOfThreads: 1));

        CollectionAssert.AreEqual(batch.Indices, onOne.Indices);
        CollectionAssert.AreEqual(batch.SquaredDistances, onOne.SquaredDistances);
        int[] indices = new int[5];
        double[] distances = new double[5];
        for (int query = 0; query < Queries; query++)
        {
            search.FindNearest(queries.AsSpan(query * Columns, Columns), indices, distances);
            CollectionAssert.AreEqual(indices, batch.Of(query).ToArray());
            CollectionAssert.AreEqual(distances, batch.SquaredDistances[(query * 5)..((query + 1) * 5)]);
            (double Distance, int Row)[] nearest = query == 3
                ? [.. Enumerable.Range(0, 5).Select(row => (double.NaN, row))]
                : [.. Enumerable.Range(0, 70).Select(row => (Naive(metric, unseen, query, rows, row), row)).Order().Take(5)];
            CollectionAssert.AreEqual(nearest.Select(pair => pair.Row).ToArray(), indices);
            CollectionAssert.AreEqual(nearest.Select(pair => pair.Distance).ToArray(), distances);
        }
    }

    [TestMethod]
    public void A_row_of_zeros_shares_nothing_by_Jaccard_and_differs_by_ones_by_Hamming()
    {
        double[,] rows = { { 0, 0, 0, 0 }, { 1, 1, 1, 0 }, { 0, 0, 0, 1 }, { 1, 1, 1, 1 } };
        CenteredFeatures features = CenteredFeatures.Create(MatrixOf(rows, inDoubles: false), _context);

        NeighborGraph jaccard = Search(features, LleMetric.Jaccard).FindGraph(3, _context);
        NeighborGraph hamming = Search(features, LleMetric.Hamming).FindGraph(3, _context);

        CollectionAssert.AreEqual(new[] { 1.0, 1, 1 }, jaccard.SquaredDistances[..3]);
        CollectionAssert.AreEqual(new[] { 1, 2, 3 }, jaccard.Of(0).ToArray());
        CollectionAssert.AreEqual(new[] { 0.25, 0.75, 1 }, jaccard.SquaredDistances[9..]);
        CollectionAssert.AreEqual(new[] { 1, 2, 0 }, jaccard.Of(3).ToArray());
        CollectionAssert.AreEqual(new[] { 1.0, 3, 4 }, hamming.SquaredDistances[..3]);
        CollectionAssert.AreEqual(new[] { 2, 1, 3 }, hamming.Of(0).ToArray());
    }

    [TestMethod]
    [DataRow(LleMetric.Hamming)]
    [DataRow(LleMetric.Jaccard)]
    public void A_model_keeps_the_metric_places_by_it_and_takes_sparse_rows_as_dense_ones(LleMetric metric)
    {
        const int Columns = 600;
        double[,] rows = Rows(120, Columns, 2, seed: 8, share: 0.05);
        var options = new LleOptions { NumberOfComponents = 2, NumberOfNeighbors = 10, Metric = metric };
        var sparse = new FeatureMatrixBuilder(Columns);
        for (int row = 0; row < 120; row++)
        {
            int[] ones = [.. Enumerable.Range(0, Columns).Where(column => rows[row, column] != 0)];
            sparse.AppendSparse(ones, Enumerable.Repeat(1f, ones.Length).ToArray());
        }

        LleModel model = LocallyLinearEmbedding.Fit(MatrixOf(rows, inDoubles: false), options);
        LleModel ofSparse = LocallyLinearEmbedding.Fit(sparse.Build(), options);
        using var stream = new MemoryStream();
        model.Save(stream);
        stream.Position = 0;
        LleModel loaded = LleModel.Load(stream);

        Assert.AreEqual(metric, loaded.Metric);
        double[,] unseen = Rows(1, Columns, 2, seed: 9, share: 0.05);
        float[] query = [.. unseen.Cast<double>().Select(value => (float)value)];
        int[] nearest = [.. Enumerable.Range(0, 120).Select(row => (Naive(metric, unseen, 0, rows, row), row)).Order().Take(10)
            .Select(pair => pair.row)];
        foreach (LleModel each in new[] { model, ofSparse, loaded })
        {
            Assert.AreEqual(model.ReconstructionError, each.ReconstructionError);
            CollectionAssert.AreEqual(nearest, each.Explain(query).TrainingRows.ToArray());
        }
    }

    [TestMethod]
    [DataRow(LleMetric.Hamming)]
    [DataRow(LleMetric.Jaccard)]
    public void What_needs_coordinates_is_refused(LleMetric metric)
    {
        Fails(new LleOptions { Metric = metric, NeighborSearch = LleNeighborSearch.Approximate },
            $"NeighborSearch is Approximate, but must be Auto or BruteForce where Metric is {metric}.");
        Fails(new LleOptions { Metric = metric, NeighborSearch = LleNeighborSearch.Tree },
            $"NeighborSearch is Tree, but must be Auto or BruteForce where Metric is {metric}.");
        Fails(new LleOptions { Metric = metric, SupervisionStrength = 0.5 },
            $"SupervisionStrength is 0.5, but must be 0 where Metric is {metric}.");
        new LleOptions { Metric = metric, NeighborSearch = LleNeighborSearch.BruteForce }.Validate();

        static void Fails(LleOptions options, string message) =>
            Assert.Contains(message, Assert.ThrowsExactly<ArgumentOutOfRangeException>(options.Validate).Message);
    }

    /// <summary>The distance of two rows by the definition, on values that nobody centred.</summary>
    private static double Naive(LleMetric metric, double[,] left, int row, double[,] right, int other)
    {
        int differing = 0, present = 0;
        for (int column = 0; column < left.GetLength(1); column++)
        {
            (double a, double b) = (left[row, column], right[other, column]);
            differing += a != b ? 1 : 0;
            present += a != 0 || b != 0 ? 1 : 0;
        }

        return metric == LleMetric.Hamming ? differing : present == 0 ? 0 : (double)differing / present;
    }

    private static INeighborSearch Search(CenteredFeatures features, LleMetric metric) =>
        NeighborSearches.Create(features, LleNeighborSearch.Auto, metric, originalRows: null, _context);

    private static FeatureMatrix MatrixOf(double[,] rows, bool inDoubles) => inDoubles
        ? FeatureMatrix.FromArray(rows)
        : FeatureMatrix.FromRowMajor(
            [.. rows.Cast<double>().Select(value => (float)value)], rows.GetLength(0), rows.GetLength(1));

    /// <summary>Whole numbers from 0; a share of them is not 0.</summary>
    private static double[,] Rows(int count, int columns, int values, int seed, double share = 0.6)
    {
        var random = new Random(seed);
        double[,] rows = new double[count, columns];
        for (int row = 0; row < count; row++)
        {
            for (int column = 0; column < columns; column++)
            {
                rows[row, column] = random.NextDouble() < share ? 1 + random.Next(values - 1) : 0;
            }
        }

        return rows;
    }
}
