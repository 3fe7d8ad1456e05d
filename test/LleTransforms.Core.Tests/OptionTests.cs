using LleTransforms.Core.Tests.Comparison;
using LleTransforms.Core.Tests.TestData;
using MathNet.Numerics.LinearAlgebra;

namespace LleTransforms.Core.Tests;

/// <summary>Every option has the effect that its documentation promises.</summary>
[TestClass]
public sealed class OptionTests
{
    private static readonly double[,] Rows = Manifolds.SwissRoll(300, 5).Rows;

    [TestMethod]
    public void Null_neighbours_takes_the_k_that_the_selection_chooses()
    {
        var options = new LleOptions { NumberOfComponents = 2, NumberOfNeighbors = null };
        FeatureMatrix features = FeatureMatrix.FromArray(Rows);

        LleModel model = LocallyLinearEmbedding.Fit(features, options);

        Assert.AreEqual(NumberOfNeighborsSelection.Choose(features, options).NumberOfNeighbors, model.NumberOfNeighbors);
    }

    [TestMethod]
    public void Cosine_ignores_lengths_where_neighbours_are_chosen()
    {
        double[,] sphere = Manifolds.SeveredSphere(300, 1).Rows;
        var random = new Random(1);
        double[,] stretched = sphere.Select(row =>
        {
            double length = 1 + (4 * random.NextDouble());
            return [.. row.Select(value => length * value)];
        });
        var options = new LleOptions { NumberOfComponents = 2, NumberOfNeighbors = 9, Metric = LleMetric.Cosine };

        LleModel plain = LocallyLinearEmbedding.Fit(FeatureMatrix.FromArray(sphere), options);
        LleModel ofStretched = LocallyLinearEmbedding.Fit(FeatureMatrix.FromArray(stretched), options);

        for (int row = 0; row < 300; row += 17)
        {
            CollectionAssert.AreEquivalent(
                plain.ExplainTrainingRow(row).TrainingRows.ToArray(), ofStretched.ExplainTrainingRow(row).TrainingRows.ToArray());
        }
    }

    [TestMethod]
    public void Cosine_keeps_rows_of_one_direction_apart_and_gives_a_zero_row_NaN()
    {
        double[,] rows = Manifolds.SeveredSphere(200, 1).Rows;
        for (int c = 0; c < 3; c++)
        {
            rows[7, c] = 2 * rows[3, c];
        }

        LleModel model = LocallyLinearEmbedding.Fit(
            FeatureMatrix.FromArray(rows), new LleOptions { NumberOfComponents = 2, NumberOfNeighbors = 9, Metric = LleMetric.Cosine });
        FeatureMatrix placed = model.Transform(FeatureMatrix.FromArray(rows));
        float[] zero = new float[2];
        model.Transform(new float[3], zero);

        CollectionAssert.AreEqual(model.Coordinates(7).ToArray().Select(value => (float)value).ToArray(), placed.Row(7).ToArray());
        CollectionAssert.AreEqual(model.Coordinates(3).ToArray().Select(value => (float)value).ToArray(), placed.Row(3).ToArray());
        Assert.IsTrue(zero.All(float.IsNaN));
        ArgumentException error = Assert.ThrowsExactly<ArgumentException>(() => LocallyLinearEmbedding.Fit(
            FeatureMatrix.FromArray(ArrayRows.Stack(rows, new double[1, 3])),
            new LleOptions { NumberOfComponents = 2, Metric = LleMetric.Cosine }));
        StringAssert.Contains(error.Message, "200");
    }

    [TestMethod]
    [DataRow(LleNeighborSearch.BruteForce)]
    [DataRow(LleNeighborSearch.Tree)]
    public void Exact_searches_give_the_same_bits(LleNeighborSearch search)
    {
        LleModel chosen = Fit(new LleOptions { NeighborSearch = search });
        LleModel standard = Fit(new LleOptions());

        Assert.AreEqual(standard.ReconstructionError, chosen.ReconstructionError);
    }

