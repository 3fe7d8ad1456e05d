using LleTransforms.Alignment;
using LleTransforms.Core.Tests.Alignment;
using LleTransforms.Core.Tests.Eigen;
using LleTransforms.Core.Tests.LinearAlgebra.Sparse;
using LleTransforms.LinearAlgebra;
using LleTransforms.LinearAlgebra.Dense;
using LleTransforms.LinearAlgebra.Factors;
using LleTransforms.LinearAlgebra.Sparse;
using LleTransforms.Running;
using MathNet.Numerics.LinearAlgebra;

namespace LleTransforms.Core.Tests.LinearAlgebra.Factors;

/// <summary>Factors in single precision against dense solves, and what refinement makes of them.</summary>
[TestClass]
public sealed unsafe class SinglePrecisionTests
{
    [TestMethod]
    [DataRow("cube", 5, false)]
    [DataRow("cube", 5, true)]
    [DataRow("cliques", 29, false)]
    [DataRow("grid", 0, true)]
    [DataRow("tree", 89, false)]
    [DataRow("pieces", 100, true)]
    public void A_solve_is_right_to_single_precision_and_refined_to_what_is_asked(string shape, int borderedRow, bool transposed)
    {
        SparseMatrix matrix = shape == "cube" ? AlignmentProblems.Cube(220, 8, 12, 9).Residual : SparseProblems.Matrix(shape);
        int size = matrix.NumberOfRows;
        var context = new FitContext();
        SymbolicFactor symbolic = SymbolicFactor.Analyze(matrix, context);
        using SupernodalFactor<float> factor = SparseLu<float>.Compute(symbolic, borderedRow, context);
        Matrix<double> dense = DenseReference.ToDense(matrix);
        dense[borderedRow, borderedRow] += 1;
        dense = transposed ? dense.Transpose() : dense;
        double[] right = SparseProblems.RandomNumbers(4 * size, 3);
        Matrix<double> exact = dense.Solve(SparseProblems.ToMatrix(right));

        double[] plain = [.. right];
        factor.Solve(new ColumnBlock(plain), transposed, context);
        double error = (SparseProblems.ToMatrix(plain) - exact).FrobeniusNorm() / exact.FrobeniusNorm();
        Assert.IsInRange(1e-10, 1e-2, error);

        foreach (double tolerance in (double[])[1e-6, 1e-11])
        {
            double[] refined = [.. right];
            new SinglePrecisionSolver(new FactoredMatrix(matrix, symbolic.Transpose, borderedRow, 0), factor, tolerance)
                .Solve(new ColumnBlock(refined), transposed, context);
            Matrix<double> residual = (dense * SparseProblems.ToMatrix(refined)) - SparseProblems.ToMatrix(right);
            for (int c = 0; c < 4; c++)
            {
                Assert.IsInRange(0, tolerance, residual.Column(c).L2Norm() / SparseProblems.ToMatrix(right).Column(c).L2Norm());
            }
        }
    }

    [TestMethod]
    public void Columns_of_zeros_stay_zeros()
    {
        FactoredAlignment cube = AlignmentProblems.Cube(220, 8, 12, 9);
        var block = new ColumnBlock(220);
        block[7, 2] = 1;
        Solver(cube, cube.Residual).Solve(block, transposed: false, new FitContext());
        Assert.IsTrue(Enumerable.Range(0, 220).All(i => block[i, 0] == 0 && block[i, 1] == 0 && block[i, 3] == 0));
        Assert.AreNotEqual(0, block[7, 2]);
    }

    [TestMethod]
    public void Factors_of_another_matrix_are_noticed()
    {
        FactoredAlignment cube = AlignmentProblems.Cube(220, 8, 12, 9);
        SparseMatrix other = AlignmentProblems.Cube(220, 3, 9, 1).Residual;
        var error = Assert.ThrowsExactly<SolverException>(() =>
            Solver(cube, other).Solve(new ColumnBlock(SparseProblems.RandomNumbers(880, 2)), transposed: false, new FitContext()));
        StringAssert.StartsWith(error.Message, "refinement of a solve in single precision stopped at a residual of ");
        StringAssert.EndsWith(error.Message, ", where 1e-06 is needed");
    }

    [TestMethod]
    public void A_right_side_that_is_no_number_is_noticed()
    {
        FactoredAlignment cube = AlignmentProblems.Cube(220, 8, 12, 9);
        var block = new ColumnBlock(SparseProblems.RandomNumbers(880, 2));
        block[3, 1] = double.NaN;
        Assert.ThrowsExactly<SolverException>(() => Solver(cube, cube.Residual).Solve(block, transposed: false, new FitContext()));
    }

    [TestMethod]
    public void The_number_of_threads_changes_no_bit()
    {
        // Fronts that threads share: a dense matrix is one supernode.
        SparseMatrix matrix = SparseProblems.FromDense(
            Matrix<double>.Build.Random(700, 700, 5) + (30 * Matrix<double>.Build.DenseIdentity(700)));
        double[] one = SparseProblems.RandomNumbers(2800, 2);
        double[] three = [.. one];
        foreach ((double[] block, int threads) in ((double[], int)[])[(one, 1), (three, 3)])
        {
            var context = new FitContext(numberOfThreads: threads);
            using SupernodalFactor<float> factor = SparseLu<float>.Compute(SymbolicFactor.Analyze(matrix, context), -1, context);
            factor.Solve(new ColumnBlock(block), transposed: false, context);
            factor.Solve(new ColumnBlock(block), transposed: true, context);
        }

        CollectionAssert.AreEqual(one, three);
    }

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public void Blocks_are_subtracted_whatever_the_registers(bool isWide)
    {
        const int Depth = 5;
        foreach ((int from, int to) in (ReadOnlySpan<(int, int)>)[(0, 5), (4, 4), (3, 23), (16, 31)])
        {
            foreach (int columns in (int[])[8, 16, 24, 32, 56, 72])
            {
                int stride = columns + 8;
                float[] a = Whole((to + 1) * stride, 1), b = Whole(Depth * stride, 2), c = Whole((to + 1) * stride, 3);
                float[] expected = [.. c];
                fixed (float* pa = a, pb = b, pc = c)
                {
                    FrontalUpdate.SubtractRows(pa, pb, pc, from, to, columns, Depth, new FrontStrides(stride, stride), false, isWide);
                }

                for (int i = from; i < to; i++)
                {
                    for (int j = 0; j < columns; j++)
                    {
                        expected[(i * stride) + j] -= Enumerable.Range(0, Depth).Sum(k => a[(i * stride) + k] * b[(k * stride) + j]);
                    }
                }

                CollectionAssert.AreEqual(expected, c);
            }
        }
    }

    /// <summary>Small whole numbers, whose sums of products are exact.</summary>
    private static float[] Whole(int count, int seed)
    {
        Random random = new(seed);
        return [.. Enumerable.Range(0, count).Select(_ => (float)random.Next(-9, 10))];
    }

    private static SinglePrecisionSolver Solver(FactoredAlignment alignment, SparseMatrix factored)
    {
        var context = new FitContext();
        SymbolicFactor symbolic = SymbolicFactor.Analyze(factored, context);
        return new SinglePrecisionSolver(
            new FactoredMatrix(alignment.Residual, alignment.Residual.Transpose(), alignment.SinkRow, 0),
            SparseLu<float>.Compute(symbolic, alignment.SinkRow, context), 1e-6);
    }
}
