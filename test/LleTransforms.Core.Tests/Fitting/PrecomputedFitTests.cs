using LleTransforms.Core.Tests.Comparison;
using LleTransforms.Core.Tests.TestData;
using MathNet.Numerics.LinearAlgebra;

namespace LleTransforms.Core.Tests.Fitting;

/// <summary>Fits of distances in place of features.</summary>
[TestClass]
public sealed class PrecomputedFitTests
{
    /// <summary>The rounding of distances to single precision moves embeddings by up to 6e-6, that of features by up to 2e-6.</summary>
    private const double Rounding = 1e-5;

    public static IEnumerable<LleMethod> MethodsOfRows => Enum.GetValues<LleMethod>().Where(method => !method.IsLinear());

    public static IEnumerable<object[]> MethodsAndRules => MethodsOfRows.SelectMany(method => new object[][]
    {
        [method, LlePlacement.Barycentric], [method, LlePlacement.LocalAffine],
    });

    [TestMethod]
    [DynamicData(nameof(MethodsOfRows))]
    public void Distances_of_features_give_the_embedding_of_the_features(LleMethod method)
    {
        AssertAlike(Manifolds.SwissRoll(400, 1).Rows, 2, 10);
        AssertAlike(Manifolds.SCurve(300, 2).Rows, 2, 10);
        AssertAlike(Manifolds.SmoothMap(400, 1).Rows, 4, 16);

        void AssertAlike(double[,] rows, int components, int neighbors)
        {
            LleModel ofFeatures = Fit(FeatureMatrix.FromArray(rows), LleMetric.Euclidean, method, components, neighbors);
            LleModel ofDistances = Fit(DistanceTables.Euclidean(rows), LleMetric.Precomputed, method, components, neighbors);

            Assert.AreEqual(LleMetric.Precomputed, ofDistances.Metric);
            Assert.AreEqual(rows.GetLength(0), ofDistances.NumberOfFeatures);
            Assert.IsInRange(0, Rounding, Angle(ofFeatures, ofDistances));
        }
    }

    [TestMethod]
    [DynamicData(nameof(MethodsAndRules))]
    public void Unseen_rows_come_to_lie_where_their_features_put_them(LleMethod method, LlePlacement rule)
    {
        double[,] all = Manifolds.SwissRoll(460, 1).Rows;
        double[,] rows = Rows(all, 0, 400), unseen = Rows(all, 400, 60);
        LleModel ofFeatures = Fit(FeatureMatrix.FromArray(rows), LleMetric.Euclidean, method, placement: rule);
        LleModel ofDistances = Fit(DistanceTables.Euclidean(rows), LleMetric.Precomputed, method, placement: rule);
        Matrix<double> map = Subspaces.Alignment(ArrayRows.EmbeddingOf(ofDistances), ArrayRows.EmbeddingOf(ofFeatures));

        FeatureMatrix distances = DistanceTables.Between(unseen, rows);
        Matrix<double> expected = ofFeatures.Transform(FeatureMatrix.FromArray(unseen)).ToMatrix();
        Matrix<double> actual = ofDistances.Transform(distances).ToMatrix();
        float[] single = new float[2];
        ofDistances.Transform(distances.Row(7), single);

        Assert.IsInRange(0, 1e-3, ((actual * map) - expected).PointwiseAbs().Enumerate().Max());
        CollectionAssert.AreEqual(actual.Row(7).Select(value => (float)value).ToArray(), single);

        LleExplanation byFeatures = ofFeatures.Explain(unseen.Row(7)), byDistances = ofDistances.Explain(distances.Row(7));
        CollectionAssert.AreEqual(byFeatures.TrainingRows.ToArray(), byDistances.TrainingRows.ToArray());
        Assert.AreEqual(byFeatures.ReconstructionError, byDistances.ReconstructionError, 1e-4 * (1e-2 + byFeatures.ReconstructionError));
    }

    [TestMethod]
    [DynamicData(nameof(MethodsOfRows))]
    public void A_row_at_distance_0_has_the_coordinates_of_the_row_there(LleMethod method)
    {
        FeatureMatrix distances = DistanceTables.Euclidean(Manifolds.SwissRoll(150, 3).Rows);
        LleModel model = Fit(distances, LleMetric.Precomputed, method);
        FeatureMatrix together = model.Transform(distances);
        float[] alone = new float[2];
        for (int row = 0; row < 150; row++)
        {
            float[] expected = [.. model.Coordinates(row).ToArray().Select(value => (float)value)];
            model.Transform(distances.Row(row), alone);

            CollectionAssert.AreEqual(expected, alone);
            CollectionAssert.AreEqual(expected, together.Row(row).ToArray());
            Assert.AreEqual(row, model.FindTrainingRow(distances.Row(row)));
        }

        double[,] wide = new double[150, 150];
        for (int i = 0; i < 150 * 150; i++)
        {
            wide[i / 150, i % 150] = distances.Value(i / 150, i % 150);
        }

        CollectionAssert.AreEqual(
            together.ToMatrix().Enumerate().ToArray(), model.Transform(FeatureMatrix.FromArray(wide)).ToMatrix().Enumerate().ToArray());
    }

