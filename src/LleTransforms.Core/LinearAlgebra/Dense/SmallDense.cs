using MathNet.Numerics.LinearAlgebra;

namespace LleTransforms.LinearAlgebra.Dense;

/// <summary>The small dense steps of the iterations, on matrices of a few dozen rows.</summary>
internal static class SmallDense
{
    /// <summary>Squared lengths below this part of the largest are rounding: the direction is given up.</summary>
    private const double Vanishing = 1e-14;

    /// <summary>The first <paramref name="count"/> eigenpairs of a symmetric matrix, ascending.</summary>
    /// <exception cref="SolverException">An entry is not finite.</exception>
    public static (double[] Values, DenseMatrix Vectors) SymmetricEigen(DenseMatrix matrix, int count)
    {
        int size = matrix.NumberOfRows;
        if (!Array.TrueForAll(matrix.Values, double.IsFinite))
        {
            throw new SolverException($"its projected matrix of {size} rows has entries that are not finite");
        }

        Matrix<double> dense = Matrix<double>.Build.Dense(size, size, (i, j) => (matrix[i, j] + matrix[j, i]) / 2);
        var evd = dense.Evd(Symmetricity.Symmetric);
        int[] order = Enumerable.Range(0, size).OrderBy(i => evd.EigenValues[i].Real).ToArray();
        double[] values = new double[count];
        DenseMatrix vectors = new(size, count);
        for (int c = 0; c < count; c++)
        {
            values[c] = evd.EigenValues[order[c]].Real;
            for (int i = 0; i < size; i++)
            {
                vectors[i, c] = evd.EigenVectors[i, order[c]];
            }
        }

        return (values, vectors);
    }

    /// <summary>The same on a search space with some empty columns. They come last, and no eigenvector has a part in them.</summary>
    public static (double[] Values, DenseMatrix Vectors) SymmetricEigen(DenseMatrix projected, bool[] isEmpty, int count)
    {
        LiftEmptyDirections(projected, isEmpty);
        (double[] values, DenseMatrix vectors) = SymmetricEigen(projected, count);
        LeaveOut(isEmpty, vectors);
        return (values, vectors);
    }

    /// <summary>
    /// T with (X T)^T (X T) = I for the Gram matrix X^T X: scaled, then by its eigendecomposition (Stathopoulos and Wu, SIAM J. Sci.
    /// Comput. 23 (2002), SVQB). Directions without length get zero columns.
    /// </summary>
    public static DenseMatrix InverseRoot(DenseMatrix gram)
    {
        int size = gram.NumberOfRows;
        double[] scale = new double[size];
        for (int i = 0; i < size; i++)
        {
            double square = gram[i, i];
            scale[i] = square > 0 ? 1 / Math.Sqrt(square) : 0;
        }

        DenseMatrix scaled = new(size, size);
        for (int i = 0; i < size; i++)
        {
            for (int j = 0; j < size; j++)
            {
                scaled[i, j] = gram[i, j] * scale[i] * scale[j];
            }
        }

        (double[] values, DenseMatrix vectors) = SymmetricEigen(scaled, size);
        DenseMatrix transform = new(size, size);
        for (int c = 0; c < size; c++)
        {
            double factor = values[c] > Vanishing * values[size - 1] ? 1 / Math.Sqrt(values[c]) : 0;
            for (int i = 0; i < size; i++)
            {
                transform[i, c] = scale[i] * vectors[i, c] * factor;
            }
        }

        return transform;
    }

    /// <summary>The matrix Q of orthonormal columns for which trace(Q^T A) is largest, and that trace: U V^T and the sum of the singular
    /// values of A = U S V^T, with as many columns of U as A has. Where A is singular there are several, of which this is one.</summary>
    public static (DenseMatrix Orthogonal, double Trace) NearestOrthogonal(DenseMatrix matrix)
    {
        (int rows, int columns) = (matrix.NumberOfRows, matrix.NumberOfColumns);
        var svd = Matrix<double>.Build.Dense(rows, columns, (i, j) => matrix[i, j]).Svd();
        Matrix<double> product = svd.U.SubMatrix(0, rows, 0, columns) * svd.VT;
        DenseMatrix orthogonal = new(rows, columns);
        for (int i = 0; i < rows; i++)
        {
            for (int j = 0; j < columns; j++)
            {
                orthogonal[i, j] = product[i, j];
            }
        }

        return (orthogonal, svd.S.Sum());
    }

