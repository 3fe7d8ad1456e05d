using LleTransforms.Core.Tests.Comparison;
using LleTransforms.Core.Tests.TestData;
using MathNet.Numerics.LinearAlgebra;
using static LleTransforms.Core.Tests.FiniteFits;

namespace LleTransforms.Core.Tests;

/// <summary>Inputs on which implementations break: equal rows, ties, low rank, clusters, the smallest sizes.</summary>
[TestClass]
public sealed class HardInputTests
{
    public static IEnumerable<object[]> AllMethods => Enum.GetValues<LleMethod>().Select(method => new object[] { method });

    public static IEnumerable<object[]> RowMethods => AllMethods.Take(4);

    public static IEnumerable<object[]> Dimensions => Enumerable.Range(1, 6).Select(d => new object[] { d });

    [TestMethod]
    [DynamicData(nameof(Dimensions))]
    public void Hessian_works_in_every_dimension(int componentCount)
    {
        int k = (componentCount * (componentCount + 3) / 2) + 3;
        double[,] rows = Manifolds.SmoothMap(400, 11).Rows;
        LleModel model = Fit(rows, LleMethod.Hessian, componentCount, k);
        AssertFinite(model, rows);
        Matrix<double> y = ArrayRows.EmbeddingOf(model);
        Assert.IsInRange(
            0, 1e-6, ((y.TransposeThisAndMultiply(y) / 400) - Matrix<double>.Build.DenseIdentity(componentCount)).InfinityNorm());
    }

    [TestMethod]
    [DynamicData(nameof(AllMethods))]
    public void Every_other_row_a_neighbour(LleMethod method)
    {
        double[,] rows = Manifolds.SwissRoll(40, 1).Rows;
        AssertFinite(Fit(rows, method, 2, 39), rows);
    }

    [TestMethod]
    [DynamicData(nameof(AllMethods))]
    public void As_few_rows_as_the_method_can_take(LleMethod method)
    {
        double[,] rows = Manifolds.SwissRoll(8, 1).Rows;
        AssertFinite(Fit(rows, method, 2, 6), rows);
    }

    [TestMethod]
    [DynamicData(nameof(AllMethods))]
    public void Every_row_doubled_gives_the_single_rows_embedding(LleMethod method)
    {
        double[,] rows = Manifolds.SwissRoll(200, 2).Rows;
        LleModel doubled = Fit(ArrayRows.Stack(rows, rows), method, 2, 8);
        LleModel single = Fit(rows, method, 2, 8);

        FeatureMatrix features = FeatureMatrix.FromArray(rows);
        Matrix<double> expected = single.Transform(features).ToMatrix();
        Matrix<double> actual = doubled.Transform(features).ToMatrix();

        Assert.AreEqual(400, doubled.NumberOfTrainingRows);
        Assert.IsInRange(0, 1e-4, Subspaces.LargestPrincipalAngle(expected, actual));
        if (doubled.HoldsTrainingRows)
        {
            CollectionAssert.AreEqual(doubled.Coordinates(17).ToArray(), doubled.Coordinates(217).ToArray());
        }
    }

    [TestMethod]
    [DynamicData(nameof(RowMethods))]
    public void Two_far_clusters_are_embedded_each_by_itself(LleMethod method)
    {
        double[,] near = Manifolds.SwissRoll(150, 3).Rows;
        double[,] far = Manifolds.SwissRoll(120, 4).Rows.Select(row => [row[0] + 500, row[1], row[2]]);
        double[,] rows = ArrayRows.Stack(near, far);
        LleModel model = Fit(rows, method, 2, 8);

        AssertFinite(model, rows);
        CollectionAssert.AreEqual(new[] { 150, 120 }, model.PartSizes.ToArray());

        // Within its cluster each row has the coordinates, up to the layout, of the cluster embedded alone.
        Matrix<double> alone = ArrayRows.EmbeddingOf(Fit(near, method, 2, 8));
        Matrix<double> together = ArrayRows.EmbeddingOf(model).SubMatrix(0, 150, 0, 2);
        Vector<double> mean = together.ColumnSums() / 150;
        together = Matrix<double>.Build.Dense(150, 2, (row, column) => together[row, column] - mean[column]);
        Assert.IsInRange(0, 1e-4, Subspaces.LargestPrincipalAngle(alone, together));
    }

    [TestMethod]
    [DataRow(LleMethod.NeighborhoodPreservingEmbedding)]
    [DataRow(LleMethod.LinearLocalTangentSpaceAlignment)]
    public void A_linear_method_gives_two_far_clusters_one_projection(LleMethod method)
    {
        double[,] rows = ArrayRows.Stack(
            Manifolds.SwissRoll(150, 3).Rows, Manifolds.SwissRoll(120, 4).Rows.Select(row => [row[0] + 500, row[1], row[2]]));
        LleModel model = Fit(rows, method, 2, 8);

        AssertFinite(model, rows);
        CollectionAssert.AreEqual(new[] { 270 }, model.PartSizes.ToArray());
    }

