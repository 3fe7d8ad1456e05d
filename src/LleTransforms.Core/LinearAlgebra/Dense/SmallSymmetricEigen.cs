using System.Numerics;
using LleTransforms.Running;

namespace LleTransforms.LinearAlgebra.Dense;

/// <summary>All eigenvalues of a small dense symmetric matrix, and the eigenvectors of the largest ones that are asked for.</summary>
/// <remarks>
/// Householder tridiagonalisation, then implicit QL with Wilkinson's shift (Golub &amp; Van Loan, Matrix Computations, algorithms 8.3.1
/// and 8.3.3; Wilkinson &amp; Reinsch 1971, contributions II/2 and II/4). The rotations of QL are kept and applied backwards to the wanted
/// unit vectors alone, which gives the same vectors as turning all of them. Cost 4/3 k^3 + O(k^2) for the values, 7 k^2 for each vector;
/// some 80 k^2 bytes. An instance is one thread's scratch.
/// </remarks>
/// <param name="capacity">The most rows that a matrix may have.</param>
/// <param name="context">For matrices of hundreds of rows: cancellation, and threads to turn many
/// vectors. The bits do not depend on it.</param>
internal sealed partial class SmallSymmetricEigen(int capacity, RunContext? context = null)
{
    /// <summary>
    /// The most sweeps that a value may take, averaged over all values. Two are usual. Where many entries are so small that their squares
    /// vanish, as beside constant columns, a sweep ends at the first of them. Then one value's sweeps do the work of many.
    /// </summary>
    private const int SweepsPerValue = 60;

    /// <summary>Vectors that are turned together: their part of the block stays in a core's own cache.</summary>
    private const int VectorsInStrip = 32;

    private readonly double[] _reflectors = new double[capacity * capacity];
    private readonly double[] _betas = new double[capacity];
    private readonly double[] _offDiagonal = new double[capacity];
    private readonly double[] _work = new double[capacity];
    private readonly double[] _values = new double[capacity];
    private readonly int[] _order = new int[capacity];
    private readonly double[] _vectors = new double[capacity * capacity];
    private readonly double[] _turning = new double[capacity * capacity];

    // Two sweeps an eigenvalue are usual; more rotations than that make the arrays grow.
    private Rotation[] _rotations = new Rotation[2 * capacity * capacity];
    private int _rotationCount;
    private int _size;

    /// <summary>Ascending.</summary>
    public ReadOnlySpan<double> Values => _values.AsSpan(0, _size);

    /// <summary>Rotations that the values took and every vector takes.</summary>
    public int RotationCount => _rotationCount;

    /// <summary>The unit eigenvector of the i-th largest eigenvalue, i from 0 and below the count last found.</summary>
    public ReadOnlySpan<double> LargestVector(int index) => _vectors.AsSpan(index * _size, _size);

    /// <summary>The vectors last found, copied: one a row, that of the largest eigenvalue first.</summary>
    public DenseMatrix LargestVectors(int count) => new(count, _size, _vectors[..(count * _size)]);

    /// <summary>Decomposes a matrix given with both triangles, row-major, and overwrites it.</summary>
    /// <param name="matrix">At least size^2 values.</param>
    /// <param name="size">Its rows, at most the capacity.</param>
    public void Decompose(Span<double> matrix, int size)
    {
        _size = size;
        Tridiagonalize(matrix);
        _rotationCount = 0;
        for (int i = 0; i < _size; i++)
        {
            _order[i] = i;
        }

        long sweepsLeft = (long)SweepsPerValue * _size;
        for (int lowest = 0; lowest < _size; lowest++)
        {
            DeflateFrom(lowest, ref sweepsLeft);
        }

        _values.AsSpan(0, _size).Sort(_order.AsSpan(0, _size));
    }

    /// <summary>Finds the eigenvectors of the largest eigenvalues of the matrix last decomposed.</summary>
    public void FindLargestVectors(int count)
    {
        // Row i of this block holds entry i of every wanted vector, so that a rotation turns them all at once.
        Span<double> turning = _turning.AsSpan(0, _size * count);
        turning.Clear();
        for (int v = 0; v < count; v++)
        {
            turning[(_order[_size - 1 - v] * count) + v] = 1;
        }

        if (context is null || count <= VectorsInStrip)
        {
            FindVectors(0, count, count);
            return;
        }

        Parallel.For(0, (count + VectorsInStrip - 1) / VectorsInStrip, context.Parallelism, strip =>
            FindVectors(strip * VectorsInStrip, Math.Min(count, (strip + 1) * VectorsInStrip), count));
    }

