using System.Numerics.Tensors;
using LleTransforms.Running;

namespace LleTransforms.LinearAlgebra.Dense;

/// <summary>The right singular vectors of the smallest singular values of a dense matrix. They are found on the caller's thread, which
/// gives up when the fit is cancelled.</summary>
/// <remarks>
/// Golub &amp; Kahan 1965 and Golub &amp; Reinsch 1970: Householder bidiagonalisation, then implicit QR sweeps on the bidiagonal matrix.
/// These are algorithms 5.4.2 and 8.6.2 of Golub &amp; Van Loan, Matrix Computations. The right-hand rotations are kept and applied
/// backwards to the wanted unit vectors alone. Absolute error of a singular value: a few units of rounding of the largest. Cost 8/3 n^3 for
/// the bidiagonal matrix and about 7 n^2 for each vector. Memory 8 n^2 bytes for the matrix, which is overwritten, and about 24 n^2 for the
/// rotations.
/// </remarks>
internal sealed class DenseSingularVectors
{
    private readonly double[] _matrix;
    private readonly int _rowCount;
    private readonly int _columnCount;
    private readonly RunContext _context;
    private readonly double[] _diagonal;
    private readonly double[] _rightFactors;
    private readonly Bidiagonal _bidiagonal;

    private DenseSingularVectors(DenseMatrix matrix, RunContext context)
    {
        int columnCount = matrix.NumberOfColumns;
        _matrix = matrix.Values;
        _rowCount = matrix.NumberOfRows;
        _columnCount = columnCount;
        _context = context;
        _diagonal = new double[columnCount];
        _rightFactors = new double[columnCount];
        double[] above = new double[columnCount];
        Reduce(above);
        _bidiagonal = new Bidiagonal(_diagonal, above);
        _bidiagonal.Diagonalize(context);
    }

    /// <param name="matrix">m x n, at least as many rows as columns; overwritten.</param>
    /// <param name="count">How many vectors, at most n.</param>
    /// <param name="context">Cancellation, asked before every pass over a row.</param>
    /// <returns>A vector a row, the one of the smallest singular value first, ties by position.</returns>
    public static DenseMatrix Smallest(DenseMatrix matrix, int count, RunContext context)
    {
        var decomposed = new DenseSingularVectors(matrix, context);
        DenseMatrix vectors = new(count, matrix.NumberOfColumns);
        int[] order = [.. Enumerable.Range(0, matrix.NumberOfColumns).OrderBy(i => Math.Abs(decomposed._diagonal[i])).Take(count)];
        for (int c = 0; c < count; c++)
        {
            decomposed.RightVector(order[c]).CopyTo(vectors.Row(c));
        }

        return vectors;
    }

    private Span<double> Tail(int row, int column) => _matrix.AsSpan((row * _columnCount) + column, _columnCount - column);

    private void Reduce(double[] above)
    {
        double[] column = new double[_rowCount];
        double[] products = new double[_columnCount];
        for (int k = 0; k < _columnCount; k++)
        {
            for (int i = k; i < _rowCount; i++)
            {
                column[i] = _matrix[(i * _columnCount) + k];
            }

            _diagonal[k] = Reflect(column.AsSpan(k, _rowCount - k), out double leftFactor);
            if (k == _columnCount - 1)
            {
                return;
            }

            // The left reflector touches row k first, for the right reflector is made of that row; both then pass over the rest in one go.
            Span<double> sums = products.AsSpan(0, _columnCount - k - 1);
            SumRows(k, column, sums);
            Span<double> top = Tail(k, k + 1);
            AddScaled(top, -leftFactor * column[k], sums);
            above[k] = Reflect(top, out _rightFactors[k]);
            for (int i = k + 1; i < _rowCount; i++)
            {
                _context.ThrowIfCancelled();
                Span<double> row = Tail(i, k + 1);
                AddScaled(row, -leftFactor * column[i], sums);
                AddScaled(row, -_rightFactors[k] * TensorPrimitives.Dot<double>(row, top), top);
            }
        }
    }

    /// <summary>The sum of the trailing rows, each times its entry of the reflector.</summary>
    private void SumRows(int first, double[] column, Span<double> sums)
    {
        sums.Clear();
        for (int i = first; i < _rowCount; i++)
        {
            _context.ThrowIfCancelled();
            AddScaled(sums, column[i], Tail(i, first + 1));
        }
    }

    private static void AddScaled(Span<double> target, double factor, ReadOnlySpan<double> row) =>
        TensorPrimitives.MultiplyAdd(row, factor, target, target);

    /// <summary>Turns v into the reflector I - factor v v^T that maps the old v to (alpha, 0, ...), and returns alpha.</summary>
    private static double Reflect(Span<double> v, out double factor)
    {
        double largest = Math.Abs(TensorPrimitives.MaxMagnitude<double>(v));
        if (v.Length == 1 || largest == 0)
        {
            factor = 0;
            return v[0];
        }

        double alpha = -Math.CopySign(largest * Math.Sqrt(ScaledSquares(v, largest)), v[0]);
        v[0] -= alpha;

        // A leading entry of one keeps the reflector's own squares in range.
        double lead = v[0];
        TensorPrimitives.Divide(v, lead, v);
        factor = -lead / alpha;
        return alpha;
    }

    private static double ScaledSquares(ReadOnlySpan<double> v, double scale)
    {
        double sum = 0;
        foreach (double value in v)
        {
            double scaled = value / scale;
            sum += scaled * scaled;
        }

        return sum;
    }

    private double[] RightVector(int index)
    {
        double[] vector = new double[_columnCount];
        vector[index] = 1;
        _bidiagonal.ApplyRightRotations(vector);
        for (int k = _columnCount - 2; k >= 0; k--)
        {
            _context.ThrowIfCancelled();
            Span<double> tail = vector.AsSpan(k + 1);
            AddScaled(tail, -_rightFactors[k] * TensorPrimitives.Dot<double>(Tail(k, k + 1), tail), Tail(k, k + 1));
        }

        return vector;
    }
}
