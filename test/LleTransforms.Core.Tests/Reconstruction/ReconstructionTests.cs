using LleTransforms.Core.Tests.TestData;

namespace LleTransforms.Core.Tests.Reconstruction;

/// <summary>The way back: features of points of an embedding, by values that can be worked out.</summary>
[TestClass]
public sealed class ReconstructionTests
{
    [TestMethod]
    public void A_training_rows_own_coordinates_give_that_row()
    {
        FeatureMatrix rows = Manifolds.SwissRoll(600, seed: 2).Features;
        foreach (LleMethod method in new[] { LleMethod.Standard, LleMethod.Convex, LleMethod.LocalTangentSpaceAlignment })
        {
            LleModel model = Fit(rows, method);
            FeatureMatrix coordinates = model.Transform(rows);
            foreach (LleReconstructionRule rule in Enum.GetValues<LleReconstructionRule>())
            {
                LleReconstruction back = model.Reconstruct(coordinates, new LleReconstructionOptions { Rule = rule });
                for (int row = 0; row < 600; row++)
                {
                    Assert.AreEqual(new LleReconstructedPoint(row, 0, false), back.Points[row]);
                    for (int c = 0; c < 3; c++)
                    {
                        Assert.AreEqual(rows.Value(row, c), back.Features.Value(row, c), 2e-6);
                    }
                }
            }
        }
    }

    [TestMethod]
    public void Of_several_rows_with_the_same_coordinates_the_first_is_told()
    {
        float[,] rows = new float[302, 3];
        FeatureMatrix roll = Manifolds.SwissRoll(300, seed: 2).Features;
        for (int i = 0; i < 302; i++)
        {
            for (int c = 0; c < 3; c++)
            {
                // Rows 0, 150 and 301 are equal.
                rows[i, c] = roll.Row(i is 150 or 301 ? 0 : i % 300)[c];
            }
        }

        LleModel model = Fit(FeatureMatrix.FromArray(rows), LleMethod.Standard);
        double[] features = new double[3];
        float[] point = Array.ConvertAll(model.Coordinates(301).ToArray(), value => (float)value);
        LleReconstructedPoint told = model.CreateReconstructor().Reconstruct(point, features);
        Assert.AreEqual(new LleReconstructedPoint(0, 0, false), told);
        Assert.AreEqual(rows[0, 1], features[1], 2e-6);
    }

    [TestMethod]
    public void Unseen_rows_of_a_sheet_come_back_near_to_themselves()
    {
        // A sheet in three columns whose rows lie about 0.04 apart.
        FeatureMatrix all = Sheet(2_400);
        LleModel model = Fit(Slice(all, 0, 2_000), LleMethod.LocalTangentSpaceAlignment);
        FeatureMatrix unseen = Slice(all, 2_000, 400);
        foreach (LleReconstructionRule rule in Enum.GetValues<LleReconstructionRule>())
        {
            var options = new LleReconstructionOptions { Rule = rule, Regularization = 1e-3 };
            double error = Math.Sqrt(MeanSquaredError(unseen, model.Reconstruct(model.Transform(unseen), options).Features));
            Assert.IsInRange(0, 0.01, error, $"{rule}");
        }
    }

    [TestMethod]
    public void An_affine_map_is_continued_beyond_the_rows_and_a_mean_is_not()
    {
        // Features that are linear in the coordinates: a flat strip.
        FeatureMatrix rows = Strip(500);
        LleModel model = Fit(rows, LleMethod.LocalTangentSpaceAlignment);
        FeatureMatrix coordinates = model.Transform(rows);
        int end = Enumerable.Range(0, 500).MaxBy(row => rows.Row(row)[0]);
        int inner = Enumerable.Range(0, 500).Where(row => row != end).MinBy(row => Distance(rows, row, end, 0.5f));
        float[] beyond = [.. Enumerable.Range(0, 2).Select(c =>
            coordinates.Row(end)[c] + (coordinates.Row(end)[c] - coordinates.Row(inner)[c]))];
        double expected = rows.Row(end)[0] + (rows.Row(end)[0] - rows.Row(inner)[0]);
        double[] features = new double[3];
        LleReconstructedPoint told = model
            .CreateReconstructor(new LleReconstructionOptions { Regularization = 1e-9 }).Reconstruct(beyond, features);
        Assert.AreEqual(expected, features[0], 1e-2);
        Assert.IsTrue(told.IsOutside);
        Assert.IsGreaterThan(0, told.Distance);

        model.CreateReconstructor(new LleReconstructionOptions { Rule = LleReconstructionRule.Barycentric, Regularization = 1 })
            .Reconstruct(beyond, features);
        Assert.IsInRange(0, rows.Row(end)[0] + 1e-6, features[0]);
    }

