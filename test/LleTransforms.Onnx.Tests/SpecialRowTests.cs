using LleTransforms.Core.Tests.TestData;

namespace LleTransforms.Onnx.Tests;

/// <summary>Rows that a graph could get wrong where the engine does not.</summary>
[TestClass]
public sealed class SpecialRowTests
{
    [TestMethod]
    [DataRow(LleMetric.Euclidean)]
    [DataRow(LleMetric.Cosine)]
    [DataRow(LleMetric.Hamming)]
    [DataRow(LleMetric.Jaccard)]
    public void Rows_that_are_not_finite_have_no_place_and_leave_others_alone(LleMetric metric)
    {
        LleModel model = Whole(metric);
        double[] row = [1, 2, 3, 1];
        double[][] rows =
            [row, [1, double.NaN, 3, 1], [1, 2, double.PositiveInfinity, 1], [double.NegativeInfinity, 2, 3, double.NaN], row];

        MethodTests.Agrees(model, rows);
        using var exported = new ExportedModel(model);
        float[] placed = exported.Transform([1f, 2, 3, 1, 1, float.NaN, 3, 1], 4);
        Assert.IsTrue(placed[..2].All(float.IsFinite) && placed[2..].All(float.IsNaN), string.Join(' ', placed));
    }

    [TestMethod]
    public void Explanations_of_rows_without_a_place_say_so()
    {
        using var exported = new ExportedModel(
            Whole(LleMetric.Cosine),
            new LleOnnxOptions { NeighborsName = "n", NeighborWeightsName = "w", ReconstructionErrorName = "e" });

        var found = exported.Run([0f, 0, 0, 0], 4, "n", "w", "e");

        Assert.IsTrue(found[0].AsTensor<long>().All(number => number == -1));
        Assert.IsTrue(found[1].AsTensor<float>().All(float.IsNaN));
        Assert.IsTrue(found[2].AsTensor<float>().All(float.IsNaN));
    }

    [TestMethod]
    [DataRow(1e3)]
    [DataRow(1e6)]
    [DataRow(1e25)]
    [DataRow(1e300)]
    public void Far_rows_are_placed_alike_one_at_a_time(double distance)
    {
        LleModel model = MethodTests.Fit(MethodTests.Rows(Manifolds.SwissRoll(400, 1)), new LleOptions { NumberOfComponents = 2 });

        foreach (double[] row in new double[][] { [distance, 3, 1], [-distance, distance / 3, 0], [1, 2, 0.7 * distance] })
        {
            MethodTests.Agrees(model, [row], takesDoubles: true);
        }
    }

    [TestMethod]
    public void Many_rows_of_one_direction_leave_each_its_own_place()
    {
        double[][] rows =
        [
            .. Enumerable.Range(1, 30).Select(length => new double[] { length, 2 * length, 0 }),
            .. Enumerable.Range(0, 60).Select(i => new[] { Math.Cos(i / 20.0), Math.Sin(i / 20.0), 1 }),
        ];
        LleModel model = MethodTests.Fit(
            rows, new LleOptions { Metric = LleMetric.Cosine, NumberOfComponents = 2, NumberOfNeighbors = 5 });

        MethodTests.Agrees(model, rows);
    }

    [TestMethod]
    public void All_other_rows_may_be_neighbours()
    {
        double[][] rows = MethodTests.Rows(Manifolds.SwissRoll(12, 1));
        LleModel model = MethodTests.Fit(rows, new LleOptions { NumberOfComponents = 2, NumberOfNeighbors = 11 });

        MethodTests.Agrees(model, [.. rows, .. MethodTests.Rows(Manifolds.SwissRoll(10, 2))]);
    }

    [TestMethod]
    public void A_row_in_the_middle_of_equally_far_rows_takes_the_first_of_them()
    {
        double[][] corners =
            [.. Enumerable.Range(0, 64).Select(i => Enumerable.Range(0, 6).Select(bit => (double)(i >> bit & 1)).ToArray())];
        LleModel model = MethodTests.Fit(corners, new LleOptions { NumberOfComponents = 2, NumberOfNeighbors = 5 });

        MethodTests.Agrees(model, [Enumerable.Repeat(0.5, 6).ToArray(), [0.5, 0.5, 0.5, 0, 0, 0], .. corners]);
    }

    [TestMethod]
    public void No_rows_give_no_coordinates()
    {
        using var exported = new ExportedModel(Whole(LleMetric.Euclidean));

        Assert.IsEmpty(exported.Transform(Array.Empty<float>(), 4));
    }

    private static LleModel Whole(LleMetric metric)
    {
        var random = new Random(3);
        double[][] rows =
            [.. Enumerable.Range(0, 120).Select(_ => Enumerable.Range(0, 4).Select(_ => (double)random.Next(1, 6)).ToArray())];
        return MethodTests.Fit(rows, new LleOptions { Metric = metric, NumberOfComponents = 2, NumberOfNeighbors = 8 });
    }
}