    /// <summary>A B of two square matrices.</summary>
    public static DenseMatrix Product(DenseMatrix a, DenseMatrix b)
    {
        int size = a.NumberOfRows;
        DenseMatrix product = new(size, size);
        for (int i = 0; i < size; i++)
        {
            for (int j = 0; j < size; j++)
            {
                for (int k = 0; k < size; k++)
                {
                    product[i, j] += a[i, k] * b[k, j];
                }
            }
        }

        return product;
    }

    /// <summary>Empty columns of the search space would pass for eigenvalue 0: they get one above all others.</summary>
    /// <param name="projected">The matrix on the search space.</param>
    /// <param name="isEmpty">
    /// Which columns are zero. The matrix cannot tell: an eigenvalue that is 0 except for rounding, above or below, looks the same and is
    /// wanted.
    /// </param>
    public static void LiftEmptyDirections(DenseMatrix projected, bool[] isEmpty)
    {
        int size = isEmpty.Length;
        double largest = 0;
        for (int i = 0; i < size; i++)
        {
            largest = Math.Max(largest, projected[i, i]);
        }

        for (int i = 0; i < size; i++)
        {
            if (isEmpty[i])
            {
                projected[i, i] = 10 * largest;
            }
        }
    }

    /// <summary>
    /// Sets the rows of empty columns to zero. Eigenvectors hold rounding there. Directions of nearly converged vectors would blow that up
    /// to their own length, and would themselves be too short by as much.
    /// </summary>
    public static void LeaveOut(bool[] isEmpty, DenseMatrix vectors)
    {
        for (int i = 0; i < isEmpty.Length; i++)
        {
            if (isEmpty[i])
            {
                vectors.Row(i).Clear();
            }
        }
    }

    /// <summary>
    /// Coefficients of the new search directions: those of the new vectors without their part in the old ones, made orthonormal to the new
    /// vectors.
    /// </summary>
    public static DenseMatrix ConjugateDirections(DenseMatrix vectors)
    {
        int size = vectors.NumberOfRows, count = vectors.NumberOfColumns;
        DenseMatrix directions = new(size, count);
        for (int i = count; i < size; i++)
        {
            for (int c = 0; c < count; c++)
            {
                directions[i, c] = vectors[i, c];
            }
        }

        for (int c = 0; c < count; c++)
        {
            double before = Norm(directions, c), after = before;
            for (int pass = 0; pass < 2; pass++)
            {
                for (int j = 0; j < count; j++)
                {
                    RemoveComponent(directions, c, vectors, j);
                }

                for (int j = 0; j < c; j++)
                {
                    RemoveComponent(directions, c, directions, j);
                }

                after = Norm(directions, c);
            }

            double factor = after > 1e-10 * before && before > 1e-14 ? 1 / after : 0;
            for (int i = 0; i < size; i++)
            {
                directions[i, c] *= factor;
            }
        }

        return directions;
    }

    private static double Norm(DenseMatrix matrix, int column)
    {
        double sum = 0;
        for (int i = 0; i < matrix.NumberOfRows; i++)
        {
            sum += matrix[i, column] * matrix[i, column];
        }

        return Math.Sqrt(sum);
    }

    private static void RemoveComponent(DenseMatrix target, int c, DenseMatrix source, int j)
    {
        double dot = 0;
        for (int i = 0; i < target.NumberOfRows; i++)
        {
            dot += target[i, c] * source[i, j];
        }

        for (int i = 0; i < target.NumberOfRows; i++)
        {
            target[i, c] -= dot * source[i, j];
        }
    }
}