    /// <summary>The vectors from one on and before another, of all that are wanted.</summary>
    private void FindVectors(int from, int end, int count)
    {
        Span<double> turning = _turning.AsSpan(0, _size * count);
        for (int r = _rotationCount - 1; r >= 0; r--)
        {
            context?.ThrowIfCancelledAt(r);
            Rotation rotation = _rotations[r];
            Rotate(turning.Slice((rotation.Index * count) + from, end - from),
                turning.Slice(((rotation.Index + 1) * count) + from, end - from), rotation);
        }

        for (int v = from; v < end; v++)
        {
            context?.ThrowIfCancelled();
            Span<double> vector = _vectors.AsSpan(v * _size, _size);
            for (int i = 0; i < _size; i++)
            {
                vector[i] = turning[(i * count) + v];
            }

            BackTransform(vector);
        }
    }

    /// <summary>Chases the off-diagonal entry beside the given diagonal entry to zero.</summary>
    private void DeflateFrom(int lowest, ref long sweepsLeft)
    {
        while (true)
        {
            int last = lowest;
            while (last < _size - 1 && !IsNegligible(last))
            {
                last++;
            }

            if (last == lowest)
            {
                return;
            }

            if (sweepsLeft-- == 0)
            {
                throw new ArithmeticException(
                    $"The eigenvalues of a {_size} x {_size} symmetric matrix did not converge in {SweepsPerValue * (long)_size} sweeps.");
            }

            context?.ThrowIfCancelled();
            SweepUp(lowest, last);
        }
    }

    private bool IsNegligible(int index)
    {
        double scale = Math.Abs(_values[index]) + Math.Abs(_values[index + 1]);
        return scale + Math.Abs(_offDiagonal[index]) == scale;
    }

    /// <summary>One implicit QL sweep over [lowest, last], from the bottom up.</summary>
    private void SweepUp(int lowest, int last)
    {
        double[] d = _values;
        double[] e = _offDiagonal;
        double shift = (d[lowest + 1] - d[lowest]) / (2 * e[lowest]);
        double radius = double.Hypot(shift, 1);
        double g = d[last] - d[lowest] + (e[lowest] / (shift + Math.CopySign(radius, shift)));
        double sine = 1;
        double cosine = 1;
        double p = 0;
        for (int i = last - 1; i >= lowest; i--)
        {
            double f = sine * e[i];
            double b = cosine * e[i];
            // Squares of single-precision data's variances neither overflow nor matter where they vanish.
            double r = Math.Sqrt((f * f) + (g * g));
            e[i + 1] = r;
            if (r == 0)
            {
                // Nothing is left to be chased. The entry before has been turned already; at the first the entry itself is what vanished.
                e[i] = i == last - 1 ? 0 : b;
                d[i + 1] -= p;
                e[last] = 0;
                return;
            }

            sine = f / r;
            cosine = g / r;
            g = d[i + 1] - p;
            double t = ((d[i] - g) * sine) + (2 * cosine * b);
            p = sine * t;
            d[i + 1] = g + p;
            g = (cosine * t) - b;
            Record(new Rotation(i, cosine, sine));
        }

        d[lowest] -= p;
        e[lowest] = g;
        e[last] = 0;
    }

    private void Record(Rotation rotation)
    {
        if (_rotationCount == _rotations.Length)
        {
            Array.Resize(ref _rotations, 2 * _rotations.Length);
        }

        _rotations[_rotationCount++] = rotation;
    }

    private static void Rotate(Span<double> upper, Span<double> lower, Rotation rotation)
    {
        int v = 0;
        for (; v <= upper.Length - Vector<double>.Count; v += Vector<double>.Count)
        {
            var f = new Vector<double>(upper[v..]);
            var h = new Vector<double>(lower[v..]);
            ((rotation.Cosine * f) + (rotation.Sine * h)).CopyTo(upper[v..]);
            ((rotation.Cosine * h) - (rotation.Sine * f)).CopyTo(lower[v..]);
        }

        for (; v < upper.Length; v++)
        {
            double f = upper[v];
            double h = lower[v];
            upper[v] = (rotation.Cosine * f) + (rotation.Sine * h);
            lower[v] = (rotation.Cosine * h) - (rotation.Sine * f);
        }
    }

    private readonly record struct Rotation(int Index, double Cosine, double Sine);
}
