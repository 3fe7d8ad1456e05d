using System.Runtime.Intrinsics;

namespace LleTransforms.LinearAlgebra.Dense;

/// <summary>Q^T A Q = T of eight small symmetric matrices at once, one in each lane, T being tridiagonal.</summary>
/// <remarks>
/// Householder's reduction (Golub &amp; Van Loan, Matrix Computations, algorithm 8.3.1) on lower triangles. Each lane holds a matrix, so
/// short rows fill vectors as well as long ones do. No number passes from lane to lane, so a matrix has the same bits beside any others.
/// Cost 4/3 k^3 a lane, 2 k^2 for each vector turned back. An instance is one thread's scratch.
/// </remarks>
internal sealed class BatchedTridiagonalization(int capacity)
{
    private readonly AlignedLanes _matrix = new(Math.Max(1, capacity * (capacity + 1) / 2));
    private readonly AlignedLanes _reflectors = new(Math.Max(1, capacity * (capacity - 1) / 2));
    private readonly AlignedLanes _betas = new(capacity);
    private readonly AlignedLanes _work = new(capacity);
    private int _size;

    /// <summary>Where the matrices are put, and overwritten: entry (i, j), j at most i, is vector i (i + 1) / 2 + j.</summary>
    public AlignedLanes Matrix => _matrix;

    /// <summary>Reduces the matrices, of which the lower triangles are read.</summary>
    /// <param name="size">Their rows, at most the capacity.</param>
    /// <param name="diagonal">Receives T's diagonal.</param>
    /// <param name="offDiagonal">Receives the entries beside it, the last being 0.</param>
    public void Reduce(int size, Span<Vector512<double>> diagonal, Span<Vector512<double>> offDiagonal)
    {
        _size = size;
        Span<Vector512<double>> a = _matrix.Vectors;
        Span<Vector512<double>> betas = _betas.Vectors;
        for (int j = 0; j < size - 1; j++)
        {
            Span<Vector512<double>> v = Reflector(j);
            for (int i = 0; i < v.Length; i++)
            {
                v[i] = a[RowStart(j + 1 + i) + j];
            }

            offDiagonal[j] = Reflect(v, out betas[j]);
            UpdateTrailing(j + 1, v, betas[j]);
        }

        offDiagonal[size - 1] = Vector512<double>.Zero;
        for (int i = 0; i < size; i++)
        {
            diagonal[i] = a[RowStart(i) + i];
        }
    }

    /// <summary>Turns vectors of T into vectors of A: Q times each.</summary>
    /// <param name="vectors">Entry i of vector v at place i times the count plus v.</param>
    /// <param name="count">How many vectors.</param>
    public void BackTransform(Span<Vector512<double>> vectors, int count)
    {
        Span<Vector512<double>> betas = _betas.Vectors;
        for (int j = _size - 2; j >= 0; j--)
        {
            ReadOnlySpan<Vector512<double>> reflector = Reflector(j);
            Span<Vector512<double>> tail = vectors[((j + 1) * count)..(_size * count)];
            for (int v = 0; v < count; v++)
            {
                Vector512<double> overlap = Vector512<double>.Zero;
                for (int i = 0, at = v; i < reflector.Length; i++, at += count)
                {
                    overlap = Simd.MultiplyAdd(reflector[i], tail[at], overlap);
                }

                Vector512<double> factor = -betas[j] * overlap;
                for (int i = 0, at = v; i < reflector.Length; i++, at += count)
                {
                    tail[at] = Simd.MultiplyAdd(factor, reflector[i], tail[at]);
                }
            }
        }
    }

    private static int RowStart(int row) => row * (row + 1) / 2;

    private Span<Vector512<double>> Reflector(int column)
    {
        int length = _size - column - 1;
        return _reflectors.Vectors.Slice(length * (length - 1) / 2, length);
    }

    /// <summary>Turns v into the reflector I - beta v v^T that maps the old v to (alpha, 0, ...), and returns alpha.</summary>
    private static Vector512<double> Reflect(Span<Vector512<double>> v, out Vector512<double> beta)
    {
        Vector512<double> tail = Vector512<double>.Zero;
        for (int i = 1; i < v.Length; i++)
        {
            tail = Simd.MultiplyAdd(v[i], v[i], tail);
        }

        Vector512<double> first = v[0];
        Vector512<double> isDone = Vector512.Equals(tail, Vector512<double>.Zero);
        Vector512<double> norm = Vector512.Sqrt(Simd.MultiplyAdd(first, first, tail));
        Vector512<double> alpha = Vector512.ConditionalSelect(Vector512.GreaterThan(first, Vector512<double>.Zero), -norm, norm);
        Vector512<double> changed = first - alpha;
        Vector512<double> factor = Vector512.Create(2.0) / Simd.MultiplyAdd(changed, changed, tail);
        beta = Vector512.ConditionalSelect(isDone, Vector512<double>.Zero, factor);
        v[0] = Vector512.ConditionalSelect(isDone, first, changed);
        return Vector512.ConditionalSelect(isDone, first, alpha);
    }

    /// <summary>A - v w^T - w v^T of the rows from start on, with w = beta A v - (beta^2 v^T A v / 2) v.</summary>
    private void UpdateTrailing(int start, ReadOnlySpan<Vector512<double>> v, Vector512<double> beta)
    {
        Span<Vector512<double>> a = _matrix.Vectors;
        Span<Vector512<double>> w = _work.Vectors[..v.Length];
        for (int i = 0; i < v.Length; i++)
        {
            ReadOnlySpan<Vector512<double>> row = a.Slice(RowStart(start + i) + start, i + 1);
            Vector512<double> vi = v[i];
            Vector512<double> sum = row[i] * vi;
            for (int j = 0; j < row.Length - 1; j++)
            {
                sum = Simd.MultiplyAdd(row[j], v[j], sum);
                w[j] = Simd.MultiplyAdd(row[j], vi, w[j]);
            }

            w[i] = sum;
        }

        Vector512<double> overlap = Vector512<double>.Zero;
        for (int i = 0; i < w.Length; i++)
        {
            w[i] *= beta;
            overlap = Simd.MultiplyAdd(w[i], v[i], overlap);
        }

        Vector512<double> half = Vector512.Create(-0.5) * beta * overlap;
        for (int i = 0; i < w.Length; i++)
        {
            w[i] = Simd.MultiplyAdd(half, v[i], w[i]);
        }

        for (int i = 0; i < v.Length; i++)
        {
            Span<Vector512<double>> row = a.Slice(RowStart(start + i) + start, i + 1);
            Vector512<double> vi = -v[i];
            Vector512<double> wi = -w[i];
            for (int j = 0; j < row.Length; j++)
            {
                row[j] = Simd.MultiplyAdd(vi, w[j], Simd.MultiplyAdd(wi, v[j], row[j]));
            }
        }
    }
}