    [TestMethod]
    [DataRow(LleEigenSolver.Dense)]
    [DataRow(LleEigenSolver.Direct)]
    [DataRow(LleEigenSolver.Iterative)]
    public void Eigen_solvers_agree_and_the_log_names_the_one_that_ran(LleEigenSolver solver)
    {
        var heard = new List<string>();
        LleModel model = LocallyLinearEmbedding.Fit(
            FeatureMatrix.FromArray(Rows),
            new LleOptions { NumberOfComponents = 2, EigenSolver = solver, NumberOfThreads = 1 },
            new Listener(report => heard.Add(report.Message ?? string.Empty)));

        Assert.IsInRange(
            0, 1e-6, Subspaces.LargestPrincipalAngle(ArrayRows.EmbeddingOf(Fit(new LleOptions())), ArrayRows.EmbeddingOf(model)));
        Assert.IsTrue(
            heard.Exists(message => message.Contains(solver.ToString(), StringComparison.OrdinalIgnoreCase)), string.Join('\n', heard));
    }

    [TestMethod]
    public void Supervision_of_0_equals_no_labels_bit_for_bit_and_more_separates_classes()
    {
        int[] labels = [.. Enumerable.Range(0, 300).Select(row => Rows[row, 1] > 10 ? 1 : 0)];
        var options = new LleOptions { NumberOfComponents = 2, NumberOfNeighbors = 9 };
        FeatureMatrix features = FeatureMatrix.FromArray(Rows);

        LleModel without = LocallyLinearEmbedding.Fit(features, options);
        LleModel ignored = LocallyLinearEmbedding.Fit(features, labels, options);
        LleModel supervised = LocallyLinearEmbedding.Fit(
            features, labels, new LleOptions { NumberOfComponents = 2, NumberOfNeighbors = 9, SupervisionStrength = 1,
                DisconnectedGraph = LleDisconnectedGraph.Throw });

        CollectionAssert.AreEqual(Saved(without), Saved(ignored));
        Assert.HasCount(1, without.PartSizes);
        CollectionAssert.AreEqual(
            new[] { labels.Count(l => l == 0), labels.Count(l => l == 1) }.OrderDescending().ToArray(), supervised.PartSizes.ToArray());
    }

    [TestMethod]
    public void Equal_rows_of_different_labels_take_the_label_of_most()
    {
        double[,] rows = ArrayRows.Stack(Rows, ArrayRows.FromRows([Rows.Row(0), Rows.Row(0)]));
        int[] labels = [.. Enumerable.Range(0, 302).Select(row => rows[row, 1] > 10 ? 1 : 0)];
        labels[0] = 1 - labels[300];
        var options = new LleOptions { NumberOfComponents = 2, NumberOfNeighbors = 9, SupervisionStrength = 1 };

        LleModel outvoted = LocallyLinearEmbedding.Fit(FeatureMatrix.FromArray(rows), labels, options);
        labels[0] = labels[300];
        LleModel agreed = LocallyLinearEmbedding.Fit(FeatureMatrix.FromArray(rows), labels, options);

        CollectionAssert.AreEqual(Saved(agreed), Saved(outvoted));
    }

    [TestMethod]
    public void Supervision_without_labels_is_an_error() =>
        Assert.ThrowsExactly<ArgumentException>(() => Fit(new LleOptions { SupervisionStrength = 0.5 }));

    [TestMethod]
    public void Local_affine_placement_extrapolates_where_barycentric_falls_back()
    {
        double[,] plane = Manifolds.Plane(400, 5, 1).Rows;
        double[,] far = ArrayRows.FromRows([[.. Enumerable.Range(0, 5).Select(j => (3 * Math.Cos(j)) + (3 * Math.Sin(j)))]]);
        Matrix<double> barycentric = Place(LlePlacement.Barycentric);
        Matrix<double> affine = Place(LlePlacement.LocalAffine);

        // Three sides away from a sheet of one side's length.
        Assert.IsGreaterThan(1.5 * barycentric.Row(0).L2Norm(), affine.Row(0).L2Norm());

        Matrix<double> Place(LlePlacement rule) => LocallyLinearEmbedding.Fit(
            FeatureMatrix.FromArray(plane),
            new LleOptions { Method = LleMethod.LocalTangentSpaceAlignment, NumberOfComponents = 2, Placement = rule })
            .Transform(FeatureMatrix.FromArray(far)).ToMatrix();
    }

