using LleTransforms.Core.Tests.TestData;
using Microsoft.ML.OnnxRuntime;

namespace LleTransforms.Onnx.Tests;

/// <summary>Every method, metric and rule, on digits, a swiss roll and the reference cases.</summary>
[TestClass]
public sealed class MethodTests
{
    public static IEnumerable<object[]> Methods => Enum.GetValues<LleMethod>().Select(method => new object[] { method });

    public static IEnumerable<object[]> MetricsAndRules =>
        from metric in Enum.GetValues<LleMetric>()
        where metric != LleMetric.Precomputed
        from rule in new[] { LlePlacement.Barycentric, LlePlacement.LocalAffine }
        select new object[] { metric, rule };

    [TestMethod]
    [DynamicData(nameof(Methods))]
    public void Unseen_digits_are_placed_alike(LleMethod method)
    {
        LleModel model = Fit(DataFiles.Digits("train"), new LleOptions { Method = method, NumberOfComponents = 3, NumberOfNeighbors = 14 });

        Agrees(model, DataFiles.Digits("test"));
    }

    /// <summary>A few rows at once are compared by images first; a batch is not.</summary>
    [TestMethod]
    [DataRow(LleMetric.Euclidean, 1)]
    [DataRow(LleMetric.Euclidean, 16)]
    [DataRow(LleMetric.Euclidean, 17)]
    [DataRow(LleMetric.Cosine, 1)]
    public void A_few_digits_at_once_are_placed_alike(LleMetric metric, int count)
    {
        LleModel model = Fit(
            DataFiles.Digits("train"), new LleOptions { Metric = metric, NumberOfComponents = 3, NumberOfNeighbors = 14 });
        double[][] rows = DataFiles.Digits("test");
        using var exported = new ExportedModel(model);

        Assert.IsGreaterThan(1_023, model.NumberOfHeldRows);
        for (int start = 0; start + count <= rows.Length; start += count)
        {
            float[] flat = [.. rows[start..(start + count)].SelectMany(row => row.Select(value => (float)value))];
            float[] expected = [.. rows[start..(start + count)].SelectMany(row => Agreement.Expected(model, row, takesDoubles: false))];
            float[] placed = exported.Transform(flat, rows[0].Length);
            for (int i = 0; i < expected.Length; i++)
            {
                Assert.AreEqual(expected[i], placed[i], Agreement.Tolerance, $"row {start + (i / 3)}");
            }
        }
    }

    [TestMethod]
    [DynamicData(nameof(Methods))]
    public void Unseen_rows_of_a_roll_are_placed_alike(LleMethod method)
    {
        LleModel model = Fit(
            Rows(Manifolds.SwissRoll(1_500, 1)), new LleOptions { Method = method, NumberOfComponents = 2, NumberOfNeighbors = 12 });

        Agrees(model, Rows(Manifolds.SwissRoll(300, 2)), takesDoubles: true);
    }

    [TestMethod]
    [DynamicData(nameof(MetricsAndRules))]
    public void Metrics_and_rules_go_together(LleMetric metric, LlePlacement rule)
    {
        LleModel model = Fit(
            DataFiles.Digits("train"),
            new LleOptions { Metric = metric, Placement = rule, NumberOfComponents = 2, NumberOfNeighbors = 10 });

        Agrees(model, DataFiles.Digits("test")[..200]);
    }

    [TestMethod]
    [DataRow("swiss-roll", 12)]
    [DataRow("s-curve", 12)]
    [DataRow("severed-sphere", 12)]
    [DataRow("digits", 30)]
    public void Reference_cases_are_placed_alike(string name, int neighborCount)
    {
        LleModel model = Fit(
            DataFiles.Reference(name, unseen: false), new LleOptions { NumberOfComponents = 2, NumberOfNeighbors = neighborCount });

        Agrees(model, DataFiles.Reference(name, unseen: true), takesDoubles: true);
    }

    [TestMethod]
    public void Parts_of_a_graph_are_placed_alike()
    {
        double[][] rows = Rows(Manifolds.SwissRoll(300, 1));
        double[][] apart = [.. rows, .. rows.Select(row => new[] { row[0] + 500, row[1], row[2] })];
        LleModel model = Fit(apart, new LleOptions { NumberOfComponents = 2 });

        Assert.HasCount(2, model.PartSizes);
        Agrees(model, [.. Rows(Manifolds.SwissRoll(50, 2)).SelectMany(row => new[] { row, [row[0] + 490, row[1], row[2]] })]);
    }

    [TestMethod]
    [DataRow(30)]
    [DataRow(60)]
    public void Convex_shares_of_many_neighbours_are_found(int neighborCount)
    {
        double[][] rows = [.. DataFiles.Digits("train")[..100]];
        LleModel model = Fit(
            rows, new LleOptions { Method = LleMethod.Convex, NumberOfComponents = 2, NumberOfNeighbors = neighborCount });

        Agrees(model, DataFiles.Digits("test")[..100]);
    }

    internal static double[][] Rows(ManifoldSample sample) =>
    [
        .. Enumerable.Range(0, sample.Rows.GetLength(0)).Select(row =>
            Enumerable.Range(0, sample.Rows.GetLength(1)).Select(column => sample.Rows[row, column]).ToArray()),
    ];

    internal static LleModel Fit(double[][] rows, LleOptions options)
    {
        var builder = new FeatureMatrixBuilder(rows[0].Length);
        foreach (double[] row in rows)
        {
            builder.Append(row);
        }

        return LocallyLinearEmbedding.Fit(builder.Build(), options);
    }

    internal static void Agrees(LleModel model, double[][] rows, bool takesDoubles = false)
    {
        Assert.IsNull(Agreement.FindFault(model, rows, takesDoubles, GraphOptimizationLevel.ORT_ENABLE_ALL));
        Assert.IsNull(Agreement.FindFault(model, rows, !takesDoubles, GraphOptimizationLevel.ORT_DISABLE_ALL));
    }
}
