using LleTransforms.Alignment;
using LleTransforms.Core.Tests.Comparison;
using LleTransforms.Core.Tests.TestData;
using LleTransforms.Eigen;
using LleTransforms.Features;
using LleTransforms.Fitting;
using LleTransforms.LinearAlgebra.Sparse;
using LleTransforms.Neighbors;
using LleTransforms.Running;
using MathNet.Numerics.LinearAlgebra;

namespace LleTransforms.Core.Tests.Fitting;

/// <summary>Landmarks: what the reduced problem solves, and what the model does with rows that are no landmarks.</summary>
[TestClass]
public sealed class LandmarkTests
{
    private const int NumberOfRows = 900;

    private static readonly double[,] Rows = Manifolds.SwissRoll(NumberOfRows, 3).Rows;

    [TestMethod]
    [DataRow(LleMethod.Standard, 1e-6)]
    [DataRow(LleMethod.Modified, 1e-6)]
    [DataRow(LleMethod.LocalTangentSpaceAlignment, 1e-6)]
    public void Every_row_a_landmark_gives_the_full_fit(LleMethod method, double largestAngle)
    {
        var options = new LleOptions { NumberOfComponents = 2, NumberOfNeighbors = 10, Method = method };
        var context = new FitContext();
        CenteredFeatures features = CenteredFeatures.Create(FeatureMatrix.FromArray(Rows), context);
        NeighborGraph graph = NeighborSearches.Create(features).FindGraph(10, context);
        AlignmentMatrix alignment = options.Variant.Align(features, graph, 0, options.Geometry, context);
        var request = new EigenRequest(2, 0);

        LandmarkWeights weights = LandmarkWeights.Find(features, [.. Enumerable.Range(0, NumberOfRows)], FitPlan.Of(options, 10), context);
        EigenSolution reduced = LandmarkEigenvectors.Find(alignment, weights.ToMatrix(), request, context);
        EigenSolution full = BottomEigenvectors.Find(alignment, request, context);

        double angle = Subspaces.LargestPrincipalAngle(Columns(reduced.Vectors.Values), Columns(full.Vectors.Values));
        Assert.IsInRange(0, largestAngle, angle);
    }

    [TestMethod]
    public void No_fewer_rows_than_landmarks_is_the_full_fit_to_the_bit()
    {
        LleModel full = Fit(null);
        LleModel all = Fit(NumberOfRows);

        CollectionAssert.AreEqual(Saved(full), Saved(all));
    }

    [TestMethod]
    public void The_reduced_eigenvectors_are_the_best_that_landmarks_can_give()
    {
        var options = new LleOptions { NumberOfComponents = 2, NumberOfNeighbors = 10 };
        var context = new FitContext();
        CenteredFeatures features = CenteredFeatures.Create(FeatureMatrix.FromArray(Rows), context);
        NeighborGraph graph = NeighborSearches.Create(features).FindGraph(10, context);
        AlignmentMatrix alignment = options.Variant.Align(features, graph, 0, options.Geometry, context);
        int[] landmarks = [.. Enumerable.Range(0, NumberOfRows).Where(row => row % 4 == 1)];
        SparseMatrix interpolation = LandmarkWeights.Find(features, landmarks, FitPlan.Of(options, 10), context).ToMatrix();

        EigenSolution found = LandmarkEigenvectors.Find(alignment, interpolation, new EigenRequest(2, 0), context);

        // The generalised problem by dense means: an orthonormal basis of Z's centred range, and the singular values of A on it.
        Matrix<double> z = Dense(interpolation);
        Matrix<double> centered = Matrix<double>.Build.Dense(z.RowCount, z.ColumnCount, (i, j) => z[i, j]);
        Vector<double> means = z.ColumnSums() / z.RowCount;
        for (int row = 0; row < z.RowCount; row++)
        {
            centered.SetRow(row, centered.Row(row) - means);
        }

        // Z 1 = 1, so one direction of the centred range is lost.
        Matrix<double> range = centered.Svd(true).U.SubMatrix(0, z.RowCount, 0, z.ColumnCount - 1);
        Vector<double> singular = (Dense(((FactoredAlignment)alignment).Residual) * range).Svd(false).S;
        Assert.AreEqual(singular[^1] * singular[^1], found.Eigenvalues[0], 1e-6 * found.Eigenvalues[0]);
        Assert.AreEqual(singular[^2] * singular[^2], found.Eigenvalues[1], 1e-6 * found.Eigenvalues[1]);
    }

