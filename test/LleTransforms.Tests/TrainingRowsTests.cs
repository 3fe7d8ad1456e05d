using LleTransforms.Tests.Data;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace LleTransforms.Tests;

/// <summary>What the estimator behind an embedding learns from, in a chain.</summary>
[TestClass]
public sealed class TrainingRowsTests
{
    private readonly MLContext _context = new(seed: 3);
    private readonly IReadOnlyList<Sample> _samples = Samples.Sheet(80);

    [TestMethod]
    public void Exact_training_rows_are_the_fitted_ones()
    {
        var (seen, step) = Fit(LleTrainingRows.Exact);
        for (int row = 0; row < seen.Length; row++)
        {
            CollectionAssert.AreEqual(
                Array.ConvertAll(step.Model.Coordinates(row).ToArray(), value => (float)value), seen[row].Lle, $"row {row}");
            Assert.AreEqual(0f, seen[row].Error);
        }
    }

    [TestMethod]
    [DataRow(nameof(Sample.Features))]
    [DataRow(nameof(Sample.DoubleFeatures))]
    [DataRow(nameof(Sample.SparseFeatures))]
    public void Placed_training_rows_are_placed_and_explained_without_themselves(string input)
    {
        var (seen, step) = Fit(LleTrainingRows.Placed, input);
        var placed = step.Model.PlaceTrainingRows();
        for (int row = 0; row < seen.Length; row++)
        {
            CollectionAssert.AreEqual(placed.Row(row).ToArray(), seen[row].Lle, $"row {row}");
            CollectionAssert.DoesNotContain(seen[row].Neighbors, row);
            Assert.AreEqual((float)step.Model.ExplainTrainingRow(row).ReconstructionError, seen[row].Error);
        }

        CollectionAssert.AreNotEqual(Array.ConvertAll(step.Model.Coordinates(0).ToArray(), value => (float)value), seen[0].Lle);
    }

    [TestMethod]
    public void Transform_is_the_same_either_way()
    {
        var (_, exact) = Fit(LleTrainingRows.Exact);
        var (_, placed) = Fit(LleTrainingRows.Placed);
        foreach (var rows in new[] { _samples, Samples.Sheet(20, offset: 0.3137f) })
        {
            var view = Samples.View(_context, rows);
            CollectionAssert.AreEqual(
                Rows(exact.Transform(view)).SelectMany(row => row.Lle).ToArray(),
                Rows(placed.Transform(view)).SelectMany(row => row.Lle).ToArray());
        }
    }

    [TestMethod]
    public void A_row_in_the_training_pipeline_that_was_not_fitted_is_placed_as_ever()
    {
        var step = _context.Transforms.LocallyLinearEmbedding(Options(LleTrainingRows.Placed, nameof(Sample.Features)))
            .Fit(Samples.View(_context, _samples));
        float[] values = new float[2];
        float[] unseen = Samples.Sheet(1, offset: 0.3137f)[0].Features;
        step.Model.Transform(unseen, values);
        var capture = new Capture();
        new EstimatorChain<ITransformer>().Append(new Fitted(step)).Append(capture)
            .Fit(Samples.View(_context, [.. _samples, new Sample { Features = unseen }]));

        var seen = Rows(capture.Seen!);
        Assert.HasCount(81, seen);
        CollectionAssert.AreEqual(values, seen[^1].Lle);
    }

    [TestMethod]
    public void Nothing_is_placed_before_it_is_asked_for_and_then_once()
    {
        var phases = new List<LlePhase>();
        var options = Options(LleTrainingRows.Placed, nameof(Sample.Features));
        options.Progress = new Listener(phases);
        var capture = new Capture();
        _context.Transforms.LocallyLinearEmbedding(options).Append(capture).Fit(Samples.View(_context, _samples));
        Assert.DoesNotContain(LlePhase.Placement, phases);

        Rows(capture.Seen!);
        Rows(capture.Seen!);
        Assert.AreEqual(1, phases.Count(phase => phase == LlePhase.Placement));
    }

    [TestMethod]
    public void Cancelling_reaches_the_placing_of_training_rows()
    {
        using var source = new CancellationTokenSource();
        var options = Options(LleTrainingRows.Placed, nameof(Sample.Features));
        options.CancellationToken = source.Token;
        var capture = new Capture();
        _context.Transforms.LocallyLinearEmbedding(options).Append(capture).Fit(Samples.View(_context, _samples));
        source.Cancel();
        Assert.Throws<OperationCanceledException>(() => Rows(capture.Seen!));
    }

