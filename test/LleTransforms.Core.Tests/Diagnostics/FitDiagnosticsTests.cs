using LleTransforms.Core.Tests.TestData;

namespace LleTransforms.Core.Tests.Diagnostics;

[TestClass]
public sealed class FitDiagnosticsTests
{
    [TestMethod]
    public void Neighbours_weights_and_errors_are_those_that_explain_each_training_row()
    {
        FeatureMatrix features = Manifolds.SwissRoll(400, seed: 3).Features;
        LleModel model = Fit(features, LleMethod.Standard);

        FitDiagnostics diagnostics = FitDiagnostics.Compute(features, model);

        Assert.AreEqual(400, diagnostics.NumberOfRows);
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

        FitDiagnostics diagnostics = FitDiagnostics.Compute(features, Fit(features, method), numberOfEigenvalues: 3);

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
        FeatureMatrix features =
            FeatureMatrix.FromArray(ArrayRows.Stack(roll.Rows, roll.Rows.Select(row => [row[0] + 1000, row[1] + 1, row[2]])));
        LleModel model = Fit(features, LleMethod.Standard);

        FitDiagnostics diagnostics = FitDiagnostics.Compute(features, model);

        Assert.HasCount(2, model.PartSizes);
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

        Assert.AreEqual(150, diagnostics.NumberOfDistinctRows);
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

        Assert.IsEmpty(FitDiagnostics.Compute(features, Fit(features, LleMethod.Standard), numberOfEigenvalues: 0).FollowingEigenvalues);
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

    [TestMethod]
    [DataRow(LleMethod.Standard)]
    [DataRow(LleMethod.NeighborhoodPreservingEmbedding)]
    public void Sparse_rows_tell_what_dense_ones_do(LleMethod method)
    {
        Documents documents = Documents.Create(150, 60, 6, 3, seed: 4);
        FeatureMatrix sparse = documents.Sparse(always: true), dense = documents.Dense();

        FitDiagnostics ofSparse = FitDiagnostics.Compute(sparse, Fit(sparse, method)),
            ofDense = FitDiagnostics.Compute(dense, Fit(dense, method));

        Assert.HasCount(4, ofSparse.FollowingEigenvalues);
        for (int i = 0; i < 4; i++)
        {
            Assert.AreEqual(ofDense.FollowingEigenvalues[i], ofSparse.FollowingEigenvalues[i], 1e-5 * ofDense.FollowingEigenvalues[i]);
        }

        for (int row = 0; row < 150; row++)
        {
            CollectionAssert.AreEqual(ofDense.Neighbors(row).ToArray(), ofSparse.Neighbors(row).ToArray());
            Assert.AreEqual(ofDense.ReconstructionError(row), ofSparse.ReconstructionError(row), 1e-5 * ofDense.ReconstructionError(row));
        }
    }

    [TestMethod]
    [DataRow(2)]
    [DataRow(3)]
    public void A_part_needs_four_rows_for_each_eigenvalue(int wanted)
    {
        int enough = 4 * (2 + wanted);
        FeatureMatrix features = Manifolds.SCurve(enough, seed: 2).Features, fewer = Manifolds.SCurve(enough - 1, seed: 2).Features;

        Assert.HasCount(wanted, FitDiagnostics.Compute(features, Fit(features, LleMethod.Standard), wanted).FollowingEigenvalues);
        Assert.IsEmpty(FitDiagnostics.Compute(fewer, Fit(fewer, LleMethod.Standard), wanted).FollowingEigenvalues);
    }

    [TestMethod]
    [DataRow(20, 0)]
    [DataRow(30, 4)]
    public void The_smallest_part_counts(int rowsOfPart, int expected)
    {
        ManifoldSample roll = Manifolds.SwissRoll(150, seed: 6);
        FeatureMatrix features = FeatureMatrix.FromArray(
            ArrayRows.Stack(roll.Rows, roll.Slice(0, rowsOfPart).Rows.Select(row => [row[0] + 1000, row[1] + 1, row[2]])));
        LleModel model = Fit(features, LleMethod.Standard);
        Assert.HasCount(2, model.PartSizes);
        Assert.HasCount(expected, FitDiagnostics.Compute(features, model).FollowingEigenvalues);
    }

    [TestMethod]
    public void No_eigen_solve_is_begun_for_what_would_be_left_out()
    {
        FeatureMatrix features = Manifolds.SwissRoll(150, seed: 8).Features;
        LleModel whole = Fit(features, LleMethod.Standard);
        Assert.Contains(LlePhase.Eigenvectors, Phases(whole, 4));
        Assert.DoesNotContain(LlePhase.Eigenvectors, Phases(whole, 0));
        Assert.DoesNotContain(LlePhase.Eigenvectors, Phases(whole, 40));
        Assert.DoesNotContain(LlePhase.Eigenvectors, Phases(
            LocallyLinearEmbedding.Fit(features, new LleOptions { NumberOfComponents = 2, MaximumNumberOfTrainingRows = 120 }), 4));
        Assert.DoesNotContain(LlePhase.Eigenvectors, Phases(
            LocallyLinearEmbedding.Fit(features, new LleOptions { NumberOfComponents = 2, NumberOfLandmarks = 60 }), 4));

        LlePhase[] Phases(LleModel model, int wanted)
        {
            var heard = new List<LleProgress>();
            FitDiagnostics.Compute(features, model, wanted, new Listener(heard.Add));
            return [.. heard.Select(report => report.Phase).Distinct()];
        }
    }

    [TestMethod]
    public void A_part_with_too_few_rows_for_more_eigenvalues_leaves_them_out()
    {
        // Thirteen rows far from the others: the model joined them, and by themselves they have no more than twelve eigenvectors.
        double[,] roll = Manifolds.SwissRoll(300, seed: 6).Rows;
        FeatureMatrix features = FeatureMatrix.FromArray(
            ArrayRows.Stack(roll, Manifolds.SwissRoll(13, seed: 7).Rows.Select(row => [row[0] + 3000, row[1], row[2]])));
        LleModel joined = LocallyLinearEmbedding.Fit(
            features, new LleOptions { NumberOfComponents = 10, NumberOfNeighbors = 12, DisconnectedGraph = LleDisconnectedGraph.Connect });
        Assert.HasCount(1, joined.PartSizes);
        Assert.IsEmpty(FitDiagnostics.Compute(features, joined).FollowingEigenvalues);
    }

    [TestMethod]
    [DataRow(LlePhase.Neighbors)]
    [DataRow(LlePhase.LocalGeometry)]
    [DataRow(LlePhase.Eigenvectors)]
    public void An_error_of_the_listener_is_no_answer_of_a_solver(LlePhase phase)
    {
        FeatureMatrix features = Manifolds.SwissRoll(150, seed: 8).Features;
        LleModel model = Fit(features, LleMethod.Standard);
        var fault = new InvalidOperationException("The listener has had enough.");
        var listener = new Listener(report =>
        {
            if (report.Phase == phase)
            {
                throw fault;
            }
        });
        Assert.AreSame(fault, Assert.ThrowsExactly<InvalidOperationException>(() =>
            FitDiagnostics.Compute(features, model, numberOfEigenvalues: 1, progress: listener)));
    }

    [TestMethod]
    public void A_projection_has_no_more_eigenvalues_than_the_rows_have_directions()
    {
        FeatureMatrix features = Manifolds.SwissRoll(100, seed: 4).Features;
        FitDiagnostics diagnostics =
            FitDiagnostics.Compute(features, Fit(features, LleMethod.NeighborhoodPreservingEmbedding), numberOfEigenvalues: 4);
        Assert.IsEmpty(diagnostics.FollowingEigenvalues);
        Assert.HasCount(1, FitDiagnostics.Compute(
            features, Fit(features, LleMethod.NeighborhoodPreservingEmbedding), numberOfEigenvalues: 1).FollowingEigenvalues);
    }

    [TestMethod]
    public void Options_that_the_model_does_not_tell_leave_the_eigenvalues_out()
    {
        // Two parts that the fit joined, where the rows alone make two.
        ManifoldSample roll = Manifolds.SwissRoll(100, seed: 6);
        FeatureMatrix features =
            FeatureMatrix.FromArray(ArrayRows.Stack(roll.Rows, roll.Rows.Select(row => [row[0] + 1000, row[1] + 1, row[2]])));
        LleModel joined = LocallyLinearEmbedding.Fit(
            features, new LleOptions { NumberOfComponents = 2, DisconnectedGraph = LleDisconnectedGraph.Connect });
        LleModel apart = Fit(features, LleMethod.Standard);

        Assert.AreNotEqual(apart.Eigenvalues[0], joined.Eigenvalues[0], 0.02 * apart.Eigenvalues[0]);
        Assert.IsEmpty(FitDiagnostics.Compute(features, joined).FollowingEigenvalues);
        Assert.HasCount(4, FitDiagnostics.Compute(features, apart).FollowingEigenvalues);
    }

    [TestMethod]
    public void Counts_are_reported_and_messages_are_not()
    {
        FeatureMatrix features = Manifolds.SwissRoll(120, seed: 9).Features;
        LleModel model = Fit(features, LleMethod.Standard);
        var heard = new List<LleProgress>();
        FitDiagnostics.Compute(features, model, progress: new Listener(heard.Add));
        Assert.IsGreaterThan(0, heard.Count);
        Assert.IsTrue(heard.TrueForAll(report => report.Message is null));

        Assert.Throws<OperationCanceledException>(() =>
            FitDiagnostics.Compute(features, model, cancellationToken: new CancellationToken(canceled: true)));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => FitDiagnostics.Compute(features, model, numberOfEigenvalues: -1));
    }

    private static LleModel Fit(FeatureMatrix features, LleMethod method, int components = 2) =>
        LocallyLinearEmbedding.Fit(features, new LleOptions { NumberOfComponents = components, Method = method });

    /// <summary>As many columns as a linear method needs for several components: powers of the ones there are.</summary>
    private static FeatureMatrix WithMoreColumns(FeatureMatrix features)
    {
        var rows = new float[features.NumberOfRows, 9];
        for (int row = 0; row < features.NumberOfRows; row++)
        {
            for (int c = 0; c < 9; c++)
            {
                rows[row, c] = MathF.Pow(features.Row(row)[c % 3] / 10, 1 + (c / 3));
            }
        }

        return FeatureMatrix.FromArray(rows);
    }
}
