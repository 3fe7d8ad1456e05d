using LleTransforms.Alignment;
using LleTransforms.Core.Tests.Eigen;
using LleTransforms.LinearAlgebra.Sparse;
using MathNet.Numerics.LinearAlgebra;

namespace LleTransforms.Core.Tests.Alignment;

/// <summary>Interpolations from landmarks, and the reduced problem by dense means.</summary>
internal static class LandmarkProblems
{
    /// <summary>Z: every so many rows a landmark, whose row is its unit vector; the others take random
    /// weights of some landmarks, which sum to one.</summary>
    public static SparseMatrix Interpolation(int rowCount, int spacing, int weightCount, int seed)
    {
        var random = new Random(seed);
        int landmarkCount = (rowCount + spacing - 1) / spacing;
        int[] rowStarts = new int[rowCount + 1];
        List<int> columns = [];
        List<double> values = [];
        for (int row = 0; row < rowCount; row++)
        {
            int nearest = row / spacing;
            if (row % spacing == 0)
            {
                columns.Add(nearest);
                values.Add(1);
            }
            else
            {
                int[] chosen = [.. Enumerable.Range(nearest - (weightCount / 2), weightCount)
                    .Select(c => (c + landmarkCount) % landmarkCount).Distinct().Order()];
                double[] weights = [.. chosen.Select(_ => random.NextDouble() + 0.1)];
                columns.AddRange(chosen);
                values.AddRange(weights.Select(weight => weight / weights.Sum()));
            }

            rowStarts[row + 1] = columns.Count;
        }

        return new SparseMatrix(rowCount, landmarkCount, rowStarts, [.. columns], [.. values]);
    }

    /// <summary>M.</summary>
    public static Matrix<double> Dense(AlignmentMatrix alignment) => alignment is FactoredAlignment factored
        ? DenseReference.ToDense(factored.Residual) is var a ? a.TransposeThisAndMultiply(a) : a
        : DenseReference.ToDense(((AssembledAlignment)alignment).Matrix);

    /// <summary>
    /// The smallest eigenvalues of M on the range of Z without the constant, and their unit vectors: of an orthonormal basis Q of the
    /// centred range, the eigenpairs of Q^T M Q.
    /// </summary>
    public static (double[] Values, Matrix<double> Vectors) Bottom(AlignmentMatrix alignment, SparseMatrix interpolation, int count)
    {
        Matrix<double> z = DenseReference.ToDense(interpolation);
        Vector<double> means = z.ColumnSums() / z.RowCount;
        Matrix<double> centered = Matrix<double>.Build.Dense(z.RowCount, z.ColumnCount, (i, j) => z[i, j] - means[j]);

        // Z 1 = 1, so the columns of the centred matrix sum to zero: all but one span its range.
        Matrix<double> range = centered.SubMatrix(0, z.RowCount, 0, z.ColumnCount - 1)
            .QR(MathNet.Numerics.LinearAlgebra.Factorization.QRMethod.Thin).Q;
        var evd = (range.TransposeThisAndMultiply(Dense(alignment)) * range).Evd(Symmetricity.Symmetric);
        return ([.. evd.EigenValues.Take(count).Select(value => value.Real)],
            range * evd.EigenVectors.SubMatrix(0, range.ColumnCount, 0, count));
    }
}
