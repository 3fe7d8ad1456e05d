using LleTransforms.Alignment;
using LleTransforms.Features;
using LleTransforms.LinearAlgebra.Factors;
using LleTransforms.LinearAlgebra.Ordering;
using LleTransforms.LinearAlgebra.Sparse;
using LleTransforms.LocalGeometry;
using LleTransforms.Neighbors;
using LleTransforms.Running;

namespace LleTransforms.Core.Tests.LocalGeometry;

/// <summary>Which geometry a method aligns by, and what that asks of it.</summary>
[TestClass]
public sealed class VariantTests
{
    private const int NumberOfNeighbors = 8, Components = 2;

    private static readonly CenteredFeatures Rows = new Patch(89, 4, seed: 6).Features;
    private static readonly NeighborGraph Graph = NeighborSearches.Create(Rows).FindGraph(NumberOfNeighbors, new FitContext());

    [TestMethod]
    [DataRow(LleMethod.Standard)]
    [DataRow(LleMethod.NeighborhoodPreservingEmbedding)]
    public void Weights_are_kept_as_a_factor(LleMethod method)
    {
        SparseMatrix expected = WeightGraph.ResidualMatrix(
            Rows, Graph, () => new BarycentricWeights(NumberOfNeighbors, Rows.NumberOfColumns, 0.01), new FitContext());
        var actual = (FactoredAlignment)Align(new LleOptions { Method = method, Regularization = 0.01 });

        AssertEqual(expected, actual.Residual);
        Assert.AreEqual(7, actual.SinkRow);
    }

    [TestMethod]
    [DataRow(true)]
    [DataRow(false)]
    public void Modified_weights_leave_out_d_directions_or_as_few_as_variance_allows(bool limit)
    {
        var shares = new VarianceShares(Rows.NumberOfRows, Components);
        OrderedMatrix expected = AlignmentAssembly.Assemble(
            Graph, true, false, () =>
                new ModifiedWeights(Rows, NumberOfNeighbors, limit ? Components : 1, 0.01, shares), shares.Settle, new FitContext());
        var actual = (AssembledAlignment)Align(
            new LleOptions { Method = LleMethod.Modified, Regularization = 0.01, LimitWeightVectors = limit });

        AssertEqual(expected.Matrix, actual.Matrix);
    }

    [TestMethod]
    public void Hessian_forms_are_summed() => AssertEqual(
        AlignmentAssembly.Assemble(
            Graph, false, false, () => new HessianForms(Rows, NumberOfNeighbors, Components), new FitContext()).Matrix,
        ((AssembledAlignment)Align(new LleOptions { Method = LleMethod.Hessian })).Matrix);

    [TestMethod]
    [DataRow(LleMethod.LocalTangentSpaceAlignment)]
    [DataRow(LleMethod.LinearLocalTangentSpaceAlignment)]
    public void Tangent_spaces_are_summed(LleMethod method) => AssertEqual(
        AlignmentAssembly.Assemble(
            Graph, false, false, () => new TangentSpaces(Rows, NumberOfNeighbors, Components), new FitContext()).Matrix,
        ((AssembledAlignment)Align(new LleOptions { Method = method })).Matrix);

    [TestMethod]
    [DataRow(LleMethod.Modified)]
    [DataRow(LleMethod.Hessian)]
    [DataRow(LleMethod.LocalTangentSpaceAlignment)]
    public void An_order_that_is_found_beside_the_numbers_is_that_of_the_matrix(LleMethod method)
    {
        AlignmentMatrix alignment = Align(new LleOptions { Method = method }, findsOrder: true);
        SymbolicFactor actual = alignment.Analyze(new FitContext());
        SymbolicFactor expected = SymbolicFactor.Analyze(alignment.Stored, new FitContext(), isSymmetric: true);

        CollectionAssert.AreEqual(expected.Tree.Order, actual.Tree.Order);
        CollectionAssert.AreEqual(expected.Tree.ColumnCounts, actual.Tree.ColumnCounts);
        CollectionAssert.AreEqual(expected.Structure.Rows, actual.Structure.Rows);
        Assert.AreSame(actual.Tree, alignment.Analyze(new FitContext()).Tree, "It is found once.");
    }

