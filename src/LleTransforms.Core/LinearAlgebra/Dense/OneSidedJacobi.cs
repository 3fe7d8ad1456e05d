namespace LleTransforms.LinearAlgebra.Dense;

/// <summary>
/// One-sided Jacobi: rotates the columns of a small matrix until they are orthogonal; their squared norms are then the eigenvalues of R^T
/// R. Demmel and Veselic, "Jacobi's method is more accurate than QR", SIAM J. Matrix Anal. Appl. 13 (1992). Cost O(d^3) a sweep, few
/// sweeps.
/// </summary>
internal static class OneSidedJacobi
{
    private const int MaximumSweeps = 40;

    /// <summary>Eigenvalues of R^T R ascending, and the orthogonal matrix of their vectors.</summary>
    public static (double[] Values, DenseMatrix Rotation) SmallestFirst(DenseMatrix r)
    {
        int d = r.NumberOfColumns;
        DenseMatrix v = DenseMatrix.Identity(d);
        bool rotated = true;
        for (int sweep = 0; rotated && sweep < MaximumSweeps; sweep++)
        {
            rotated = false;
            for (int p = 0; p < d; p++)
            {
                for (int q = p + 1; q < d; q++)
                {
                    rotated |= Orthogonalize(r, v, p, q);
                }
            }
        }

        double[] squares = new double[d];
        for (int c = 0; c < d; c++)
        {
            squares[c] = Dot(r, c, c);
        }

        int[] order = Enumerable.Range(0, d).OrderBy(c => squares[c]).ToArray();
        DenseMatrix rotation = new(d, d);
        for (int i = 0; i < d; i++)
        {
            for (int j = 0; j < d; j++)
            {
                rotation[i, j] = v[i, order[j]];
            }
        }

        return (Array.ConvertAll(order, c => squares[c]), rotation);
    }

    private static bool Orthogonalize(DenseMatrix r, DenseMatrix v, int p, int q)
    {
        double a = Dot(r, p, p), b = Dot(r, q, q), c = Dot(r, p, q);
        if (Math.Abs(c) <= 1e-15 * Math.Sqrt(a * b))
        {
            return false;
        }

        double zeta = (b - a) / (2 * c);
        double t = (zeta < 0 ? -1 : 1) / (Math.Abs(zeta) + Math.Sqrt(1 + (zeta * zeta)));
        double cosine = 1 / Math.Sqrt(1 + (t * t)), sine = cosine * t;
        Rotate(r, p, q, cosine, sine);
        Rotate(v, p, q, cosine, sine);
        return true;
    }

    private static void Rotate(DenseMatrix m, int p, int q, double cosine, double sine)
    {
        for (int i = 0; i < m.NumberOfRows; i++)
        {
            double x = m[i, p], y = m[i, q];
            m[i, p] = (cosine * x) - (sine * y);
            m[i, q] = (sine * x) + (cosine * y);
        }
    }

    private static double Dot(DenseMatrix m, int p, int q)
    {
        double sum = 0;
        for (int i = 0; i < m.NumberOfRows; i++)
        {
            sum += m[i, p] * m[i, q];
        }

        return sum;
    }
}
