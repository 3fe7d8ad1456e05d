using LleTransforms.Alignment;
using LleTransforms.Core.Tests.Alignment;
using LleTransforms.Core.Tests.Eigen;
using LleTransforms.Core.Tests.LinearAlgebra.Sparse;
using LleTransforms.LinearAlgebra.Dense;
using LleTransforms.LinearAlgebra.Factors;
using LleTransforms.LinearAlgebra.Sparse;
using LleTransforms.LinearAlgebra;
using LleTransforms.Running;
using MathNet.Numerics.LinearAlgebra;

namespace LleTransforms.Core.Tests.LinearAlgebra.Factors;

/// <summary>Incomplete factors that drop nothing are exact; those that drop are smaller and still near.</summary>
[TestClass]
public sealed class IncompleteFactorTests
{
    private const int Size = 150, Width = 16;

    private static readonly FactoredAlignment Cube = AlignmentProblems.Cube(Size, 4, 9, 2);
    private static readonly AssembledAlignment Assembled = AlignmentProblems.Assemble(Cube);

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public void Without_dropping_the_preconditioner_is_the_inverse(bool squared)
    {
        const double Shift = 0.01;
        SparseMatrix matrix = squared ? Cube.Residual : Assembled.Matrix;
        double[] scaling = Scaling(squared);
        var preconditioner =
            new IncompletePreconditioner(Factor(matrix, scaling, new IncompleteOptions(Shift, 0, 1e-12, 1_000_000)), scaling, squared);
        double[] source = RandomBlock(), target = new double[source.Length];
        preconditioner.Apply(new DenseMatrix(Size, Width, source), new DenseMatrix(Size, Width, target), new FitContext());

        // D^-1 (D A D + shift I) D^-1, squared where M = A^T A.
        Matrix<double> a = DenseReference.ToDense(matrix)
            + Matrix<double>.Build.DenseOfDiagonalArray([.. scaling.Select(value => Shift / (value * value))]);
        Matrix<double> m = squared ? a.TransposeThisAndMultiply(a) : a;
        Matrix<double> expected = ToMatrix(source), found = m * ToMatrix(target);
        Assert.AreEqual(0, (expected - found).FrobeniusNorm(), 1e-9 * expected.FrobeniusNorm() * m.L2Norm());
        Assert.IsGreaterThan(1, ToMatrix(target).FrobeniusNorm());
    }

    [TestMethod]
    public void Factors_that_take_more_operations_than_allowed_are_given_up_and_others_never()
    {
        foreach (SparseMatrix matrix in (SparseMatrix[])[Cube.Residual, AlignmentProblems.SwissRoll(600, 10, 1).Residual,
            AlignmentProblems.Cube(500, 4, 12, 1).Residual, AlignmentProblems.Cube(500, 8, 12, 1).Residual, SparseProblems.Matrix("grid")])
        {
            double[] scaling = [.. Enumerable.Repeat(1.0, matrix.NumberOfRows)];
            IncompleteOptions options = new(1e-4, 5e-3, 1e-2, long.MaxValue);
            IncompleteLu factors = Factor(matrix, scaling, options);
            double operations = Enumerable.Range(0, matrix.NumberOfRows).Sum(k =>
                (double)(factors.Upper.Starts[k + 1] - factors.Upper.Starts[k]) * (factors.Lower.Starts[k + 1] - factors.Lower.Starts[k]));

            IncompleteLu again = Factor(
                matrix, scaling, options with { LargestOperations = operations, LargestNonzeros = factors.Nonzeros });
            CollectionAssert.AreEqual(factors.ReciprocalPivots, again.ReciprocalPivots);
            var refusal = Assert.ThrowsExactly<SolverException>(() =>
                Factor(matrix, scaling, options with { LargestOperations = operations / 10 }));
            StringAssert.Contains(refusal.Message, "operations at row");
            Assert.IsFalse(refusal.IsForMemory);
            Assert.IsTrue(Assert.ThrowsExactly<SolverException>(() =>
                Factor(matrix, scaling, options with { LargestNonzeros = factors.Nonzeros / 2, IsMemoryLimit = true })).IsForMemory);
        }
    }