    [TestMethod]
    [DynamicData(nameof(MethodsOfRows))]
    public void Equal_rows_are_fitted_once_and_a_zero_at_any_of_them_is_a_zero(LleMethod method)
    {
        double[,] rows = Manifolds.SCurve(120, 4).Rows;
        LleModel once = Fit(DistanceTables.Euclidean(rows), LleMetric.Precomputed, method);
        FeatureMatrix twice = DistanceTables.Euclidean(ArrayRows.Stack(rows, rows));
        LleModel model = Fit(twice, LleMetric.Precomputed, method);

        Assert.AreEqual(120, model.NumberOfHeldRows);
        for (int row = 0; row < 120; row++)
        {
            CollectionAssert.AreEqual(once.Coordinates(row).ToArray(), model.Coordinates(row).ToArray());
            CollectionAssert.AreEqual(model.Coordinates(row).ToArray(), model.Coordinates(120 + row).ToArray());
            Assert.AreEqual(row, model.FindTrainingRow(twice.Row(120 + row)));
        }
    }

    [TestMethod]
    [DynamicData(nameof(MethodsOfRows))]
    public void Edit_distances_which_no_points_have_end_finitely(LleMethod method)
    {
        string[] words = Words(130);
        int count = words.Length - 10;
        FeatureMatrix distances = DistanceTables.OfEdits(words[..count]);
        Matrix<double> squares = distances.ToMatrix().Map(distance => distance * distance);
        Matrix<double> centering = Matrix<double>.Build.DenseIdentity(count) - Matrix<double>.Build.Dense(count, count, 1.0 / count);
        Assert.IsInRange(double.MinValue, -1, (centering * squares * centering / -2).Evd(Symmetricity.Symmetric).EigenValues.Real().Min());

        LleModel model = Fit(distances, LleMetric.Precomputed, method, neighbors: 12);
        FeatureMatrix placed = model.Transform(FeatureMatrix.FromArray(DistanceTables.Fill(
            10, count, (row, column) => DistanceTables.Edits(words[count + row], words[column]))));

        Assert.IsTrue(ArrayRows.EmbeddingOf(model).Enumerate().All(double.IsFinite));
        Assert.IsTrue(placed.ToMatrix().Enumerate().All(double.IsFinite));
    }

    [TestMethod]
    [DynamicData(nameof(MethodsOfRows))]
    public void Neither_threads_nor_saving_change_a_bit(LleMethod method)
    {
        double[,] all = Manifolds.SwissRoll(340, 5).Rows;
        double[,] rows = Rows(all, 0, 300);
        rows = ArrayRows.Stack(rows, Rows(rows, 10, 5));
        FeatureMatrix distances = DistanceTables.Euclidean(rows), unseen = DistanceTables.Between(Rows(all, 300, 40), rows);
        LleModel onOne = Fit(distances, LleMetric.Precomputed, method, threads: 1);
        LleModel onThree = Fit(distances, LleMetric.Precomputed, method, threads: 3);
        using var stream = new MemoryStream();
        onOne.Save(stream);
        stream.Position = 0;
        LleModel loaded = LleModel.Load(stream);

        foreach (LleModel other in new[] { onThree, loaded })
        {
            CollectionAssert.AreEqual(
                ArrayRows.EmbeddingOf(onOne).Enumerate().ToArray(), ArrayRows.EmbeddingOf(other).Enumerate().ToArray());
            CollectionAssert.AreEqual(
                onOne.Transform(unseen).ToMatrix().Enumerate().ToArray(), other.Transform(unseen).ToMatrix().Enumerate().ToArray());
        }
    }

