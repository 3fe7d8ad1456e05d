using LleTransforms.Tests.Data;
using Microsoft.ML;

namespace LleTransforms.Tests;

/// <summary>The optional columns: reconstruction error, neighbours and their weights.</summary>
[TestClass]
public sealed class ExplanationColumnsTests
{
    private const int Neighbors = 8;

    private static readonly MLContext _context = new(seed: 3);
    private static readonly Lazy<LocallyLinearEmbeddingTransformer> _transformer = new(
        () => _context.Transforms.LocallyLinearEmbedding(Options()).Fit(Samples.View(_context, Samples.Sheet(80))));

    [TestMethod]
    public void They_hold_what_the_model_itself_tells()
    {
        var unseen = Samples.Sheet(15, offset: 0.3137f);
        var rows = Transform(unseen);
        for (int row = 0; row < rows.Length; row++)
        {
            var expected = _transformer.Value.Model.Explain(unseen[row].Features);
            Assert.AreEqual((float)expected.ReconstructionError, rows[row].Error, $"row {row}");
            CollectionAssert.AreEqual(expected.TrainingRows.ToArray(), rows[row].Neighbors, $"row {row}");
            CollectionAssert.AreEqual(expected.Weights.Select(weight => (float)weight).ToArray(), rows[row].Weights, $"row {row}");
            Assert.IsGreaterThan(0f, rows[row].Error);
            Assert.AreEqual(1f, rows[row].Weights.Sum(), 1e-5f);
        }
    }

    [TestMethod]
    public void Weights_and_neighbours_rebuild_the_coordinates()
    {
        foreach (var row in Transform(Samples.Sheet(15, offset: 0.3137f)))
        {
            for (int component = 0; component < row.Lle.Length; component++)
            {
                double sum = Enumerable.Range(0, Neighbors)
                    .Sum(neighbor => row.Weights[neighbor] * _transformer.Value.Model.Coordinates(row.Neighbors[neighbor])[component]);
                Assert.AreEqual(sum, row.Lle[component], 1e-4);
            }
        }
    }

    [TestMethod]
    public void A_training_row_is_explained_by_itself()
    {
        var rows = Transform(Samples.Sheet(80));
        for (int row = 0; row < rows.Length; row++)
        {
            Assert.AreEqual(0f, rows[row].Error);
            Assert.AreEqual(row, rows[row].Neighbors[0]);
            Assert.AreEqual(1f, rows[row].Weights[0]);
        }
    }

    [TestMethod]
    public void An_outlier_has_a_large_error()
    {
        var samples = Samples.Sheet(15, offset: 0.3137f);
        float usual = Transform(samples).Max(row => row.Error);
        Samples.Set(samples[6], 2, 9f);
        Assert.IsGreaterThan(10f * usual, Transform(samples)[6].Error);
    }

    [TestMethod]
    public void A_row_that_is_not_finite_has_no_neighbours()
    {
        var samples = Samples.Sheet(5, offset: 0.3137f);
        Samples.Set(samples[2], 1, float.NaN);
        var row = Transform(samples)[2];

        Assert.IsTrue(float.IsNaN(row.Error));
        Assert.IsTrue(row.Neighbors.All(neighbor => neighbor == -1));
        Assert.IsTrue(row.Weights.All(float.IsNaN));
        Assert.IsTrue(row.Lle.All(float.IsNaN));
    }

    [TestMethod]
    public void A_prediction_engine_gives_them_for_one_row_after_the_other()
    {
        var samples = Samples.Sheet(12, offset: 0.2f);
        var expected = Transform(samples);
        using var engine = _context.Model.CreatePredictionEngine<Sample, Explained>(_transformer.Value);
        for (int row = 0; row < samples.Count; row++)
        {
            var got = engine.Predict(samples[row]);
            Assert.AreEqual(expected[row].Error, got.Error, $"row {row}");
            CollectionAssert.AreEqual(expected[row].Neighbors, got.Neighbors, $"row {row}");
        }
    }

    [TestMethod]
    public void Names_are_checked_when_the_estimator_is_made()
    {
        var shared = Options();
        shared.NeighborsColumnName = shared.OutputColumnName;
        Assert.Contains("'Lle'", Assert.ThrowsExactly<ArgumentException>(() => _context.Transforms.LocallyLinearEmbedding(shared)).Message);

        var empty = Options();
        empty.NeighborWeightsColumnName = "";
        Assert.Contains(
            "NeighborWeightsColumnName",
            Assert.ThrowsExactly<ArgumentException>(() => _context.Transforms.LocallyLinearEmbedding(empty)).Message);
    }

    [TestMethod]
    public void Linear_methods_have_no_neighbours_to_tell()
    {
        var options = Options();
        options.Method = LleMethod.NeighborhoodPreservingEmbedding;
        var error = Assert.ThrowsExactly<ArgumentException>(() => _context.Transforms.LocallyLinearEmbedding(options));
        Assert.Contains("NeighborhoodPreservingEmbedding", error.Message);
    }

    private static LocallyLinearEmbeddingOptions Options() => new()
    {
        NumberOfComponents = 2,
        NumberOfNeighbors = Neighbors,
        ReconstructionErrorColumnName = "Error",
        NeighborsColumnName = "Neighbors",
        NeighborWeightsColumnName = "Weights",
    };

    private static Explained[] Transform(IEnumerable<Sample> samples) =>
        [.. _context.Data.CreateEnumerable<Explained>(
            _transformer.Value.Transform(Samples.View(_context, samples)), reuseRowObject: false)];

    private sealed class Explained
    {
        public float[] Lle { get; set; } = [];

        public float Error { get; set; }

        public int[] Neighbors { get; set; } = [];

        public float[] Weights { get; set; } = [];
    }
}
