using LleTransforms.LinearAlgebra.Dense;

namespace LleTransforms.Eigen;

/// <summary>Eigenpairs of the projected matrix of block Lanczos, and how far they are from those of the operator.</summary>
/// <param name="Values">All of them, the largest first.</param>
/// <param name="Vectors">Those of the first ones, one a row; the last four entries belong to the newest block of the basis.</param>
internal sealed record RitzPairs(double[] Values, DenseMatrix Vectors)
{
    /// <summary>The largest error bound in units of the tolerance: the subspace by its gap to the rest, each value by its own
    /// size.</summary>
    /// <param name="wanted">How many pairs count.</param>
    /// <param name="coupling">The factor, 4 x 4, by which the newest block leads out of the basis.</param>
    /// <param name="tolerance">The angle by which the subspace may miss.</param>
    public double WorstError(int wanted, DenseMatrix coupling, double tolerance)
    {
        const int Width = ColumnBlock.Width;
        int size = Values.Length;
        if (wanted + 1 > size)
        {
            return double.PositiveInfinity;
        }

        double smallest = Values[wanted - 1];
        double gap = Math.Max(smallest - Values[wanted], 1e-3 * smallest);

        // Rounding of the operator is excused only while it leaves the smallest wanted pair its digits. Beside eigenvalues of M that are
        // all but 0 it may not, and then another solver takes over.
        double rounding = Math.Min(1e-14 * Values[0], 1e-3 * smallest);
        double limit = Math.Max(tolerance * gap, rounding);
        double worst = 0;
        for (int c = 0; c < wanted; c++)
        {
            double sum = 0;
            for (int i = 0; i < Width; i++)
            {
                double r = 0;
                for (int j = 0; j < Width; j++)
                {
                    r += coupling[i, j] * Vectors[c, size - Width + j];
                }

                sum += r * r;
            }

            double error = Math.Sqrt(sum) / limit;
            worst = Math.Max(worst, error);
        }

        return worst;
    }
}