    [TestMethod]
    public void The_more_is_dropped_the_smaller_the_factors_and_the_farther_their_product()
    {
        Matrix<double> a = DenseReference.ToDense(Cube.Residual) + (0.01 * Matrix<double>.Build.DenseIdentity(Size));
        long entries = long.MaxValue;
        double error = 0;
        foreach (double tolerance in new[] { 0, 1e-4, 1e-2, 0.2 })
        {
            IncompleteLu factors = Factor(Cube.Residual, Scaling(true), new IncompleteOptions(0.01, tolerance, 1e-12, 1_000_000));
            Matrix<double> lower = Matrix<double>.Build.DenseIdentity(Size);
            Matrix<double> upper = Matrix<double>.Build.DenseOfDiagonalArray([.. factors.ReciprocalPivots.Select(value => 1 / value)]);
            for (int k = 0; k < Size; k++)
            {
                for (int p = factors.Lower.Starts[k]; p < factors.Lower.Starts[k + 1]; p++)
                {
                    lower[factors.Lower.Indices[p], k] = factors.Lower.Values[p];
                }

                for (int p = factors.Upper.Starts[k]; p < factors.Upper.Starts[k + 1]; p++)
                {
                    upper[k, factors.Upper.Indices[p]] = factors.Upper.Values[p];
                }
            }

            Matrix<double> eliminated = Matrix<double>.Build.Dense(Size, Size, (i, j) => a[factors.Order[i], factors.Order[j]]);
            double found = ((lower * upper) - eliminated).FrobeniusNorm();
            Assert.AreEqual(factors.Lower.Count + factors.Upper.Count + Size, factors.Nonzeros);
            Assert.IsGreaterThan(factors.Nonzeros, entries);
            if (tolerance == 0)
            {
                Assert.AreEqual(0, found, 1e-10);
            }
            else
            {
                Assert.IsGreaterThan(1e-7, found - error);
            }

            (entries, error) = (factors.Nonzeros, found);
        }
    }

    [TestMethod]
    public void Entries_kept_are_no_smaller_than_the_tolerance_of_their_pivot()
    {
        IncompleteLu factors = Factor(Assembled.Matrix, Scaling(false), new IncompleteOptions(0.01, 0.01, 1e-12, 1_000_000));
        for (int k = 0; k < Size; k++)
        {
            for (int p = factors.Upper.Starts[k]; p < factors.Upper.Starts[k + 1]; p++)
            {
                Assert.IsInRange(0.01, double.MaxValue, Math.Abs(factors.Upper.Values[p] * factors.ReciprocalPivots[k]));
            }
        }
    }

    [TestMethod]
    [DataRow(-1e-7, -4.0)]
    [DataRow(1e-7, 4.0)]
    [DataRow(0.5, 2.0)]
    public void Pivots_too_small_are_replaced_and_keep_their_sign(double diagonal, double reciprocal)
    {
        SparseMatrix matrix = new(2, 2, [0, 1, 2], [0, 1], [diagonal, diagonal]);
        IncompleteLu factors = Factor(matrix, [1, 1], new IncompleteOptions(0, 0, 0.25, 10));
        CollectionAssert.AreEqual(new[] { reciprocal, reciprocal }, factors.ReciprocalPivots);
    }

    [TestMethod]
    public void Factors_that_grow_beyond_what_is_allowed_are_given_up()
    {
        var error = Assert.ThrowsExactly<SolverException>(() =>
            Factor(Cube.Residual, Scaling(true), new IncompleteOptions(0.01, 0, 1e-12, 900)));
        StringAssert.Contains(error.Message, "passed 900 nonzeros");
    }

    private static IncompleteLu Factor(SparseMatrix matrix, double[] scaling, IncompleteOptions options)
    {
        SymbolicFactor symbolic = SymbolicFactor.Analyze(matrix, new FitContext());
        return IncompleteLu.Compute(matrix, symbolic.Transpose, symbolic.Tree, scaling, options, new FitContext());
    }

    private static double[] Scaling(bool squared) => [.. Enumerable.Range(0, Size).Select(i => squared ? 1 : 1 + (i % 5 / 4.0))];

    private static double[] RandomBlock() => SparseProblems.RandomNumbers(Size * Width, 3);

    private static Matrix<double> ToMatrix(double[] block) => Matrix<double>.Build.DenseOfRowMajor(Size, Width, block);
}
