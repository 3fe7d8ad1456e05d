using MathNet.Numerics.LinearAlgebra;

namespace LleTransforms.Measurements.SideBySide;

/// <summary>
/// The largest principal angle between the spaces that the columns of two tables span, by its sine, which is accurate for small angles
/// (Bj&#246;rck and Golub 1973, "Numerical methods for computing angles between linear subspaces"). O(n d^2) for tables of a million rows.
/// </summary>
internal static class PrincipalAngle
{
    public static double Largest(Table left, Table right)
    {
        double[][] q = Orthonormal(left);
        double[][] p = Orthonormal(right);
        foreach (double[] column in p)
        {
            Remove(column, q);
            Remove(column, q);
        }

        double largest = Matrix<double>.Build.Dense(p.Length, p.Length, (i, j) => Dot(p[i], p[j]))
            .Evd(Symmetricity.Symmetric).EigenValues.Max(value => value.Real);
        return Math.Asin(Math.Min(1, Math.Sqrt(Math.Max(0, largest))));
    }

    private static double[][] Orthonormal(Table table)
    {
        double[][] columns = new double[table.NumberOfColumns][];
        for (int c = 0; c < columns.Length; c++)
        {
            double[] column = new double[table.NumberOfRows];
            for (int row = 0; row < column.Length; row++)
            {
                column[row] = table.Values[(row * table.NumberOfColumns) + c];
            }

            // Twice is enough (Kahan, in Parlett 1980, section 6-9).
            Remove(column, columns.AsSpan(0, c));
            Remove(column, columns.AsSpan(0, c));
            double norm = Math.Sqrt(Dot(column, column));
            columns[c] = Array.ConvertAll(column, value => value / norm);
        }

        return columns;
    }

    private static void Remove(double[] vector, ReadOnlySpan<double[]> directions)
    {
        foreach (double[] direction in directions)
        {
            double share = Dot(vector, direction);
            for (int i = 0; i < vector.Length; i++)
            {
                vector[i] -= share * direction[i];
            }
        }
    }

    private static double Dot(double[] left, double[] right)
    {
        double sum = 0;
        for (int i = 0; i < left.Length; i++)
        {
            sum += left[i] * right[i];
        }

        return sum;
    }
}
