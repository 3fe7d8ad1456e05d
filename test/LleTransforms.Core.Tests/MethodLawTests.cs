using LleTransforms.Core.Tests.Comparison;
using LleTransforms.Core.Tests.TestData;
using MathNet.Numerics.LinearAlgebra;

namespace LleTransforms.Core.Tests;

/// <summary>What must hold for every method, whatever the data.</summary>
[TestClass]
public sealed class MethodLawTests
{
    private const double SameSpace = 2e-4;

    public static IEnumerable<object[]> AllMethods => Enum.GetValues<LleMethod>().Select(method => new object[] { method });

    [TestMethod]
    [DynamicData(nameof(AllMethods))]
    public void Coordinates_have_unit_variance_and_are_uncorrelated(LleMethod method)
    {
        Matrix<double> y = EmbedSwissRoll(method);

        Matrix<double> products = y.TransposeThisAndMultiply(y) / y.RowCount;

        Assert.IsInRange(0, 1e-5, (products - Matrix<double>.Build.DenseIdentity(2)).InfinityNorm());
        Assert.IsInRange(0, 1e-5, (y.ColumnSums() / y.RowCount).InfinityNorm());
    }

    [TestMethod]
    [DynamicData(nameof(AllMethods))]
    public void Largest_entry_of_each_column_is_positive(LleMethod method)
    {
        foreach (Vector<double> column in EmbedSwissRoll(method).EnumerateColumns())
        {
            Assert.IsGreaterThan(0, column[column.AbsoluteMaximumIndex()]);
        }
    }

    [TestMethod]
    [DynamicData(nameof(AllMethods))]
    public void Translation_leaves_the_space(LleMethod method) =>
        AssertSameSpace(method, row => [row[0] + 1000, row[1] - 300, row[2] + 7]);

    [TestMethod]
    [DynamicData(nameof(AllMethods))]
    public void Rotation_leaves_the_space(LleMethod method)
    {
        (double c, double s) = (Math.Cos(0.7), Math.Sin(0.7));
        AssertSameSpace(method, row => [(c * row[0]) - (s * row[1]), (s * row[0]) + (c * row[1]), row[2]]);
    }

    [TestMethod]
    [DynamicData(nameof(AllMethods))]
    public void Uniform_scaling_leaves_the_space(LleMethod method)
    {
        foreach (double scale in (double[])[1e-20, 1e-3, 1e20])
        {
            AssertSameSpace(method, row => [.. row.Select(value => value * scale)]);
        }
    }

    [TestMethod]
    [DynamicData(nameof(AllMethods))]
    public void Order_of_rows_does_not_matter(LleMethod method)
    {
        double[,] rows = Manifolds.SwissRoll(400, 3).Rows;
        int[] order = [.. Enumerable.Range(0, 400).OrderBy(row => (row * 7919) % 400)];
        Matrix<double> plain = Embed(method, rows);
        Matrix<double> permuted = Embed(method, ArrayRows.FromRows([.. order.Select(rows.Row)]));
        var restored = Matrix<double>.Build.Dense(400, 2);
        for (int i = 0; i < order.Length; i++)
        {
            restored.SetRow(order[i], permuted.Row(i));
        }

        Assert.IsInRange(0, SameSpace, Subspaces.LargestPrincipalAngle(plain, restored));
    }

    [TestMethod]
    [DynamicData(nameof(AllMethods))]
    public void Number_of_threads_leaves_every_bit(LleMethod method)
    {
        FeatureMatrix features = Manifolds.SwissRoll(900, 4).Features;
        byte[] one = Saved(LocallyLinearEmbedding.Fit(features, Options(method, threads: 1)));
        byte[] two = Saved(LocallyLinearEmbedding.Fit(features, Options(method, threads: 2)));
        byte[] three = Saved(LocallyLinearEmbedding.Fit(features, Options(method, threads: 3)));

        CollectionAssert.AreEqual(one, two);
        CollectionAssert.AreEqual(one, three);
    }

