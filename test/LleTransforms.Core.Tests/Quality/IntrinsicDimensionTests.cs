using LleTransforms.Core.Tests.TestData;

namespace LleTransforms.Core.Tests.Quality;

[TestClass]
public sealed class IntrinsicDimensionTests
{
    // NumPy 1.24.2 on PseudoRandomRows.Make(200), from the sorted rows of scipy's cdist: for TwoNN the slope sum(xy)/sum(xx) of the first
    // 180 points, for maximum likelihood 1 / mean(log(T_k / T_j)) averaged over k = 10 ... 20.
    private const double TwoNearestNeighborsByNumPy = 4.567059097886245;
    private const double MaximumLikelihoodByNumPy = 4.209452709150906;

    [TestMethod]
    public void Estimates_equal_a_second_computation()
    {
        (FeatureMatrix features, _) = PseudoRandomRows.Make(200);
        Assert.AreEqual(TwoNearestNeighborsByNumPy, IntrinsicDimension.TwoNearestNeighbors(features).Dimension, 1e-5);
        Assert.AreEqual(MaximumLikelihoodByNumPy, IntrinsicDimension.MaximumLikelihood(features).Dimension, 1e-5);
    }

    [TestMethod]
    [DataRow(0.0, 59)]
    [DataRow(0.1, 54)]
    [DataRow(0.5, 30)]
    [DataRow(0.95, 3)]
    public void TwoNN_is_the_slope_over_the_ratios_that_are_kept(double discardFraction, int kept)
    {
        // The row with the largest ratio, of F = 1, is never kept.
        (FeatureMatrix features, _) = PseudoRandomRows.Make(60);
        double expected = NaiveDimension.TwoNearestNeighbors(features, [.. Enumerable.Range(0, 60)], kept);
        Assert.AreEqual(expected, IntrinsicDimension.TwoNearestNeighbors(features, discardFraction).Dimension, 1e-5 * expected);
    }

    [TestMethod]
    [DataRow(2, 2)]
    [DataRow(2, 5)]
    [DataRow(7, 7)]
    [DataRow(10, 59)]
    public void Maximum_likelihood_is_the_mean_over_the_range_of_k(int smallest, int largest)
    {
        (FeatureMatrix features, _) = PseudoRandomRows.Make(60);
        double expected = NaiveDimension.MaximumLikelihood(features, [.. Enumerable.Range(0, 60)], smallest, largest);
        Assert.AreEqual(expected, IntrinsicDimension.MaximumLikelihood(features, smallest, largest).Dimension, 1e-5 * expected);
    }

    [TestMethod]
    public void A_sample_is_measured_against_all_rows()
    {
        (FeatureMatrix features, _) = PseudoRandomRows.Make(60);
        int[] anchors = LleTransforms.Quality.AnchorRows.Choose(60, 20, 7);
        IntrinsicDimensionEstimate two = IntrinsicDimension.TwoNearestNeighbors(features, 0.1, sampleSize: 20, seed: 7);
        IntrinsicDimensionEstimate likelihood = IntrinsicDimension.MaximumLikelihood(features, 4, 8, sampleSize: 20, seed: 7);
        Assert.AreEqual((60, 60, 20), (two.NumberOfRows, two.NumberOfDistinctRows, two.SampleSize));
        Assert.AreEqual((60, 60, 20), (likelihood.NumberOfRows, likelihood.NumberOfDistinctRows, likelihood.SampleSize));
        Assert.AreEqual(NaiveDimension.TwoNearestNeighbors(features, anchors, 18), two.Dimension, 1e-5 * two.Dimension);
        Assert.AreEqual(NaiveDimension.MaximumLikelihood(features, anchors, 4, 8), likelihood.Dimension, 1e-5 * likelihood.Dimension);
    }

    [TestMethod]
    [DataRow(0.2, 1)]
    [DataRow(1.4, 1)]
    [DataRow(2.6, 3)]
    public void The_number_of_components_is_the_nearest_and_at_least_one(double dimension, int rounded) =>
        Assert.AreEqual(rounded, new IntrinsicDimensionEstimate(dimension, 9, 9, 9).RoundedDimension);

    [TestMethod]
    [DataRow(8, 1f, 3, 5)]
    [DataRow(30, 1f, 10, 20)]
    [DataRow(30, 0.7f, 10, 20)]
    [DataRow(30, 1.9f, 2, 29)]
    public void Rows_that_are_all_equally_far_have_no_dimension(int count, float edge, int smallest, int largest)
    {
        // The corners of a simplex.
        float[] corners = new float[count * count];
        for (int row = 0; row < count; row++)
        {
            corners[(row * count) + row] = edge;
        }

        FeatureMatrix simplex = FeatureMatrix.FromRowMajor(corners, count, count);
        string ofMany = Assert.ThrowsExactly<ArgumentException>(
            () => IntrinsicDimension.MaximumLikelihood(simplex, smallest, largest)).Message;
        Assert.Contains($"Every row's nearest {smallest} neighbours are equally far", ofMany);
        Assert.Contains("their distances say nothing about the dimension", ofMany);
        string ofTwo = Assert.ThrowsExactly<ArgumentException>(() => IntrinsicDimension.TwoNearestNeighbors(simplex)).Message;
        Assert.Contains($"of {count} rows are equally far", ofTwo);
        Assert.Contains("ratios of their distances say nothing about the dimension", ofTwo);
    }