    [TestMethod]
    [DataRow(null)]
    [DataRow(LlePlacement.LocalAffine)]
    public void A_training_row_is_placed_at_its_own_coordinates_to_the_bit(LlePlacement? rule)
    {
        LleOptions options = Options(200);
        options.Placement = rule;
        options.PlaceAmongLandmarks = true;
        LleModel model = LocallyLinearEmbedding.Fit(FeatureMatrix.FromArray(Rows), options);
        FeatureMatrix placed = model.Transform(FeatureMatrix.FromArray(Rows));

        Assert.AreEqual(200, model.NumberOfHeldRows);
        for (int row = 0; row < NumberOfRows; row++)
        {
            CollectionAssert.AreEqual(model.Coordinates(row).ToArray().Select(value => (float)value).ToArray(), placed.Row(row).ToArray());
        }
    }

    [TestMethod]
    public void Unseen_rows_are_placed_among_all_rows_unless_among_landmarks_alone()
    {
        double[,] unseen = Manifolds.SwissRoll(100, 8).Rows;
        LleModel all = Fit(200);
        LleModel small = Fit(200, alone: true);
        LleExplanation explanation = all.Explain([unseen[0, 0], unseen[0, 1], unseen[0, 2]]);

        Assert.AreEqual(NumberOfRows, all.NumberOfHeldRows);
        Assert.AreEqual(200, small.NumberOfHeldRows);
        float[] expected = new float[2];
        for (int j = 0; j < explanation.TrainingRows.Count; j++)
        {
            for (int c = 0; c < 2; c++)
            {
                expected[c] += (float)(explanation.Weights[j] * all.Coordinates(explanation.TrainingRows[j])[c]);
            }
        }

        FeatureMatrix placed = all.Transform(FeatureMatrix.FromArray(unseen));
        Assert.AreEqual(expected[0], placed.Row(0)[0], 1e-5);
        Assert.AreEqual(expected[1], placed.Row(0)[1], 1e-5);
        CollectionAssert.AreNotEqual(placed.Values, small.Transform(FeatureMatrix.FromArray(unseen)).Values);
    }

    [TestMethod]
    public void Placing_among_landmarks_needs_landmarks()
    {
        var options = new LleOptions { PlaceAmongLandmarks = true };

        ArgumentOutOfRangeException error = Assert.ThrowsExactly<ArgumentOutOfRangeException>(options.Validate);

        Assert.Contains("PlaceAmongLandmarks is True, but must be false where NumberOfLandmarks is null.", error.Message);
    }

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public void All_rows_together_have_mean_0_and_variance_1(bool alone)
    {
        LleModel model = Fit(200, alone: alone);

        for (int c = 0; c < 2; c++)
        {
            double[] column = [.. Enumerable.Range(0, NumberOfRows).Select(row => model.Coordinates(row)[c])];
            Assert.AreEqual(0, column.Average(), 1e-10);
            Assert.AreEqual(1, column.Select(value => value * value).Average(), 1e-10);
        }
    }

    [TestMethod]
    public void Threads_do_not_change_a_bit_and_seeds_do()
    {
        byte[] one = Saved(Fit(300, threads: 1));

        CollectionAssert.AreEqual(one, Saved(Fit(300, threads: 2)));
        CollectionAssert.AreNotEqual(one, Saved(Fit(300, seed: 1)));
    }

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public void A_saved_model_keeps_every_rows_coordinates(bool alone)
    {
        LleModel model = Fit(200, alone: alone);
        LleModel loaded = LleModel.Load(new MemoryStream(Saved(model)));

        Assert.AreEqual(NumberOfRows, loaded.NumberOfTrainingRows);
        for (int row = 0; row < NumberOfRows; row++)
        {
            CollectionAssert.AreEqual(model.Coordinates(row).ToArray(), loaded.Coordinates(row).ToArray());
        }
    }

    [TestMethod]
    public void Equal_rows_share_coordinates_and_parts_that_lie_apart_get_their_landmarks()
    {
        double[,] roll = Manifolds.SwissRoll(400, 3).Rows;
        double[,] far = Manifolds.SwissRoll(300, 4).Rows.Select(row => [row[0] + 1000, row[1], row[2]]);
        double[,] rows = ArrayRows.Stack(ArrayRows.Stack(roll, far), roll);

        LleOptions options = Options(140);
        options.PlaceAmongLandmarks = true;
        LleModel model = LocallyLinearEmbedding.Fit(FeatureMatrix.FromArray(rows), options);

        Assert.HasCount(2, model.PartSizes);
        Assert.AreEqual(140, model.NumberOfHeldRows);
        for (int row = 0; row < 400; row++)
        {
            CollectionAssert.AreEqual(model.Coordinates(row).ToArray(), model.Coordinates(700 + row).ToArray());
            Assert.IsTrue(double.IsFinite(model.Coordinates(row)[0]));
        }
    }

