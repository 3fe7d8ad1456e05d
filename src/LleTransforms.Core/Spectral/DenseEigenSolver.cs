using MathNet.Numerics.LinearAlgebra;

namespace LleTransforms.Spectral;

/// <summary>
/// Small problems: a dense singular value decomposition of A (or eigendecomposition of M) on the orthogonal complement of the constant vector,
/// reached by one Householder reflection that maps the constant onto the first axis. Golub and Van Loan, "Matrix Computations", sections 5.1 and 8.6.
/// Cost O(n^3), memory a few n^2.
/// </summary>
internal static class DenseEigenSolver
{
    /// <summary>Rows up to which a decomposition is over before anybody could wish to stop it.</summary>
    private const int UnstoppedRows = 200;

    /// <summary>The bottom basis in blocks of four columns, smallest eigenvalue first.</summary>
    public static List<double[]> Run(AlignmentMatrix alignment, int count, FitContext context)
    {
        int n = alignment.Size;
        double[] reflector = ConstantReflector(n);
        Matrix<double> dense = ToDense(alignment is FactoredAlignment f ? f.Residual : ((AssembledAlignment)alignment).Matrix);
        context.ThrowIfCancelled();
        ReflectRows(dense, reflector);
        Matrix<double> bottom;
        if (alignment is FactoredAlignment)
        {
            Matrix<double> right = Stoppable(n, () => dense.SubMatrix(0, n, 1, n - 1).Svd(true), context).VT;
            bottom = Matrix<double>.Build.Dense(n - 1, count, (i, j) => right[n - 2 - j, i]);
        }
        else
        {
            Matrix<double> turned = dense.Transpose();
            ReflectRows(turned, reflector);
            var evd = Stoppable(n, () => turned.SubMatrix(1, n - 1, 1, n - 1).Evd(Symmetricity.Symmetric), context);
            int[] order = Enumerable.Range(0, n - 1).OrderBy(i => evd.EigenValues[i].Real).ThenBy(i => i).ToArray();
            bottom = Matrix<double>.Build.Dense(n - 1, count, (i, j) => evd.EigenVectors[i, order[j]]);
        }

        return Lift(bottom, reflector, n, count);
    }

    /// <summary>
    /// Waits for a decomposition until the fit is cancelled. The library's decompositions know no token: one that is left behind ends by itself
    /// on its own thread, and nobody sees its result.
    /// </summary>
    private static T Stoppable<T>(int n, Func<T> decompose, FitContext context)
    {
        context.ThrowIfCancelled();
        if (n <= UnstoppedRows || !context.Cancellation.CanBeCanceled)
        {
            return decompose();
        }

        Task<T> work = Task.Factory.StartNew(decompose, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        Task.WaitAny([work], context.Cancellation);
        return work.GetAwaiter().GetResult();
    }

    private static double[] ConstantReflector(int n)
    {
        double[] w = new double[n];
        double entry = 1 / Math.Sqrt(n);
        Array.Fill(w, entry);
        w[0] += 1;
        double norm = Math.Sqrt(2 + (2 * entry));
        return Array.ConvertAll(w, x => x / norm);
    }

    private static Matrix<double> ToDense(SparseMatrix matrix)
    {
        Matrix<double> dense = Matrix<double>.Build.Dense(matrix.RowCount, matrix.ColumnCount);
        for (int i = 0; i < matrix.RowCount; i++)
        {
            for (int p = matrix.RowStarts[i]; p < matrix.RowStarts[i + 1]; p++)
            {
                dense[i, matrix.Columns[p]] = matrix.Values[p];
            }
        }

        return dense;
    }

    /// <summary>Each row x becomes x - 2 (x w) w^T.</summary>
    private static void ReflectRows(Matrix<double> matrix, double[] w)
    {
        for (int i = 0; i < matrix.RowCount; i++)
        {
            double dot = 0;
            for (int j = 0; j < w.Length; j++)
            {
                dot += matrix[i, j] * w[j];
            }

            for (int j = 0; j < w.Length; j++)
            {
                matrix[i, j] -= 2 * dot * w[j];
            }
        }
    }

    private static List<double[]> Lift(Matrix<double> bottom, double[] w, int n, int count)
    {
        List<double[]> blocks = [];
        for (int c = 0; c < count; c++)
        {
            if (c % ColumnBlock.Width == 0)
            {
                blocks.Add(new double[n * ColumnBlock.Width]);
            }

            double dot = 0;
            for (int i = 1; i < n; i++)
            {
                dot += bottom[i - 1, c] * w[i];
            }

            for (int i = 0; i < n; i++)
            {
                blocks[^1][(i * ColumnBlock.Width) + (c % ColumnBlock.Width)] = (i == 0 ? 0 : bottom[i - 1, c]) - (2 * dot * w[i]);
            }
        }

        return blocks;
    }
}