    [TestMethod]
    public void Limit_on_weight_vectors_changes_rows_of_low_dimension()
    {
        // A ball with a thread hanging from it: neighbourhoods of the thread have one direction, fewer than d.
        var random = new Random(1);
        double[,] rows = ArrayRows.FromRows([.. Enumerable.Range(0, 300).Select(i => i < 160
            ? new[] { random.NextDouble(), random.NextDouble(), random.NextDouble() }
            : new[] { 1 + (0.02 * (i - 160)) + (0.01 * random.NextDouble()), Math.Sin(0.02 * i), 0.01 * random.NextDouble() })]);
        LleModel limited = FitModified(true);
        LleModel unlimited = FitModified(false);

        Assert.AreNotEqual(limited.ReconstructionError, unlimited.ReconstructionError);

        LleModel FitModified(bool limit) => LocallyLinearEmbedding.Fit(FeatureMatrix.FromArray(rows), new LleOptions
        {
            Method = LleMethod.Modified, NumberOfComponents = 2, NumberOfNeighbors = 10, LimitWeightVectors = limit,
        });
    }

    [TestMethod]
    public void Regularization_makes_weights_more_equal()
    {
        float[] row = [4.1f, 9.3f, -6.2f];
        double Spread(double regularization) =>
            Fit(new LleOptions { Regularization = regularization }).Explain(row).Weights.Sum(weight => Math.Abs(weight - (1.0 / 12)));

        Assert.IsGreaterThan(Spread(1), Spread(1e-6));
    }

    [TestMethod]
    [DataRow(nameof(LleOptions.NumberOfComponents), "NumberOfComponents is 0", "from 1")]
    [DataRow(nameof(LleOptions.NumberOfNeighbors), "NumberOfNeighbors is 1", "from 2 to 1000")]
    [DataRow(nameof(LleOptions.Regularization), "Regularization is 0", "from 1e-12 to 1")]
    [DataRow(nameof(LleOptions.NumberOfThreads), "NumberOfThreads is 0", "at least 1")]
    [DataRow(nameof(LleOptions.SupervisionStrength), "SupervisionStrength is 2", "from 0 to 1")]
    [DataRow(nameof(LleOptions.Method), "Method is 99", "Standard")]
    [DataRow(nameof(LleOptions.Placement), "Placement is Linear", "Barycentric")]
    public void An_option_out_of_range_is_named_with_its_value_and_its_range(string option, string value, string range)
    {
        var options = new LleOptions { NumberOfComponents = 2 };
        switch (option)
        {
            case nameof(LleOptions.NumberOfComponents): options.NumberOfComponents = 0; break;
            case nameof(LleOptions.NumberOfNeighbors): options.NumberOfNeighbors = 1; break;
            case nameof(LleOptions.Regularization): options.Regularization = 0; break;
            case nameof(LleOptions.NumberOfThreads): options.NumberOfThreads = 0; break;
            case nameof(LleOptions.SupervisionStrength): options.SupervisionStrength = 2; break;
            case nameof(LleOptions.Method): options.Method = (LleMethod)99; break;
            default: options.Placement = LlePlacement.Linear; break;
        }

        ArgumentOutOfRangeException error = Assert.ThrowsExactly<ArgumentOutOfRangeException>(
            () => LocallyLinearEmbedding.Fit(FeatureMatrix.FromArray(Rows), options));

        StringAssert.Contains(error.Message, value);
        StringAssert.Contains(error.Message, range);
    }

    [TestMethod]
    public void Too_many_neighbours_or_components_for_the_rows_are_named_with_numbers_that_work()
    {
        double[,] rows = Manifolds.SwissRoll(10, 1).Rows;
        StringAssert.Contains(Error(new LleOptions { NumberOfComponents = 2, NumberOfNeighbors = 10 }), "at most 9");
        StringAssert.Contains(Error(new LleOptions { NumberOfComponents = 9, NumberOfNeighbors = 9 }), "at most 8");

        string Error(LleOptions options) => Assert.ThrowsExactly<ArgumentOutOfRangeException>(
            () => LocallyLinearEmbedding.Fit(FeatureMatrix.FromArray(rows), options)).Message;
    }

    private static LleModel Fit(LleOptions options)
    {
        options.NumberOfComponents = 2;
        return LocallyLinearEmbedding.Fit(FeatureMatrix.FromArray(Rows), options);
    }

    private static byte[] Saved(LleModel model)
    {
        using var stream = new MemoryStream();
        model.Save(stream);
        return stream.ToArray();
    }
}