    [TestMethod]
    public void Only_held_rows_can_be_explained_by_number()
    {
        LleModel model = Fit(200, alone: true);
        int explained = 0;
        for (int row = 0; row < NumberOfRows; row++)
        {
            try
            {
                LleExplanation explanation = model.ExplainTrainingRow(row);
                Assert.IsFalse(explanation.TrainingRows.Contains(row));
                explained++;
            }
            catch (InvalidOperationException)
            {
                // A row whose features the model does not hold.
            }
        }

        Assert.AreEqual(200, explained);
    }

    [TestMethod]
    public void Landmarks_find_a_planes_own_coordinates()
    {
        ManifoldSample sample = Manifolds.Plane(2000, 5, 1);
        LleModel model = LocallyLinearEmbedding.Fit(sample.Features, new LleOptions { NumberOfComponents = 2, NumberOfLandmarks = 500 });
        double[,] coordinates = new double[2000, 2];
        for (int row = 0; row < 2000; row++)
        {
            (coordinates[row, 0], coordinates[row, 1]) = (model.Coordinates(row)[0], model.Coordinates(row)[1]);
        }

        // What an affine map of the coordinates leaves of the parameters' spread.
        Matrix<double> design = Matrix<double>.Build.DenseOfArray(coordinates).InsertColumn(2, Vector<double>.Build.Dense(2000, 1));
        Matrix<double> truth = Matrix<double>.Build.DenseOfArray(sample.Parameters);
        Matrix<double> residual = truth - (design * design.Solve(truth));
        for (int c = 0; c < 2; c++)
        {
            double mean = truth.Column(c).Average();
            double spread = (truth.Column(c) - mean).L2Norm();
            Assert.IsInRange(0, 0.05, residual.Column(c).L2Norm() / spread);
        }
    }

    [TestMethod]
    [DataRow(11, LleMethod.Standard, "at least 12")]
    [DataRow(20_001, LleMethod.Standard, "at most 20000")]
    [DataRow(100, LleMethod.NeighborhoodPreservingEmbedding, "null with")]
    public void Numbers_that_cannot_serve_are_refused(int landmarkCount, LleMethod method, string allowed)
    {
        var options = new LleOptions { NumberOfComponents = 2, NumberOfNeighbors = 10, NumberOfLandmarks = landmarkCount, Method = method };

        ArgumentOutOfRangeException error = Assert.ThrowsExactly<ArgumentOutOfRangeException>(options.Validate);

        StringAssert.Contains(error.Message, $"NumberOfLandmarks is {landmarkCount}");
        StringAssert.Contains(error.Message, allowed);
    }

    private static LleModel Fit(int? landmarkCount, int? threads = null, int? seed = null, bool alone = false)
    {
        LleOptions options = Options(landmarkCount);
        options.NumberOfThreads = threads;
        options.Seed = seed;
        options.PlaceAmongLandmarks = alone;
        return LocallyLinearEmbedding.Fit(FeatureMatrix.FromArray(Rows), options);
    }

    private static LleOptions Options(int? landmarkCount) =>
        new() { NumberOfComponents = 2, NumberOfNeighbors = 10, NumberOfLandmarks = landmarkCount };

    private static byte[] Saved(LleModel model)
    {
        var stream = new MemoryStream();
        model.Save(stream);
        return stream.ToArray();
    }

    private static Matrix<double> Columns(double[] vectors) =>
        Matrix<double>.Build.Dense(NumberOfRows, vectors.Length / NumberOfRows, vectors);

    private static Matrix<double> Dense(SparseMatrix matrix)
    {
        Matrix<double> dense = Matrix<double>.Build.Dense(matrix.NumberOfRows, matrix.NumberOfColumns);
        for (int i = 0; i < matrix.NumberOfRows; i++)
        {
            for (int p = matrix.RowStarts[i]; p < matrix.RowStarts[i + 1]; p++)
            {
                dense[i, matrix.Columns[p]] = matrix.Values[p];
            }
        }

        return dense;
    }
}
