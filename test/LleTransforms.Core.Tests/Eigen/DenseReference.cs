using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using LleTransforms.Alignment;
using LleTransforms.Core.Tests.LinearAlgebra.Dense;
using LleTransforms.Eigen;
using LleTransforms.LinearAlgebra.Sparse;
using LleTransforms.Running;
using MathNet.Numerics.LinearAlgebra;

namespace LleTransforms.Core.Tests.Eigen;

/// <summary>The same eigenpairs by MathNet on full matrices, and how far apart two subspaces are.</summary>
internal static class DenseReference
{
    private static readonly ConcurrentDictionary<(int, int, int), (Vector<double> S, Matrix<double> VT)> _decomposed = new();

    public static Matrix<double> ToDense(SparseMatrix matrix)
    {
        Matrix<double> dense = Matrix<double>.Build.Dense(matrix.NumberOfRows, matrix.NumberOfColumns);
        for (int i = 0; i < matrix.NumberOfRows; i++)
        {
            for (int p = matrix.RowStarts[i]; p < matrix.RowStarts[i + 1]; p++)
            {
                dense[i, matrix.Columns[p]] += matrix.Values[p];
            }
        }

        return dense;
    }

    /// <summary>Eigenvalues ascending and vectors after the constant one: from the singular values of A
    /// where M = A^T A, else from M.</summary>
    public static (double[] Values, Matrix<double> Vectors) Bottom(AlignmentMatrix alignment, int count)
    {
        int n = alignment.Size;
        if (alignment is FactoredAlignment factored)
        {
            var (s, vt) = SingularVectors(factored.Residual);
            return (Enumerable.Range(0, count).Select(j => s[n - 2 - j] * s[n - 2 - j]).ToArray(),
                Matrix<double>.Build.Dense(n, count, (i, j) => vt[n - 2 - j, i]));
        }

        var evd = ToDense(((AssembledAlignment)alignment).Matrix).Evd(Symmetricity.Symmetric);
        return (Enumerable.Range(0, count).Select(j => evd.EigenValues[j + 1].Real).ToArray(), evd.EigenVectors.SubMatrix(0, n, 1, count));
    }

    /// <summary>Full decompositions take most of the time of many tests, so each matrix is decomposed once.</summary>
    private static (Vector<double> S, Matrix<double> VT) SingularVectors(SparseMatrix matrix)
    {
        var content = new HashCode();
        content.AddBytes(MemoryMarshal.AsBytes<int>(matrix.Columns));
        content.AddBytes(MemoryMarshal.AsBytes<double>(matrix.Values));
        return _decomposed.GetOrAdd((matrix.NumberOfRows, matrix.NonzeroCount, content.ToHashCode()), _ =>
        {
            var svd = ToDense(matrix).Svd(true);
            return (svd.S, svd.VT);
        });
    }

    /// <summary>The sine of the largest principal angle between the spans of two orthonormal bases.</summary>
    public static double SineOfAngle(Matrix<double> expected, Matrix<double> actual) =>
        (actual - (expected * (expected.TransposeThisAndMultiply(actual)))).L2Norm();

    public static Matrix<double> Columns(EigenSolution solution) => solution.Vectors.ToMatrix().Transpose();

    /// <summary>What one solver finds, asked for more than by default.</summary>
    public static EigenSolution Solve(AlignmentMatrix alignment, int count, LleEigenSolver solver) =>
        BottomEigenvectors.Find(alignment, new EigenRequest(count, 1) { Solver = solver, IterativeTolerance = 1e-9 }, new FitContext());

    /// <summary>One solver finds what a full decomposition does, and nobody has to stand in for it.</summary>
    public static void AssertAgrees(AlignmentMatrix alignment, int count, LleEigenSolver solver, double angle)
    {
        EigenSolution solution = Solve(alignment, count, solver);
        StringAssert.StartsWith(solution.Solver, solver.ToString().ToLowerInvariant());
        AssertAgrees(alignment, solution, count, angle);
    }

    /// <summary>A solution is that of a full decomposition, but for an angle.</summary>
    public static void AssertAgrees(AlignmentMatrix alignment, EigenSolution solution, int count, double angle)
    {
        (double[] values, Matrix<double> vectors) = Bottom(alignment, count);
        for (int c = 0; c < count; c++)
        {
            Assert.AreEqual(1, solution.Eigenvalues[c] / values[c], 1e-6, $"eigenvalue {c}");
        }

        Assert.IsInRange(0, angle, SineOfAngle(vectors, Columns(solution)));
    }
}