    /// <summary>Many neighbourhoods of binary-like pixels span fewer than five directions;
    /// implementations that do not look give NaN.</summary>
    [TestMethod]
    [DataRow(LleMethod.LocalTangentSpaceAlignment)]
    [DataRow(LleMethod.Modified)]
    public void Digits_whose_neighbourhoods_are_rank_deficient(LleMethod method)
    {
        string file = Path.Combine(AppContext.BaseDirectory, "TestData", "digits.train.csv");
        double[,] rows = ArrayRows.FromRows([.. File.ReadLines(file).Skip(1).Take(600).Select(line =>
            line.Split(',').Take(64).Select(pixel => double.Parse(pixel, System.Globalization.CultureInfo.InvariantCulture)).ToArray())]);
        AssertFinite(Fit(rows, method, 5, 12), rows);
    }

    [TestMethod]
    [DynamicData(nameof(RowMethods))]
    public void Two_clusters_with_an_outlier_between(LleMethod method)
    {
        double[,] near = Manifolds.SwissRoll(150, 3).Rows;
        double[,] far = Manifolds.SwissRoll(120, 4).Rows.Select(row => [row[0] + 500, row[1], row[2]]);
        double rightmost = Enumerable.Range(0, 150).Max(row => near[row, 0]);
        double leftmost = Enumerable.Range(0, 120).Min(row => far[row, 0]);
        double[,] rows = ArrayRows.Stack(near, far, new double[,] { { (rightmost + leftmost) / 2, 10, 0 } });
        LleModel model = Fit(rows, method, 2, 8);

        AssertFinite(model, rows);
        CollectionAssert.AreEqual(new[] { 150, 120 }, model.PartSizes.ToArray());
    }

    [TestMethod]
    [DynamicData(nameof(RowMethods))]
    public void Connect_gives_one_component(LleMethod method)
    {
        double[,] rows = ArrayRows.Stack(
            Manifolds.SwissRoll(100, 3).Rows, Manifolds.SwissRoll(100, 4).Rows.Select(row => [row[0] + 500, row[1], row[2]]));
        LleModel model = LocallyLinearEmbedding.Fit(FeatureMatrix.FromArray(rows), new LleOptions
        {
            Method = method, NumberOfComponents = 2, NumberOfNeighbors = 8, DisconnectedGraph = LleDisconnectedGraph.Connect,
        });

        AssertFinite(model, rows);
        CollectionAssert.AreEqual(new[] { 200 }, model.PartSizes.ToArray());
    }

    [TestMethod]
    [DynamicData(nameof(AllMethods))]
    public void A_constant_column_changes_nothing(LleMethod method)
    {
        double[,] rows = Manifolds.SwissRoll(300, 5).Rows;
        Matrix<double> plain = Fit(rows, method, 2, 9).Transform(FeatureMatrix.FromArray(rows)).ToMatrix();
        double[,] wider = rows.Select(row => [row[0], 42, row[1], row[2]]);
        Matrix<double> withConstant = Fit(wider, method, 2, 9).Transform(FeatureMatrix.FromArray(wider)).ToMatrix();

        Assert.IsInRange(0, 1e-4, Subspaces.LargestPrincipalAngle(plain, withConstant));
    }

    [TestMethod]
    [DynamicData(nameof(AllMethods))]
    public void A_flat_plane(LleMethod method)
    {
        double[,] flat = Manifolds.Plane(300, 2, 6).Rows;
        double[,] inSpace = Manifolds.Plane(300, 5, 6).Rows;
        AssertFinite(Fit(flat, method, 2, 9), flat);
        AssertFinite(Fit(inSpace, method, 2, 9), inSpace);
    }

    [TestMethod]
    [DynamicData(nameof(AllMethods))]
    public void A_grid_with_exact_ties(LleMethod method)
    {
        double[,] rows = ArrayRows.FromRows([.. Enumerable.Range(0, 400).Select(i => new double[] { i % 20, i / 20 })]);
        AssertFinite(Fit(rows, method, 2, 8), rows);
    }

    [TestMethod]
    [DynamicData(nameof(AllMethods))]
    public void One_feature(LleMethod method)
    {
        var random = new Random(1);
        double[,] rows = ArrayRows.FromRows([.. Enumerable.Range(0, 200).Select(_ => new[] { random.NextDouble() })]);
        AssertFinite(Fit(rows, method, 1, 6), rows);
    }

    [TestMethod]
    [DynamicData(nameof(RowMethods))]
    public void More_components_than_features_of_a_neighbourhood(LleMethod method)
    {
        double[,] rows = Manifolds.SwissRoll(300, 7).Rows;
        AssertFinite(Fit(rows, method, 5, 25), rows);
    }
}
