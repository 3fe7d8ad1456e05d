using LleTransforms.Core.Tests.Comparison;
using LleTransforms.Core.Tests.TestData;
using MathNet.Numerics.LinearAlgebra;

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
    public void Connect_with_too_few_neighbours_to_exchange_is_an_error_that_names_the_option()
    {
        // Triangles, each of which is closed with two neighbours: a row that gives one of two away tears its own triangle apart.
        const int Triangles = 26;
        double[,] rows = new double[3 * Triangles, 3];
        for (int row = 0; row < 3 * Triangles; row++)
        {
            int triangle = row / 3;
            rows[row, 0] = (100 * Fraction(triangle * 0.8191725133961645)) + Fraction(row * 0.7548776662466927);
            rows[row, 1] = (100 * Fraction(triangle * 0.6710436067037893)) + Fraction(row * 0.5698402909980532);
            rows[row, 2] = (100 * Fraction(triangle * 0.5497004779019703)) + Fraction(row * 0.3247179572447460);
        }

        InvalidOperationException error = Assert.ThrowsExactly<InvalidOperationException>(() => LocallyLinearEmbedding.Fit(
            FeatureMatrix.FromArray(rows),
            new LleOptions { NumberOfComponents = 1, NumberOfNeighbors = 2, DisconnectedGraph = LleDisconnectedGraph.Connect }));

        StringAssert.Contains(
            error.Message, "NumberOfNeighbors is 2, too few to connect the rows' components by exchanging neighbours: after 64 rounds");
        StringAssert.Contains(error.Message, "A larger NumberOfNeighbors would work. DisconnectedGraph EmbedSeparately would work, too.");
        AssertFinite(Fit(rows, LleMethod.Standard, 1, 2), rows);

        static double Fraction(double value) => value - Math.Floor(value);
    }

    [TestMethod]
    public void Throw_names_the_sizes()
    {
        double[,] rows = ArrayRows.Stack(
            Manifolds.SwissRoll(100, 3).Rows, Manifolds.SwissRoll(90, 4).Rows.Select(row => [row[0] + 500, row[1], row[2]]));

        InvalidOperationException error = Assert.ThrowsExactly<InvalidOperationException>(() => LocallyLinearEmbedding.Fit(
            FeatureMatrix.FromArray(rows),
            new LleOptions { NumberOfComponents = 2, NumberOfNeighbors = 8, DisconnectedGraph = LleDisconnectedGraph.Throw }));

        StringAssert.Contains(error.Message, "100, 90");
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

    [TestMethod]
    [DynamicData(nameof(AllMethods))]
    public void All_rows_equal_is_an_error(LleMethod method)
    {
        ArgumentException error = Assert.ThrowsExactly<ArgumentException>(() => Fit(new double[20, 3], method, 2, 6));

        StringAssert.Contains(error.Message, "All 20 rows are equal");
    }

    [TestMethod]
    [DataRow(LleMethod.Hessian, 3, 9, "at least 10", "NumberOfComponents at most 2")]
    [DataRow(LleMethod.Modified, 9, 9, "at least 10", "NumberOfComponents at most 8")]
    [DataRow(LleMethod.LocalTangentSpaceAlignment, 12, 9, "at least 14", "NumberOfComponents at most 7")]
    public void Too_few_neighbours_for_the_method_is_an_error_with_numbers_that_work(
        LleMethod method, int componentCount, int neighborCount, string neighbors, string components)
    {
        ArgumentOutOfRangeException error = Assert.ThrowsExactly<ArgumentOutOfRangeException>(
            () => Fit(Manifolds.SwissRoll(100, 1).Rows, method, componentCount, neighborCount));

        StringAssert.Contains(error.Message, "NumberOfNeighbors is 9");
        StringAssert.Contains(error.Message, neighbors);
        StringAssert.Contains(error.Message, components);
    }

    [TestMethod]
    [DataRow(LleMethod.LocalTangentSpaceAlignment)]
    [DataRow(LleMethod.LinearLocalTangentSpaceAlignment)]
    public void Tangent_spaces_of_one_more_row_than_components_have_nothing_to_align_and_are_refused(LleMethod method)
    {
        double[,] rows = Manifolds.SmoothMap(60, 1).Rows;
        var error = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => Fit(rows, method, 3, 4));
        StringAssert.Contains(error.Message, $"NumberOfNeighbors is 4, but must be at least 5 for {method} with 3 components");
        AssertFinite(Fit(rows, method, 3, 5), rows);
    }

    [TestMethod]
    [DataRow(LleMethod.LocalTangentSpaceAlignment, 3, 9, 11, "NumberOfNeighbors is 11, but must be at most 8", "8 would work")]
    [DataRow(LleMethod.LocalTangentSpaceAlignment, 8, 9, 11, "NumberOfComponents is 8, but must be at most 6", "9 distinct rows")]
    [DataRow(LleMethod.Hessian, 1, 3, 3, "Method is Hessian, but must be a method that needs fewer", "Hessian needs 3, and the 3 distinct")]
    public void Too_few_rows_for_the_method_is_an_error_with_numbers_that_work(
        LleMethod method, int componentCount, int rowCount, int neighborCount, string wrong, string allowed)
    {
        ArgumentOutOfRangeException error = Assert.ThrowsExactly<ArgumentOutOfRangeException>(
            () => Fit(Manifolds.SwissRoll(rowCount, 1).Rows, method, componentCount, neighborCount));
        StringAssert.Contains(error.Message, wrong);
        StringAssert.Contains(error.Message, allowed);
    }

    [TestMethod]
    public void A_linear_method_cannot_give_more_components_than_the_rank()
    {
        ArgumentOutOfRangeException error = Assert.ThrowsExactly<ArgumentOutOfRangeException>(
            () => Fit(Manifolds.Plane(100, 5, 1).Rows, LleMethod.NeighborhoodPreservingEmbedding, 3, 8));

        StringAssert.Contains(error.Message, "rank 2");
    }

    private static LleModel Fit(double[,] rows, LleMethod method, int componentCount, int neighborCount) => LocallyLinearEmbedding.Fit(
        FeatureMatrix.FromArray(rows),
        new LleOptions { Method = method, NumberOfComponents = componentCount, NumberOfNeighbors = neighborCount });

    private static void AssertFinite(LleModel model, double[,] rows)
    {
        FeatureMatrix placed = model.Transform(FeatureMatrix.FromArray(rows));
        Assert.AreEqual(rows.GetLength(0), placed.NumberOfRows);
        Matrix<double> values = placed.ToMatrix();
        Assert.IsTrue(values.Enumerate().All(double.IsFinite));
        Assert.IsTrue(model.Eigenvalues.All(value => double.IsFinite(value) && value >= 0));
        foreach (Vector<double> column in values.EnumerateColumns())
        {
            Assert.IsGreaterThan(1e-3, column.L2Norm());
        }
    }
}