    [TestMethod]
    [DynamicData(nameof(AllMethods))]
    public void Training_rows_map_to_themselves_one_by_one_and_as_a_batch(LleMethod method)
    {
        FeatureMatrix features = Single(Manifolds.SwissRoll(400, 5).Rows);
        LleModel model = LocallyLinearEmbedding.Fit(features, Options(method));
        FeatureMatrix batch = model.Transform(features);
        float[] coordinates = new float[2];
        for (int row = 0; row < features.NumberOfRows; row++)
        {
            model.Transform(features.Row(row), coordinates);
            CollectionAssert.AreEqual(batch.Row(row).ToArray(), coordinates);
            if (model.HoldsTrainingRows)
            {
                CollectionAssert.AreEqual(model.Coordinates(row).ToArray().Select(value => (float)value).ToArray(), coordinates);
            }
        }
    }

    [TestMethod]
    [DynamicData(nameof(AllMethods))]
    public void Unseen_rows_are_placed_alike_one_by_one_as_a_batch_and_after_reload(LleMethod method)
    {
        FeatureMatrix unseen = Single(Manifolds.SwissRoll(300, 6).Rows);
        LleModel model = LocallyLinearEmbedding.Fit(Single(Manifolds.SwissRoll(400, 5).Rows), Options(method));
        LleModel reloaded = LleModel.Load(new MemoryStream(Saved(model)));
        FeatureMatrix batch = model.Transform(unseen);
        float[] single = new float[2];
        float[] again = new float[2];
        for (int row = 0; row < unseen.NumberOfRows; row++)
        {
            model.Transform(unseen.Row(row), single);
            reloaded.Transform(unseen.Row(row), again);
            CollectionAssert.AreEqual(batch.Row(row).ToArray(), single);
            CollectionAssert.AreEqual(single, again);
        }
    }

    [TestMethod]
    [DynamicData(nameof(AllMethods))]
    public void A_row_with_NaN_gets_NaN_and_leaves_the_others_alone(LleMethod method)
    {
        float[,] rows = { { 1, float.NaN, 3 }, { 4, 10, 5 }, { float.PositiveInfinity, 0, 0 } };
        LleModel model = LocallyLinearEmbedding.Fit(Single(Manifolds.SwissRoll(400, 5).Rows), Options(method));

        FeatureMatrix placed = model.Transform(FeatureMatrix.FromArray(rows));

        Assert.IsTrue(placed.Row(0).ToArray().All(float.IsNaN));
        Assert.IsTrue(placed.Row(1).ToArray().All(float.IsFinite));
        Assert.IsTrue(placed.Row(2).ToArray().All(float.IsNaN));
    }

    private static void AssertSameSpace(LleMethod method, Func<double[], double[]> change)
    {
        double[,] rows = Manifolds.SwissRoll(400, 3).Rows;
        Assert.IsInRange(0, SameSpace, Subspaces.LargestPrincipalAngle(Embed(method, rows), Embed(method, rows.Select(change))));
    }

    private static Matrix<double> EmbedSwissRoll(LleMethod method) => Embed(method, Manifolds.SwissRoll(400, 3).Rows);

    private static Matrix<double> Embed(LleMethod method, double[,] rows)
    {
        FeatureMatrix features = FeatureMatrix.FromArray(rows);
        LleModel model = LocallyLinearEmbedding.Fit(features, Options(method));
        return model.HoldsTrainingRows ? ArrayRows.EmbeddingOf(model) : model.Transform(features).ToMatrix();
    }

    private static LleOptions Options(LleMethod method, int? threads = null) =>
        new() { Method = method, NumberOfComponents = 2, NumberOfNeighbors = 10, NumberOfThreads = threads };

    private static FeatureMatrix Single(double[,] rows)
    {
        var single = new float[rows.GetLength(0), rows.GetLength(1)];
        for (int row = 0; row < single.GetLength(0); row++)
        {
            for (int column = 0; column < single.GetLength(1); column++)
            {
                single[row, column] = (float)rows[row, column];
            }
        }

        return FeatureMatrix.FromArray(single);
    }

    private static byte[] Saved(LleModel model)
    {
        using var stream = new MemoryStream();
        model.Save(stream);
        return stream.ToArray();
    }
}