    [TestMethod]
    [DataRow(1)]
    [DataRow(2)]
    [DataRow(3)]
    [DataRow(5)]
    public void A_torus_of_known_dimension_is_measured_as_such(int dimension)
    {
        FeatureMatrix torus = Torus(1000, dimension, seed: 3);
        IntrinsicDimensionEstimate two = IntrinsicDimension.TwoNearestNeighbors(torus);
        IntrinsicDimensionEstimate likelihood = IntrinsicDimension.MaximumLikelihood(torus);
        Assert.AreEqual(dimension, two.RoundedDimension);
        Assert.AreEqual(dimension, likelihood.RoundedDimension);
        Assert.AreEqual(1000, two.SampleSize);
    }

    [TestMethod]
    public void Repeated_rows_change_nothing()
    {
        FeatureMatrix torus = Torus(300, 2, seed: 9);
        float[] twice = new float[600 * torus.NumberOfColumns];
        for (int row = 0; row < 600; row++)
        {
            torus.Row(row % 300).CopyTo(twice.AsSpan(row * torus.NumberOfColumns));
        }

        FeatureMatrix doubled = FeatureMatrix.FromRowMajor(twice, 600, torus.NumberOfColumns);
        IntrinsicDimensionEstimate estimate = IntrinsicDimension.TwoNearestNeighbors(doubled);
        Assert.AreEqual(600, estimate.NumberOfRows);
        Assert.AreEqual(300, estimate.NumberOfDistinctRows);
        Assert.AreEqual(IntrinsicDimension.TwoNearestNeighbors(torus).Dimension, estimate.Dimension, 1e-4);
        Assert.AreEqual(
            IntrinsicDimension.MaximumLikelihood(torus).Dimension, IntrinsicDimension.MaximumLikelihood(doubled).Dimension, 1e-4);
    }

    [TestMethod]
    public void A_sample_of_all_rows_but_one_differs_by_little_and_says_its_size()
    {
        FeatureMatrix torus = Torus(400, 3, seed: 1);
        IntrinsicDimensionEstimate whole = IntrinsicDimension.MaximumLikelihood(torus);
        IntrinsicDimensionEstimate sampled = IntrinsicDimension.MaximumLikelihood(torus, sampleSize: 399);
        Assert.AreEqual(399, sampled.SampleSize);
        Assert.AreEqual(whole.Dimension, sampled.Dimension, 0.01 * whole.Dimension);
        Assert.AreNotEqual(whole.Dimension, sampled.Dimension);
    }

    [TestMethod]
    [DataRow(1e-20)]
    [DataRow(1e18)]
    public void Scale_does_not_matter(double scale)
    {
        FeatureMatrix torus = Torus(200, 2, seed: 5);
        FeatureMatrix scaled =
            PseudoRandomRows.Map(torus, torus.NumberOfColumns, (row, _) => [.. row.Select(value => (float)(value * scale))]);
        Assert.AreEqual(
            IntrinsicDimension.TwoNearestNeighbors(torus).Dimension, IntrinsicDimension.TwoNearestNeighbors(scaled).Dimension, 1e-4);
    }

    [TestMethod]
    [DataRow(null)]
    [DataRow(30)]
    public void Sparse_rows_have_the_dimension_of_dense_ones(int? sampleSize)
    {
        Documents documents = Documents.Create(60, 300, 8, 4, seed: 2);
        FeatureMatrix sparse = documents.Sparse(always: true), dense = documents.Dense();
        Assert.AreEqual(
            IntrinsicDimension.TwoNearestNeighbors(dense, sampleSize: sampleSize).Dimension,
            IntrinsicDimension.TwoNearestNeighbors(sparse, sampleSize: sampleSize).Dimension,
            1e-4);
        Assert.AreEqual(
            IntrinsicDimension.MaximumLikelihood(dense, sampleSize: sampleSize).Dimension,
            IntrinsicDimension.MaximumLikelihood(sparse, sampleSize: sampleSize).Dimension,
            1e-4);
    }

