using LleTransforms.Core.Tests.LinearAlgebra.Sparse;
using LleTransforms.LinearAlgebra.Factors;
using MathNet.Numerics.LinearAlgebra;

namespace LleTransforms.Core.Tests.LinearAlgebra.Factors;

/// <summary>The small problem of GMRES against a least-squares solution of the full matrix.</summary>
[TestClass]
public sealed class HessenbergProblemTests
{
    private const int Largest = 12, Stride = 3;

    [TestMethod]
    [DataRow(1)]
    [DataRow(5)]
    [DataRow(Largest)]
    public void Residual_and_solution_are_those_of_least_squares(int size)
    {
        const double Beta = 1.7;
        Matrix<double> h = Matrix<double>.Build.Dense(size + 1, size);
        var problem = new HessenbergProblem(Largest);
        problem.Start(-4);
        problem.Append([1], 1, 2);
        problem.Start(Beta);
        Assert.AreEqual(Beta, problem.Residual);
        for (int j = 0; j < size; j++)
        {
            double[] column = SparseProblems.RandomNumbers((j + 1) * Stride, j + 1);
            double below = 0.3 + (0.1 * j);
            for (int i = 0; i <= j; i++)
            {
                h[i, j] = column[i * Stride];
            }

            h[j + 1, j] = below;
            problem.Append(column, Stride, below);
        }

        Vector<double> right = Vector<double>.Build.Dense(size + 1);
        right[0] = Beta;
        Vector<double> expected = h.QR().Solve(right);
        double[] found = [.. Enumerable.Repeat(9.0, Largest * Stride)];
        problem.Solve(found, Stride);
        Assert.AreEqual(size, problem.Size);
        Assert.AreEqual((right - (h * expected)).L2Norm(), problem.Residual, 1e-12);
        for (int i = 0; i < found.Length; i++)
        {
            double entry = i % Stride == 0 && i / Stride < size ? expected[i / Stride] : 9;
            Assert.AreEqual(entry, found[i], 1e-11 * (1 + Math.Abs(entry)), $"place {i}");
        }
    }

    [TestMethod]
    public void A_space_that_holds_the_solution_leaves_no_residual()
    {
        var problem = new HessenbergProblem(Largest);
        problem.Start(6);
        problem.Append([3], 1, 0);
        double[] found = new double[1];
        problem.Solve(found, 1);
        Assert.AreEqual(0, problem.Residual);
        Assert.AreEqual(2, found[0]);
    }

    [TestMethod]
    public void A_column_of_zeros_gains_nothing_and_gives_no_number()
    {
        var problem = new HessenbergProblem(Largest);
        problem.Start(6);
        problem.Append([0], 1, 0);
        double[] found = new double[1];
        problem.Solve(found, 1);
        Assert.IsFalse(double.IsFinite(found[0]));
    }
}
