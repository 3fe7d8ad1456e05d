using LleTransforms.LinearAlgebra;
using LleTransforms.LinearAlgebra.Dense;

namespace LleTransforms.Eigen;

/// <summary>
/// The eigenpairs within a basis that is known by its values Y at the landmarks and by sums over all rows. Where all rows are at hand,
/// <see cref="RayleighRitz"/> finds them.
/// </summary>
/// <remarks>
/// The basis is V = Z Y, less its mean, and A V = A Z Y, for the rows of A sum to 0. Both Gram matrices are near diagonal once scaled. So
/// their Cholesky factors are as good as those that orthogonalisation of V and A V gives. Singular values of A V are taken, and small
/// eigenvalues keep their digits. Cost O(d^3).
/// </remarks>
internal static class LandmarkRitz
{
    /// <param name="rowCount">n.</param>
    /// <param name="sums">1^T V, d numbers.</param>
    /// <param name="gram">V^T V, d x d.</param>
    /// <param name="imageGram">(A V)^T (A V), d x d; its factor is left there.</param>
    /// <returns>Eigenvalues, ascending, the mean of V, and the d x d matrix T whose columns make the unit vectors (V - mean) T.</returns>
    public static (double[] Values, double[] Mean, DenseMatrix Turn) Solve(
        long rowCount, double[] sums, DenseMatrix gram, DenseMatrix imageGram)
    {
        int d = sums.Length;
        double[] mean = Array.ConvertAll(sums, sum => sum / rowCount);
        DenseMatrix centered = new(d, d);
        for (int i = 0; i < d; i++)
        {
            for (int j = 0; j < d; j++)
            {
                centered[i, j] = gram[i, j] - (sums[j] * mean[i]);
            }
        }

        // V = Q R, so that Q = V R^-1 is the orthonormal basis, and A Q = (A V) R^-1.
        DenseMatrix toOrthonormal = InverseOfUpper(UpperFactor(centered));
        DenseMatrix images = SmallDense.Product(UpperFactor(imageGram), toOrthonormal);
        (double[] values, DenseMatrix rotation) = OneSidedJacobi.SmallestFirst(images);
        return (values, mean, SmallDense.Product(toOrthonormal, rotation));
    }

    /// <summary>The upper triangle R with R^T R = G, whose place its own factor takes.</summary>
    private static DenseMatrix UpperFactor(DenseMatrix gram)
    {
        int d = gram.NumberOfRows;
        if (!SmallCholesky.TryFactor(gram.Values, d))
        {
            throw new SolverException($"the basis of {d} vectors is dependent to working precision");
        }

        DenseMatrix upper = new(d, d);
        for (int i = 0; i < d; i++)
        {
            for (int j = i; j < d; j++)
            {
                upper[i, j] = gram[i, j];
            }
        }

        return upper;
    }

    private static DenseMatrix InverseOfUpper(DenseMatrix r)
    {
        int d = r.NumberOfRows;
        DenseMatrix inverse = new(d, d);
        for (int column = 0; column < d; column++)
        {
            for (int i = column; i >= 0; i--)
            {
                double sum = i == column ? 1 : 0;
                for (int p = i + 1; p <= column; p++)
                {
                    sum -= r[i, p] * inverse[p, column];
                }

                inverse[i, column] = sum / r[i, i];
            }
        }

        return inverse;
    }
}
