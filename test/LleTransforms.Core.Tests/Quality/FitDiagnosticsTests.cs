using LleTransforms.Core.Tests.TestData;

namespace LleTransforms.Core.Tests.Quality;

[TestClass]
public sealed class FitDiagnosticsTests
{
    [TestMethod]
    public void Neighbours_weights_and_errors_are_those_that_explain_each_training_row()
    {
        FeatureMatrix features = Manifolds.SwissRoll(400, seed: 3).Features;
        LleModel model = Fit(features, LleMethod.Standard);

        FitDiagnostics diagnostics = FitDiagnostics.Compute(features, model);

        Assert.AreEqual(400, diagnostics.RowCount);
        for (int row = 0; row < 400; row += 7)
        {
            LleExplanation expected = model.ExplainTrainingRow(row);
            CollectionAssert.AreEqual(expected.TrainingRows.ToArray(), diagnostics.Neighbors(row).ToArray());
            CollectionAssert.AreEqual(expected.Weights.ToArray(), diagnostics.Weights(row).ToArray());
            Assert.AreEqual(expected.ReconstructionError, diagnostics.ReconstructionError(row), 1e-9 * expected.ReconstructionError);
        }
    }

    [TestMethod]
    [DataRow(LleMethod.Standard)]
    [DataRow(LleMethod.NeighborhoodPreservingEmbedding)]
    public void Eigenvalues_go_on_where_the_models_end(LleMethod method)
    {
        FeatureMatrix features = WithMoreColumns(Manifolds.SwissRoll(300, seed: 4).Features);

        FitDiagnostics diagnostics = FitDiagnostics.Compute(features, Fit(features, method), eigenvalueCount: 3);

        IReadOnlyList<double> longer = Fit(features, method, components: 5).Eigenvalues;
        Assert.HasCount(3, diagnostics.FollowingEigenvalues);
        for (int i = 0; i < 3; i++)
        {
            Assert.AreEqual(longer[2 + i], diagnostics.FollowingEigenvalues[i], 1e-6 * longer[2 + i]);
        }
    }

    [TestMethod]
    [DataRow(LleMethod.Modified)]
    [DataRow(LleMethod.Hessian)]
    [DataRow(LleMethod.LocalTangentSpaceAlignment)]
    [DataRow(LleMethod.LinearLocalTangentSpaceAlignment)]
    public void Methods_whose_matrix_depends_on_d_keep_their_own_matrix(LleMethod method)
    {
        FeatureMatrix features = WithMoreColumns(Manifolds.SwissRoll(300, seed: 5).Features);
        LleModel model = Fit(features, method);

        FitDiagnostics diagnostics = FitDiagnostics.Compute(features, model);

        Assert.HasCount(4, diagnostics.FollowingEigenvalues);
        Assert.IsGreaterThanOrEqualTo(model.Eigenvalues[^1], diagnostics.FollowingEigenvalues[0]);
    }

    [TestMethod]
    public void Parts_of_a_graph_add_their_eigenvalues_as_the_model_does()
    {
        ManifoldSample roll = Manifolds.SwissRoll(200, seed: 6);
        FeatureMatrix features = FeatureMatrix.FromArray(ArrayRows.Stack(roll.Rows, roll.Rows.Select(row => [row[0] + 1000, row[1] + 1, row[2]])));
        LleModel model = Fit(features, LleMethod.Standard);

        FitDiagnostics diagnostics = FitDiagnostics.Compute(features, model);

        Assert.HasCount(2, model.ComponentSizes);
        Assert.HasCount(4, diagnostics.FollowingEigenvalues);
        IReadOnlyList<double> longer = Fit(features, LleMethod.Standard, components: 6).Eigenvalues;
        Assert.AreEqual(longer[2], diagnostics.FollowingEigenvalues[0], 1e-6 * longer[2]);
    }

    [TestMethod]
    public void Equal_rows_share_theirs_under_the_number_of_the_first()
    {
        double[,] rows = Manifolds.SwissRoll(150, seed: 7).Rows;
        FeatureMatrix features = FeatureMatrix.FromArray(ArrayRows.Stack(rows, rows));
        LleModel model = Fit(features, LleMethod.Standard);

        FitDiagnostics diagnostics = FitDiagnostics.Compute(features, model);

        Assert.AreEqual(150, diagnostics.DistinctRowCount);
        for (int row = 0; row < 150; row++)
        {
            CollectionAssert.AreEqual(diagnostics.Neighbors(row).ToArray(), diagnostics.Neighbors(row + 150).ToArray());
            Assert.IsInRange(0, 149, diagnostics.Neighbors(row).ToArray().Max());
        }
    }

    [TestMethod]
    public void What_the_rows_alone_do_not_tell_is_left_out()
    {
        FeatureMatrix features = Manifolds.SwissRoll(300, seed: 8).Features;
        int[] labels = [.. Enumerable.Range(0, 300).Select(row => row % 2)];
        LleModel[] models =
        [
            LocallyLinearEmbedding.Fit(features, new LleOptions { NumberOfComponents = 2, MaximumNumberOfTrainingRows = 120 }),
            LocallyLinearEmbedding.Fit(features, new LleOptions { NumberOfComponents = 2, NumberOfLandmarks = 60 }),
            LocallyLinearEmbedding.Fit(features, labels, new LleOptions { NumberOfComponents = 2, SupervisionStrength = 0.1 }),
        ];

        foreach (LleModel model in models)
        {
            FitDiagnostics diagnostics = FitDiagnostics.Compute(features, model);

            Assert.IsEmpty(diagnostics.FollowingEigenvalues);
            Assert.AreEqual(1, diagnostics.Weights(299).ToArray().Sum(), 1e-9);
        }

        Assert.IsEmpty(FitDiagnostics.Compute(features, Fit(features, LleMethod.Standard), eigenvalueCount: 0).FollowingEigenvalues);
    }

    [TestMethod]
    public void Rows_of_another_table_are_refused()
    {
        FeatureMatrix features = Manifolds.SwissRoll(120, seed: 9).Features;
        LleModel model = Fit(features, LleMethod.Standard);

        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentException>(() => FitDiagnostics.Compute(Manifolds.SwissRoll(119, seed: 9).Features, model)).Message, "119 rows");
        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentException>(() => FitDiagnostics.Compute(Manifolds.SwissRoll(120, seed: 10).Features, model)).Message, "means");
    }

    [TestMethod]
    public void A_saved_model_still_knows_its_rows()
    {
        FeatureMatrix features = Manifolds.SwissRoll(200, seed: 11).Features;
        LleModel model = Fit(features, LleMethod.Standard);
        using var stream = new MemoryStream();
        model.Save(stream);
        stream.Position = 0;

        FitDiagnostics diagnostics = FitDiagnostics.Compute(features, LleModel.Load(stream));

        Assert.HasCount(4, diagnostics.FollowingEigenvalues);
    }

    private static LleModel Fit(FeatureMatrix features, LleMethod method, int components = 2) =>
        LocallyLinearEmbedding.Fit(features, new LleOptions { NumberOfComponents = components, Method = method });

    /// <summary>As many columns as a linear method needs for several components: powers of the ones there are.</summary>
    private static FeatureMatrix WithMoreColumns(FeatureMatrix features)
    {
        var rows = new float[features.RowCount, 9];
        for (int row = 0; row < features.RowCount; row++)
        {
            for (int c = 0; c < 9; c++)
            {
                rows[row, c] = MathF.Pow(features.Row(row)[c % 3] / 10, 1 + (c / 3));
            }
        }

        return FeatureMatrix.FromArray(rows);
    }
}