    [TestMethod]
    public void A_point_among_its_neighbours_is_inside_and_one_far_off_is_not()
    {
        FeatureMatrix rows = Sheet(1_000);
        LleModel model = Fit(rows, LleMethod.LocalTangentSpaceAlignment);
        LleReconstructor back = model.CreateReconstructor();
        double[] features = new double[3];

        // The mean of a row in the middle and of its neighbours lies among them.
        int middle = Enumerable.Range(0, 1_000).MinBy(row => Math.Abs(rows.Row(row)[0] - 1) + Math.Abs(rows.Row(row)[1] - 0.5));
        IReadOnlyList<int> near = model.ExplainTrainingRow(middle).TrainingRows;
        float[] mean = [.. Enumerable.Range(0, 2).Select(c => (float)near.Append(middle).Average(row => model.Coordinates(row)[c]))];
        LleReconstructedPoint inside = back.Reconstruct(mean, features);
        Assert.IsFalse(inside.IsOutside);
        double distance = Math.Sqrt(Enumerable.Range(0, 2).Sum(
            c => Math.Pow(model.Coordinates(inside.NearestTrainingRow)[c] - mean[c], 2)));
        Assert.AreEqual(distance, inside.Distance, 1e-5);
        Assert.AreEqual(1, features[0], 0.1);
        Assert.AreEqual(0.5, features[1], 0.1);

        Assert.IsTrue(back.Reconstruct([10, 0], features).IsOutside);
        Assert.IsTrue(double.IsFinite(features[0]));
    }

    [TestMethod]
    public void A_point_that_is_not_finite_gives_NaN()
    {
        LleModel model = Fit(Sheet(300), LleMethod.Standard);
        LleReconstruction back = model.Reconstruct(FeatureMatrix.FromRowMajor([float.NaN, 0, 0, 0, float.PositiveInfinity, 0], 3, 2));
        Assert.AreEqual(-1, back.Points[0].NearestTrainingRow);
        Assert.IsTrue(double.IsNaN(back.Points[0].Distance) && back.Points[0].IsOutside);
        Assert.IsTrue(float.IsNaN(back.Features.Row(0)[2]) && float.IsNaN(back.Features.Row(2)[0]));
        Assert.IsTrue(float.IsFinite(back.Features.Row(1)[0]));
    }

    [TestMethod]
    [DataRow(LleMethod.NeighborhoodPreservingEmbedding)]
    [DataRow(LleMethod.LinearLocalTangentSpaceAlignment)]
    public void A_linear_method_goes_back_by_its_pseudo_inverse(LleMethod method)
    {
        // Rows of rank 3 in 3 coordinates come back whole; in 2 they come back to a row that has the same coordinates.
        FeatureMatrix rows = Sheet(300);
        LleModel whole = Fit(rows, method, components: 3);
        Assert.IsInRange(0, 1e-10, MeanSquaredError(rows, whole.Reconstruct(whole.Transform(rows)).Features));
        LleModel flat = Fit(rows, method);
        FeatureMatrix coordinates = flat.Transform(rows);
        LleReconstruction back = flat.Reconstruct(coordinates);
        Assert.IsGreaterThan(1e-6, MeanSquaredError(rows, back.Features));
        Assert.IsInRange(0, 1e-8, MeanSquaredError(coordinates, flat.Transform(back.Features)));
        Assert.AreEqual(-1, back.Points[0].NearestTrainingRow);
        Assert.IsFalse(back.Points[0].IsOutside);
    }

    [TestMethod]
    public void Small_differences_on_a_large_constant_come_back()
    {
        double[,] rows = new double[300, 3];
        FeatureMatrix sheet = Sheet(300);
        for (int i = 0; i < 300; i++)
        {
            for (int c = 0; c < 3; c++)
            {
                rows[i, c] = 1e6 + sheet.Row(i)[c];
            }
        }

        FeatureMatrix features = FeatureMatrix.FromArray(rows);
        LleModel model = Fit(features, LleMethod.Standard);
        LleReconstruction back = model.Reconstruct(model.Transform(features));
        Assert.AreEqual(rows[7, 0], back.Features.Value(7, 0), 1e-5);
    }

