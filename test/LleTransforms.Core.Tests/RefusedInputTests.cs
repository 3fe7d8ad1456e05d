using LleTransforms.Core.Tests.TestData;
using static LleTransforms.Core.Tests.FiniteFits;

namespace LleTransforms.Core.Tests;

/// <summary>Inputs that no fit can take: each error names the option and a number that works.</summary>
[TestClass]
public sealed class RefusedInputTests
{
    public static IEnumerable<object[]> AllMethods => HardInputTests.AllMethods;

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
}
