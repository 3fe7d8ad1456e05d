using LleTransforms.TestFramework.Data;
using LleTransforms.Tests.Data;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace LleTransforms.Tests.Evaluation;

/// <summary>Judging a column of coordinates against the features it was made from.</summary>
[TestClass]
public sealed class EvaluateEmbeddingTests
{
    private const int Rows = 120;

    private readonly MLContext _context = new(seed: 3);
    private readonly IReadOnlyList<Sample> _samples = Samples.Sheet(Rows);

    [TestMethod]
    public void Figures_are_those_of_the_engine()
    {
        var view = Embedded();
        var features = Matrix(_samples.Select(sample => sample.Features));
        var embedding = Matrix(view.GetColumn<float[]>("Lle"));
        var expected = EmbeddingQuality.Measure(features, embedding, new EmbeddingQualityOptions { NeighborhoodSize = 9 });

        var metrics = _context.EvaluateEmbedding(view, "Features", "Lle", numberOfNeighbors: 9);

        Assert.AreEqual(
            expected.Figures,
            new EmbeddingQualityFigures(
                metrics.NumberOfNeighbors, metrics.Trustworthiness, metrics.Continuity, metrics.NeighborhoodAgreement,
                metrics.RescaledAgreement,
                metrics.LocalContinuityMetaCriterion));
        Assert.AreEqual(expected.RescaledAgreementArea, metrics.RescaledAgreementArea);
        Assert.AreEqual(ResidualVariance.OfEuclideanDistances(features, embedding).Value, metrics.ResidualVariance);
        Assert.AreEqual((Rows, Rows), (metrics.NumberOfRows, metrics.SampleSize));
        Assert.IsGreaterThan(0.9, metrics.Trustworthiness);
    }

    [TestMethod]
    [DataRow(nameof(Sample.Features))]
    [DataRow(nameof(Sample.DoubleFeatures))]
    [DataRow(nameof(Sample.SparseFeatures))]
    public void Features_judged_against_themselves_are_perfect(string column)
    {
        var metrics = _context.EvaluateEmbedding(Samples.View(_context, _samples), nameof(Sample.Features), column);
        Assert.AreEqual(12, metrics.NumberOfNeighbors);
        Assert.AreEqual(1.0, metrics.Trustworthiness);
        Assert.AreEqual(1.0, metrics.Continuity);
        Assert.AreEqual(1.0, metrics.NeighborhoodAgreement);
        Assert.AreEqual(1.0, metrics.RescaledAgreementArea, 1e-12);
        Assert.AreEqual(0.0, metrics.ResidualVariance, 1e-6);
    }

    [TestMethod]
    public void Fewer_coordinates_of_the_same_sheet_are_worse()
    {
        double Area(int components) => _context.EvaluateEmbedding(Embedded(components), "Features", "Lle").RescaledAgreementArea;
        Assert.IsGreaterThan(Area(1), Area(2));
    }

    [TestMethod]
    public void A_sample_is_drawn_by_the_seed()
    {
        var view = Embedded();
        EmbeddingMetrics Sampled(MLContext context, int? seed = null) =>
            context.EvaluateEmbedding(view, "Features", "Lle", sampleSize: 30, seed: seed);
        var first = Sampled(_context);
        Assert.AreEqual((Rows, 30), (first.NumberOfRows, first.SampleSize));
        Assert.AreEqual(Sampled(_context, seed: 3).Trustworthiness, first.Trustworthiness);
        Assert.AreEqual(Sampled(new MLContext(), seed: 0).Trustworthiness, Sampled(new MLContext()).Trustworthiness);
        Assert.AreNotEqual(Sampled(_context, seed: 4).ResidualVariance, first.ResidualVariance);
    }

    [TestMethod]
    public void The_data_are_read_once_and_only_the_two_columns()
    {
        var observed = new ObservedDataView(Embedded());
        _context.EvaluateEmbedding(observed, "Features", "Lle");
        Assert.AreEqual(1, observed.CursorCount);
        CollectionAssert.AreEquivalent(new[] { "Features", "Lle" }, observed.AskedColumns.ToArray());
    }

    [TestMethod]
    [DataRow("Nowhere", "Lle", "Could not find input column 'Nowhere'")]
    [DataRow("Features", "Nowhere", "Could not find embedding column 'Nowhere'")]
    [DataRow("Name", "Lle", "input column 'Name': expected vector of Single or Double, got String")]
    [DataRow("Features", "Weight", "embedding column 'Weight': expected vector of Single or Double, got Single")]
    public void A_wrong_column_is_refused(string input, string embedding, string message) => Assert.Contains(
        message, Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => _context.EvaluateEmbedding(Embedded(), input, embedding)).Message);

    [TestMethod]
    public void Numbers_out_of_range_are_refused()
    {
        var view = Embedded();
        Assert.Contains("between 1 and 118", Assert.ThrowsExactly<ArgumentOutOfRangeException>(
            () => _context.EvaluateEmbedding(view, "Features", "Lle", numberOfNeighbors: 119)).Message);
        Assert.Contains("sampleSize is 121", Assert.ThrowsExactly<ArgumentOutOfRangeException>(
            () => _context.EvaluateEmbedding(view, "Features", "Lle", sampleSize: 121)).Message);
        Assert.ThrowsExactly<ArgumentException>(() => _context.EvaluateEmbedding(view, "Features", ""));
    }

    [TestMethod]
    public void A_value_that_is_not_finite_is_an_error_that_names_column_and_row()
    {
        Samples.Set(_samples[5], 2, float.NaN);
        var view = Samples.View(_context, _samples);
        var error = Assert.ThrowsExactly<InvalidOperationException>(() => _context.EvaluateEmbedding(view, "DoubleFeatures", "Features"));
        Assert.Contains("Column 'DoubleFeatures' holds NaN in row 5, slot 2", error.Message);
    }

    [TestMethod]
    public void Too_few_rows_and_rows_all_equal_are_errors()
    {
        var two = Samples.View(_context, Samples.Sheet(2));
        Assert.Contains("'Features' and 'DoubleFeatures' have 2 rows", Assert.ThrowsExactly<InvalidOperationException>(
            () => _context.EvaluateEmbedding(two, "Features", "DoubleFeatures")).Message);

        foreach (var sample in _samples)
        {
            sample.DoubleFeatures = new double[Sample.Width];
        }

        Assert.Contains("All 120 rows of column 'DoubleFeatures' are equal", Assert.ThrowsExactly<InvalidOperationException>(
            () => _context.EvaluateEmbedding(Samples.View(_context, _samples), "Features", "DoubleFeatures")).Message);
    }

    [TestMethod]
    public void A_token_stops_it()
    {
        using var source = new CancellationTokenSource();
        source.Cancel();
        Assert.Throws<OperationCanceledException>(() =>
            _context.EvaluateEmbedding(Embedded(), "Features", "Lle", cancellationToken: source.Token));
    }

    private IDataView Embedded(int components = 2)
    {
        var view = Samples.View(_context, _samples);
        return _context.Transforms.LocallyLinearEmbedding("Lle", "Features", numberOfComponents: components).Fit(view).Transform(view);
    }

    private static FeatureMatrix Matrix(IEnumerable<float[]> rows)
    {
        float[][] all = [.. rows];
        return FeatureMatrix.FromRowMajor([.. all.SelectMany(row => row)], all.Length, all[0].Length);
    }
}