    [TestMethod]
    public void Distances_have_no_way_back_and_options_have_ranges()
    {
        FeatureMatrix sheet = Sheet(60);
        float[,] distances = new float[60, 60];
        for (int i = 0; i < 60; i++)
        {
            for (int j = 0; j < 60; j++)
            {
                distances[i, j] = (float)Math.Sqrt(Enumerable.Range(0, 3).Sum(c => Math.Pow(sheet.Row(i)[c] - sheet.Row(j)[c], 2)));
            }
        }

        LleModel model = LocallyLinearEmbedding.Fit(FeatureMatrix.FromArray(distances), new LleOptions
        {
            NumberOfComponents = 2, NumberOfNeighbors = 8, Metric = LleMetric.Precomputed,
        });
        StringAssert.Contains(
            Assert.ThrowsExactly<InvalidOperationException>(() => model.CreateReconstructor()).Message, "Precomputed");

        LleModel fitted = Fit(sheet, LleMethod.Standard);
        foreach (LleReconstructionOptions options in new LleReconstructionOptions[]
        {
            new() { NumberOfNeighbors = 0 }, new() { Regularization = 2 }, new() { Rule = (LleReconstructionRule)9 },
        })
        {
            Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => fitted.CreateReconstructor(options));
        }

        Assert.ThrowsExactly<ArgumentException>(() => fitted.Reconstruct(sheet));
        Assert.ThrowsExactly<ArgumentException>(() => fitted.CreateReconstructor().Reconstruct([0, 0], new double[2]));
    }

    [TestMethod]
    public void Many_points_give_the_bits_of_one()
    {
        LleModel model = Fit(Sheet(400), LleMethod.Modified);
        Random random = new(3);
        float[] points = [.. Enumerable.Range(0, 2 * 300).Select(_ => (float)((4 * random.NextDouble()) - 2))];
        LleReconstructor back = model.CreateReconstructor();
        LleReconstruction all = back.Reconstruct(FeatureMatrix.FromRowMajor(points, 300, 2));
        double[] one = new double[3];
        for (int i = 0; i < 300; i++)
        {
            Assert.AreEqual(all.Points[i], back.Reconstruct(points.AsSpan(2 * i, 2), one));
            Assert.AreEqual(all.Features.Row(i)[1], (float)one[1]);
        }
    }

    private static LleModel Fit(FeatureMatrix rows, LleMethod method, int components = 2) => LocallyLinearEmbedding.Fit(
        rows, new LleOptions { Method = method, NumberOfComponents = components, NumberOfNeighbors = 10 });

    private static FeatureMatrix Sheet(int count)
    {
        Random random = new(5);
        float[,] rows = new float[count, 3];
        for (int i = 0; i < count; i++)
        {
            (double x, double y) = (2 * random.NextDouble(), random.NextDouble());
            (rows[i, 0], rows[i, 1], rows[i, 2]) = ((float)x, (float)y, (float)(0.2 * x * x));
        }

        return FeatureMatrix.FromArray(rows);
    }

    private static FeatureMatrix Strip(int count)
    {
        Random random = new(6);
        float[,] rows = new float[count, 3];
        for (int i = 0; i < count; i++)
        {
            (double x, double y) = (3 * random.NextDouble(), random.NextDouble());
            (rows[i, 0], rows[i, 1], rows[i, 2]) = ((float)x, (float)y, (float)(x - y));
        }

        return FeatureMatrix.FromArray(rows);
    }

    private static double Distance(FeatureMatrix rows, int row, int other, float wanted) =>
        Math.Abs(Math.Abs(rows.Row(other)[0] - rows.Row(row)[0]) - wanted) + Math.Abs(rows.Row(other)[1] - rows.Row(row)[1]);

    private static FeatureMatrix Slice(FeatureMatrix rows, int first, int count) => FeatureMatrix.FromRowMajor(
        [.. Enumerable.Range(first, count).SelectMany(row => rows.Row(row).ToArray())], count, rows.NumberOfColumns);

    private static double MeanSquaredError(FeatureMatrix expected, FeatureMatrix actual)
    {
        double sum = 0;
        for (int row = 0; row < expected.NumberOfRows; row++)
        {
            for (int c = 0; c < expected.NumberOfColumns; c++)
            {
                sum += Math.Pow(expected.Value(row, c) - actual.Value(row, c), 2);
            }
        }

        return sum / expected.NumberOfRows / expected.NumberOfColumns;
    }
}
