using LleTransforms.Alignment;
using LleTransforms.Core.Tests.Eigen;
using LleTransforms.Core.Tests.LinearAlgebra.Sparse;
using LleTransforms.LinearAlgebra;
using LleTransforms.LinearAlgebra.Dense;
using LleTransforms.LinearAlgebra.Factors;
using LleTransforms.LinearAlgebra.Sparse;
using LleTransforms.Running;
using MathNet.Numerics.LinearAlgebra;

namespace LleTransforms.Core.Tests.Alignment;

/// <summary>The pseudo-inverse by inner iterations against that of a full decomposition.</summary>
[TestClass]
public sealed class InexactPseudoInverseTests
{
    private static readonly InexactOptions Tight = new(1e-2, long.MaxValue, 1e-11);

    public static IEnumerable<object[]> Problems =>
    [
        [AlignmentProblems.Cube(110, 3, 9, 4)],
        [AlignmentProblems.Cube(300, 8, 12, 5)],
        [AlignmentProblems.SwissRoll(200, 10, 3)],
        [AlignmentProblems.Circle(90, 6)],
    ];

    [TestMethod]
    [DynamicData(nameof(Problems))]
    public void It_is_the_pseudo_inverse(object problem)
    {
        var alignment = (FactoredAlignment)problem;
        int n = alignment.Size;
        InexactPseudoInverse inverse = Of(alignment, Tight);
        double[] block = SparseProblems.RandomNumbers(4 * n, 3);
        Matrix<double> a = DenseReference.ToDense(alignment.Residual);
        Matrix<double> expected = a.TransposeThisAndMultiply(a).PseudoInverse() * SparseProblems.ToMatrix(block);
        inverse.Apply(new ColumnBlock(block), new FitContext());

        Assert.AreEqual(n, inverse.Size);
        Assert.AreEqual(0, (expected - SparseProblems.ToMatrix(block)).FrobeniusNorm(), 1e-6 * expected.FrobeniusNorm());
        Assert.AreEqual(2, inverse.InnerSolves);
        Assert.IsGreaterThan(2, inverse.InnerIterations);
    }

    [TestMethod]
    public void A_looser_tolerance_takes_fewer_iterations_and_is_kept()
    {
        FactoredAlignment cube = AlignmentProblems.Cube(300, 8, 12, 5);
        InexactPseudoInverse tight = Of(cube, Tight), loose = Of(cube, Tight with { Tolerance = 1e-4 });
        ColumnBlock first = new(SparseProblems.RandomNumbers(1200, 3)), second = first.Clone();
        tight.Apply(first, new FitContext());
        loose.Apply(second, new FitContext());
        Assert.IsGreaterThan(loose.InnerIterations, tight.InnerIterations);
        Matrix<double> expected = SparseProblems.ToMatrix(first.Values), found = SparseProblems.ToMatrix(second.Values);
        Assert.IsInRange(1e-9 * expected.FrobeniusNorm(), 1e-2 * expected.FrobeniusNorm(), (expected - found).FrobeniusNorm());
    }

    [TestMethod]
    public void Bits_do_not_depend_on_the_number_of_threads()
    {
        FactoredAlignment cube = AlignmentProblems.Cube(400, 8, 12, 5);
        double[] one = Apply(1);
        CollectionAssert.AreEqual(one, Apply(2));
        CollectionAssert.AreEqual(one, Apply(3));

        double[] Apply(int threads)
        {
            var context = new FitContext(numberOfThreads: threads);
            InexactPseudoInverse inverse = cube.Approximate(cube.Analyze(context), Tight, context);
            double[] block = SparseProblems.RandomNumbers(1600, 3);
            inverse.Apply(new ColumnBlock(block), context);
            inverse.Apply(new ColumnBlock(block), context);
            return block;
        }
    }

    [TestMethod]
    public void A_border_where_the_left_null_vector_is_small_is_moved()
    {
        // All rows drift to the end of a line, where the left null vector gathers. It is thousands of times smaller at the start.
        const int Size = 18;
        SparseMatrix drift = AlignmentProblems.FromSortedRows([.. Enumerable.Range(0, Size).Select(i =>
            i == 0 ? new SortedDictionary<int, double> { [0] = 1, [1] = -1 }
            : i == Size - 1 ? new SortedDictionary<int, double> { [i - 1] = -1, [i] = 1 }
            : new SortedDictionary<int, double> { [i - 1] = -0.35, [i] = 1, [i + 1] = -0.65 })]);
        var alignment = new FactoredAlignment(drift, 0);
        SymbolicFactor symbolic = alignment.Analyze(new FitContext());
        IncompleteLu factors = IncompleteLu.Compute(
            drift, symbolic.Transpose, symbolic.Tree, [.. Enumerable.Repeat(1.0, Size)], new IncompleteOptions(1e-4, 1e-3, 1e-2, 1000),
            new FitContext());
        InexactPseudoInverse inverse = InexactPseudoInverse.Create(
            new BorderedSystem(drift, factors, 0, new FitContext()), 1e3, 1e-11,
            new EigenvectorRefinement(drift, symbolic.Transpose), new FitContext());
        double[] block = SparseProblems.RandomNumbers(4 * Size, 3);
        Matrix<double> a = DenseReference.ToDense(drift);
        Matrix<double> expected = a.TransposeThisAndMultiply(a).PseudoInverse() * SparseProblems.ToMatrix(block);
        inverse.Apply(new ColumnBlock(block), new FitContext());
        Assert.AreEqual(0, (expected - SparseProblems.ToMatrix(block)).FrobeniusNorm(), 1e-5 * expected.FrobeniusNorm());
    }

    [TestMethod]
    public void Factors_beyond_what_is_allowed_are_refused()
    {
        var error = Assert.ThrowsExactly<SolverException>(() =>
            Of(AlignmentProblems.Cube(110, 3, 9, 4), Tight with { LargestNonzeros = 900 }));
        StringAssert.Contains(error.Message, "passed 900 nonzeros");
    }

    [TestMethod]
    public void A_column_that_is_no_number_comes_out_as_the_failure_of_a_solver()
    {
        InexactPseudoInverse inverse = Of(AlignmentProblems.Cube(110, 3, 9, 4), Tight);
        double[] block = SparseProblems.RandomNumbers(440, 3);
        block[41] = double.NaN;
        Assert.ThrowsExactly<SolverException>(() => inverse.Apply(new ColumnBlock(block), new FitContext()));
    }

    [TestMethod]
    public void Cancellation_stops_an_application()
    {
        InexactPseudoInverse inverse = Of(AlignmentProblems.Cube(110, 3, 9, 4), Tight);
        using var source = new CancellationTokenSource();
        source.Cancel();
        Assert.Throws<OperationCanceledException>(() =>
            inverse.Apply(new ColumnBlock(SparseProblems.RandomNumbers(440, 3)), new FitContext(cancellationToken: source.Token)));
    }

    [TestMethod]
    public void A_summed_matrix_has_no_root()
    {
        AssembledAlignment summed = AlignmentProblems.Assemble(AlignmentProblems.Cube(110, 3, 9, 4));
        Assert.ThrowsExactly<NotSupportedException>(() => Of(summed, Tight));
    }

    private static InexactPseudoInverse Of(AlignmentMatrix alignment, InexactOptions options) =>
        alignment.Approximate(alignment.Analyze(new FitContext()), options, new FitContext());
}