    [TestMethod]
    [DynamicData(nameof(MethodsOfRows))]
    public void Far_clusters_are_embedded_each_by_itself(LleMethod method)
    {
        double[,] near = Manifolds.SwissRoll(150, 3).Rows;
        double[,] rows = ArrayRows.Stack(near, Manifolds.SwissRoll(120, 4).Rows.Select(row => [row[0] + 500, row[1], row[2]]));
        LleModel model = Fit(DistanceTables.Euclidean(rows), LleMetric.Precomputed, method);

        CollectionAssert.AreEqual(new[] { 150, 120 }, model.PartSizes.ToArray());
        Matrix<double> together = ArrayRows.EmbeddingOf(model).SubMatrix(0, 150, 0, 2);
        Vector<double> mean = together.ColumnSums() / 150;
        together = Matrix<double>.Build.Dense(150, 2, (row, column) => together[row, column] - mean[column]);
        Matrix<double> alone = ArrayRows.EmbeddingOf(Fit(DistanceTables.Euclidean(near), LleMetric.Precomputed, method));
        Assert.IsInRange(0, 1e-3, Subspaces.LargestPrincipalAngle(alone, together));
    }

    [TestMethod]
    [DataRow(120, null, false)]
    [DataRow(null, 100, false)]
    [DataRow(null, 100, true)]
    [DataRow(150, 100, true)]
    public void Samples_and_landmarks_are_those_of_the_features(int? sample, int? landmarks, bool placesAmongLandmarks)
    {
        double[,] all = Manifolds.SmoothMap(330, 6).Rows;
        double[,] rows = Rows(all, 0, 300), unseen = Rows(all, 300, 30);
        LleModel ofFeatures = FitPart(FeatureMatrix.FromArray(rows), LleMetric.Euclidean);
        LleModel ofDistances = FitPart(DistanceTables.Euclidean(rows), LleMetric.Precomputed);
        using var stream = new MemoryStream();
        ofDistances.Save(stream);
        stream.Position = 0;

        Assert.AreEqual(ofFeatures.NumberOfHeldRows, ofDistances.NumberOfHeldRows);
        Assert.IsInRange(0, 1e-4, Angle(ofFeatures, ofDistances));
        FeatureMatrix distances = DistanceTables.Between(unseen, rows);
        CollectionAssert.AreEqual(
            ofDistances.Transform(distances).ToMatrix().Enumerate().ToArray(),
            LleModel.Load(stream).Transform(distances).ToMatrix().Enumerate().ToArray());

        LleModel FitPart(FeatureMatrix table, LleMetric metric) => LocallyLinearEmbedding.Fit(table, new LleOptions
        {
            NumberOfComponents = 2, NumberOfNeighbors = 14, Metric = metric, MaximumNumberOfTrainingRows = sample,
            NumberOfLandmarks = landmarks, PlaceAmongLandmarks = placesAmongLandmarks, Seed = 3,
        });
    }

    [TestMethod]
    public void A_row_to_place_holds_a_distance_to_each_row_of_the_fit()
    {
        double[,] rows = Manifolds.SwissRoll(60, 1).Rows;
        LleModel model = Fit(DistanceTables.Euclidean(rows), LleMetric.Precomputed);
        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentException>(() => model.Transform(FeatureMatrix.FromArray(rows))).Message,
            "The row has 3 values, but the model was fitted on the distances of 60 rows to each other");

        // The row is at distance 0 from row 0, and yet it has no place.
        float[] faulty = DistanceTables.Euclidean(rows).Row(0).ToArray(), coordinates = new float[2];
        foreach (float value in new[] { -1f, float.NaN, float.PositiveInfinity })
        {
            faulty[5] = value;
            model.Transform(faulty, coordinates);
            Assert.IsTrue(coordinates.All(float.IsNaN), $"{value}");
        }
    }

    private static LleModel Fit(
        FeatureMatrix rows, LleMetric metric, LleMethod method = LleMethod.Standard, int components = 2, int neighbors = 10,
        LlePlacement? placement = null, int? threads = null) =>
        LocallyLinearEmbedding.Fit(rows, new LleOptions
        {
            Method = method, Metric = metric, NumberOfComponents = components, NumberOfNeighbors = neighbors, Placement = placement,
            NumberOfThreads = threads,
        });

    private static double Angle(LleModel expected, LleModel actual) =>
        Subspaces.LargestPrincipalAngle(ArrayRows.EmbeddingOf(expected), ArrayRows.EmbeddingOf(actual));

    private static double[,] Rows(double[,] table, int start, int count) =>
        ArrayRows.FromRows([.. Enumerable.Range(start, count).Select(table.Row)]);

    private static string[] Words(int count)
    {
        var random = new Random(1);
        string[] stems = ["embed", "neighbour", "manifold", "distance"];
        return [.. Enumerable.Range(0, count).Select(i => new string(
            [.. stems[i % stems.Length].Select(letter => random.Next(4) == 0 ? (char)('a' + random.Next(26)) : letter)])
            + new string('x', random.Next(4))).Distinct()];
    }
}