    [TestMethod]
    [DataRow(LleMethod.Hessian, false)]
    [DataRow(LleMethod.Standard, true)]
    public void Without_a_wish_or_where_weights_are_quick_the_order_is_left_to_the_solver(LleMethod method, bool findsOrder)
    {
        AlignmentMatrix alignment = Align(new LleOptions { Method = method }, findsOrder);
        Assert.AreNotSame(alignment.Analyze(new FitContext()).Tree, alignment.Analyze(new FitContext()).Tree);
    }

    [TestMethod]
    public void A_method_that_is_not_known_is_refused()
    {
        var error = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => Align(new LleOptions { Method = (LleMethod)77 }));
        StringAssert.Contains(error.Message, "must be one of Standard, Modified");
    }

    [TestMethod]
    [DataRow(LleMethod.Standard, "standard", "Standard LLE")]
    [DataRow(LleMethod.Modified, "modified", "Modified LLE")]
    [DataRow(LleMethod.Hessian, "hessian", "Hessian LLE")]
    [DataRow(LleMethod.LocalTangentSpaceAlignment, "ltsa", "LTSA")]
    [DataRow(LleMethod.NeighborhoodPreservingEmbedding, "npe", "NPE")]
    [DataRow(LleMethod.LinearLocalTangentSpaceAlignment, "lltsa", "Linear LTSA")]
    [DataRow(LleMethod.Convex, "convex", "Convex LLE")]
    public void Methods_have_a_word_for_commands_and_one_for_pages(LleMethod method, string shortName, string title)
    {
        Assert.AreEqual(shortName, method.ShortName());
        Assert.AreEqual(title, method.Title());
    }

    [TestMethod]
    [DataRow(LleMethod.Standard, false, true)]
    [DataRow(LleMethod.Modified, false, true)]
    [DataRow(LleMethod.Hessian, false, false)]
    [DataRow(LleMethod.LocalTangentSpaceAlignment, false, false)]
    [DataRow(LleMethod.NeighborhoodPreservingEmbedding, true, true)]
    [DataRow(LleMethod.LinearLocalTangentSpaceAlignment, true, false)]
    [DataRow(LleMethod.Convex, false, true)]
    public void Some_methods_are_linear_and_some_cover_every_row(LleMethod method, bool isLinear, bool coversEveryRow)
    {
        Assert.AreEqual(isLinear, method.IsLinear());
        Assert.AreEqual(coversEveryRow, method.Variant().CoversEveryRow);
    }

    [TestMethod]
    public void A_weighted_sum_is_that_of_the_neighbours_coordinates()
    {
        double[] embedding = [1, 2, 3, 40, 50, 60, 7, 8, 9];
        double[] sum = [9, 9, 9];
        WeightedSum.Fill([2, 0], [0.5, -2], embedding, sum);

        CollectionAssert.AreEqual(new[] { 1.5, 0, -1.5 }, sum);
    }

    [TestMethod]
    public void A_share_of_variance_is_that_beyond_a_count_relative_to_that_within()
    {
        Assert.AreEqual(0.5, VarianceShares.ShareBeyond([5, 3, 2, 2], 2));
        Assert.AreEqual(0, VarianceShares.ShareBeyond([5, 3], 2));
        Assert.AreEqual(0, VarianceShares.ShareBeyond([5, 3], 4));
        Assert.AreEqual(0, VarianceShares.ShareBeyond([0, 0], 2));
    }

    private static AlignmentMatrix Align(LleOptions options, bool findsOrder = false)
    {
        options.NumberOfComponents = Components;
        options.NumberOfNeighbors = NumberOfNeighbors;
        return options.Variant.Align(Rows, Graph, 7, options.Geometry with { FindsOrder = findsOrder }, new FitContext());
    }

    private static void AssertEqual(SparseMatrix expected, SparseMatrix actual)
    {
        CollectionAssert.AreEqual(expected.RowStarts, actual.RowStarts);
        CollectionAssert.AreEqual(expected.Columns, actual.Columns);
        CollectionAssert.AreEqual(expected.Values, actual.Values);
    }
}
