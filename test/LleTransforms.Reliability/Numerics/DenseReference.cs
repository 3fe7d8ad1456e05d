using LleTransforms.Alignment;
using LleTransforms.Reliability.Laws;
using MathNet.Numerics.LinearAlgebra;

namespace LleTransforms.Reliability.Numerics;

/// <summary>The same problems by MathNet on full matrices, in double precision, sharing no code with the engine.</summary>
/// <param name="Matrix">M, or U^T M U for a linear method, U an orthonormal basis of the centred features.</param>
/// <param name="Basis">U; null where the problem is M's own.</param>
/// <param name="Values">All eigenvalues but the constant vector's, ascending.</param>
/// <param name="Vectors">Their vectors in the space of rows.</param>
internal sealed record DenseReference(Matrix<double> Matrix, Matrix<double>? Basis, double[] Values, Matrix<double> Vectors)
{
    public double Norm { get; } = Matrix.FrobeniusNorm();

    public static DenseReference Of(NumericsProblem problem)
    {
        Matrix<double> full = problem.Alignment is FactoredAlignment factored
            ? FitProblem.Dense(factored.Residual)
            : FitProblem.Dense(((AssembledAlignment)problem.Alignment).Matrix);
        bool isFactored = problem.Alignment is FactoredAlignment;
        Matrix<double> m = isFactored ? full.TransposeThisAndMultiply(full) : full;
        if (problem.Method is LleMethod.NeighborhoodPreservingEmbedding or LleMethod.LinearLocalTangentSpaceAlignment)
        {
            return OfProjection(problem, m);
        }

        // M = A^T A: the squares of A's singular values, which keep the digits that M has lost. Else M,
        // whose constant vector is lifted out of the way.
        int n = m.RowCount;
        if (isFactored)
        {
            var svd = full.Svd();
            return new DenseReference(
                m, null, [.. Enumerable.Range(0, n - 1).Select(j => svd.S[n - 2 - j] * svd.S[n - 2 - j])],
                Matrix<double>.Build.Dense(n, n - 1, (i, j) => svd.VT[n - 2 - j, i]));
        }

        double lift = m.FrobeniusNorm() * 2;
        var evd = (m + (lift / n)).Evd(Symmetricity.Symmetric);
        return new DenseReference(
            m, null, [.. evd.EigenValues.Take(n - 1).Select(value => Math.Max(0, value.Real))], evd.EigenVectors.SubMatrix(0, n, 0, n - 1));
    }

    private static DenseReference OfProjection(NumericsProblem problem, Matrix<double> m)
    {
        var features = problem.Features;
        Matrix<double> x = Matrix<double>.Build.Dense(features.NumberOfRows, features.NumberOfColumns, (row, c) => features.Row(row)[c]);
        Vector<double> mean = x.ColumnSums() / x.RowCount;
        x = Matrix<double>.Build.Dense(x.RowCount, x.ColumnCount, (row, c) => x[row, c] - mean[c]);
        var svd = x.Svd();
        int rank = svd.S.Count(value => value * value > 1e-12 * svd.S[0] * svd.S[0]);
        Matrix<double> u = svd.U.SubMatrix(0, x.RowCount, 0, rank);
        Matrix<double> reduced = u.TransposeThisAndMultiply(m) * u;
        reduced = (reduced + reduced.Transpose()) / 2;
        var evd = reduced.Evd(Symmetricity.Symmetric);
        return new DenseReference(m, u, [.. evd.EigenValues.Select(value => Math.Max(0, value.Real))], u * evd.EigenVectors);
    }
}