    [TestMethod]
    public void A_grid_has_no_ratio_to_measure()
    {
        FeatureMatrix line = FeatureMatrix.FromRowMajor([.. Enumerable.Range(0, 100).Select(i => (float)i)], 100, 1);
        Assert.Contains("equally far", Assert.ThrowsExactly<ArgumentException>(() => IntrinsicDimension.TwoNearestNeighbors(line)).Message);
        Assert.AreEqual(1, IntrinsicDimension.MaximumLikelihood(line).RoundedDimension);
    }

    [TestMethod]
    [DataRow(3, 3, 200)]
    [DataRow(3, 5, 500)]
    [DataRow(3, 10, 500)]
    [DataRow(2, 30, 500)]
    [DataRow(1, 1500, 1000)]
    public void Whole_numbers_close_together_have_too_many_ties_to_measure(int columns, int values, int count)
    {
        string message = Assert.ThrowsExactly<ArgumentException>(
            () => IntrinsicDimension.TwoNearestNeighbors(WholeNumbers(columns, values, count))).Message;

        Assert.Contains("rows are equally far, as on a grid", message);
        Assert.Contains("Use MaximumLikelihood with more neighbours", message);
    }

    [TestMethod]
    [DataRow(3, 30, 2.5, 3.5)]
    [DataRow(2, 100, 1.6, 2.5)]
    [DataRow(5, 12, 4, 5.5)]
    public void Whole_numbers_with_few_ties_are_measured(int columns, int values, double low, double high) =>
        Assert.IsInRange(low, high, IntrinsicDimension.TwoNearestNeighbors(WholeNumbers(columns, values, 500)).Dimension);

    private static FeatureMatrix WholeNumbers(int columns, int values, int count)
    {
        var random = new Random(11);
        return FeatureMatrix.FromRowMajor(
            [.. Enumerable.Range(0, count * columns).Select(_ => (float)random.Next(values))], count, columns);
    }

    [TestMethod]
    public void Arguments_out_of_range_name_their_value_and_range()
    {
        FeatureMatrix torus = Torus(12, 2, seed: 5);
        FeatureMatrix equal = FeatureMatrix.FromRowMajor(new float[30], 10, 3);
        Assert.Contains("discardFraction is 1;", Assert.ThrowsExactly<ArgumentOutOfRangeException>(
            () => IntrinsicDimension.TwoNearestNeighbors(torus, discardFraction: 1)).Message);
        Assert.Contains("discardFraction is -0.1;", Assert.ThrowsExactly<ArgumentOutOfRangeException>(
            () => IntrinsicDimension.TwoNearestNeighbors(torus, discardFraction: -0.1)).Message);
        Assert.Contains("discardFraction is NaN;", Assert.ThrowsExactly<ArgumentOutOfRangeException>(
            () => IntrinsicDimension.TwoNearestNeighbors(torus, discardFraction: double.NaN)).Message);
        Assert.Contains("NumberOfThreads is 0;", Assert.ThrowsExactly<ArgumentOutOfRangeException>(
            () => IntrinsicDimension.TwoNearestNeighbors(torus, numberOfThreads: 0)).Message);
        Assert.Contains("NumberOfThreads is 0;", Assert.ThrowsExactly<ArgumentOutOfRangeException>(
            () => IntrinsicDimension.MaximumLikelihood(torus, 2, 5, numberOfThreads: 0)).Message);
        Assert.Contains("largestNumberOfNeighbors is 20; features has 12 rows of which 12 are distinct, so each has at most 11",
            Assert.ThrowsExactly<ArgumentException>(
            () => IntrinsicDimension.MaximumLikelihood(torus)).Message);
        Assert.Contains("smallestNumberOfNeighbors is 1;", Assert.ThrowsExactly<ArgumentOutOfRangeException>(
            () => IntrinsicDimension.MaximumLikelihood(torus, 1, 5)).Message);
        Assert.Contains("largestNumberOfNeighbors is 4;", Assert.ThrowsExactly<ArgumentOutOfRangeException>(
            () => IntrinsicDimension.MaximumLikelihood(torus, 5, 4)).Message);
        Assert.Contains(
            "1 are distinct", Assert.ThrowsExactly<ArgumentException>(() => IntrinsicDimension.TwoNearestNeighbors(equal)).Message);
    }

    /// <summary>Uniform points of a flat torus, a circle to every two columns: it has no edge, where an estimate would be too
    /// low.</summary>
    private static FeatureMatrix Torus(int rowCount, int dimension, int seed)
    {
        var random = new Random(seed);
        float[] values = new float[rowCount * 2 * dimension];
        for (int entry = 0; entry < rowCount * dimension; entry++)
        {
            double parameter = 2 * Math.PI * random.NextDouble();
            values[2 * entry] = (float)Math.Sin(parameter);
            values[2 * entry + 1] = (float)Math.Cos(parameter);
        }

        return FeatureMatrix.FromRowMajor(values, rowCount, 2 * dimension);
    }
}
