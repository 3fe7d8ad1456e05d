using MathNet.Numerics.LinearAlgebra;

namespace LleTransforms.Core.Tests.Comparison;

/// <summary>Compares embeddings by the spaces their columns span, which rotation, sign and scale leave alone.</summary>
internal static class Subspaces
{
    /// <summary>The largest principal angle between the column spaces, in radians, by its sine (accurate for small angles).</summary>
    public static double LargestPrincipalAngle(Matrix<double> left, Matrix<double> right)
    {
        Matrix<double> q = left.QR().Q.SubMatrix(0, left.RowCount, 0, left.ColumnCount);
        Matrix<double> p = right.QR().Q.SubMatrix(0, right.RowCount, 0, right.ColumnCount);
        double sine = (p - (q * q.TransposeThisAndMultiply(p))).L2Norm();
        return Math.Asin(Math.Min(1, sine));
    }

    /// <summary>The linear map T (d x d) that least squares fits to source T = target.</summary>
    public static Matrix<double> Alignment(Matrix<double> source, Matrix<double> target) => source.Solve(target);
}