    [TestMethod]
    public void A_linear_method_shows_its_projection_either_way()
    {
        var options = Options(LleTrainingRows.Placed, nameof(Sample.Features));
        options.Method = LleMethod.NeighborhoodPreservingEmbedding;
        options.ReconstructionErrorColumnName = null;
        options.NeighborsColumnName = null;
        var capture = new Capture();
        var chain = _context.Transforms.LocallyLinearEmbedding(options).Append(capture).Fit(Samples.View(_context, _samples));
        var expected = chain.Transform(Samples.View(_context, _samples)).GetColumn<float[]>("Lle");
        CollectionAssert.AreEqual(
            expected.SelectMany(row => row).ToArray(), capture.Seen!.GetColumn<float[]>("Lle").SelectMany(row => row).ToArray());
    }

    [TestMethod]
    public void The_default_is_placed_where_labels_shape_the_embedding_and_exact_elsewhere()
    {
        foreach (double strength in new[] { 0, 0.1 })
        {
            var options = Options(null, nameof(Sample.Features));
            options.SupervisionStrength = strength;
            options.LabelColumnName = nameof(Sample.Upper);
            var capture = new Capture();
            var chain = _context.Transforms.LocallyLinearEmbedding(options).Append(capture).Fit(Samples.View(_context, _samples));
            bool isExact = Rows(capture.Seen!).All(row => row.Error == 0f);
            Assert.AreEqual(strength == 0, isExact, $"SupervisionStrength {strength}");
            Assert.IsTrue(Rows(chain.Transform(Samples.View(_context, _samples))).All(row => row.Error == 0f));
        }
    }

    [TestMethod]
    public void An_undefined_value_is_refused()
    {
        var error = Assert.ThrowsExactly<ArgumentOutOfRangeException>(
            () => _context.Transforms.LocallyLinearEmbedding(Options((LleTrainingRows)7, nameof(Sample.Features))));
        Assert.Contains("TrainingRows is 7, but must be one of Exact, Placed", error.Message);
    }

    private (Row[] Seen, LocallyLinearEmbeddingTransformer Step) Fit(LleTrainingRows trainingRows, string input = nameof(Sample.Features))
    {
        var capture = new Capture();
        var chain = _context.Transforms.LocallyLinearEmbedding(Options(trainingRows, input)).Append(capture)
            .Fit(Samples.View(_context, _samples));
        return (Rows(capture.Seen!), (LocallyLinearEmbeddingTransformer)chain.First());
    }

    private Row[] Rows(IDataView view) => [.. _context.Data.CreateEnumerable<Row>(view, reuseRowObject: false)];

    private static LocallyLinearEmbeddingOptions Options(LleTrainingRows? trainingRows, string input) => new()
    {
        InputColumnName = input, NumberOfComponents = 2, NumberOfNeighbors = 8, TrainingRows = trainingRows,
        ReconstructionErrorColumnName = "Error", NeighborsColumnName = "Neighbors",
    };

    private sealed class Row
    {
        public float[] Lle { get; set; } = [];

        public float Error { get; set; }

        public int[] Neighbors { get; set; } = [];
    }

    /// <summary>Learns nothing and keeps what the chain gave it to learn from.</summary>
    private sealed class Capture : IEstimator<ITransformer>
    {
        public IDataView? Seen { get; private set; }

        public ITransformer Fit(IDataView input)
        {
            Seen = input;
            return new TransformerChain<ITransformer>();
        }

        public SchemaShape GetOutputSchema(SchemaShape inputSchema) => inputSchema;
    }

    /// <summary>An estimator whose fit is done already.</summary>
    private sealed class Fitted(ITransformer transformer) : IEstimator<ITransformer>
    {
        public ITransformer Fit(IDataView input) => transformer;

        public SchemaShape GetOutputSchema(SchemaShape inputSchema) => inputSchema;
    }

    private sealed class Listener(List<LlePhase> phases) : IProgress<LleProgress>
    {
        public void Report(LleProgress value) => phases.Add(value.Phase);
    }
}
