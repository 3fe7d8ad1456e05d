using System.Numerics;
using System.Numerics.Tensors;

namespace LleTransforms.LinearAlgebra.Dense;

/// <content>Householder's reduction to a tridiagonal matrix, and the way back.</content>
internal sealed partial class SmallSymmetricEigen
{
    private void Tridiagonalize(Span<double> a)
    {
        int n = _size;
        _offDiagonal.AsSpan().Clear();
        for (int j = 0; j < n - 1; j++)
        {
            context?.ThrowIfCancelled();
            Span<double> v = _reflectors.AsSpan((j * n) + j + 1, n - j - 1);
            a.Slice((j * n) + j + 1, n - j - 1).CopyTo(v);
            _offDiagonal[j] = Reflect(v, out double beta);
            _betas[j] = beta;
            if (beta != 0)
            {
                UpdateTrailing(a, j + 1, v, beta);
            }
        }

        for (int i = 0; i < n; i++)
        {
            _values[i] = a[(i * n) + i];
        }
    }

    /// <summary>Turns v into the reflector I - beta v v^T that maps the old v to (alpha, 0, ...), and returns alpha.</summary>
    private static double Reflect(Span<double> v, out double beta)
    {
        double tail = 0;
        for (int i = 1; i < v.Length; i++)
        {
            tail += v[i] * v[i];
        }

        if (tail == 0)
        {
            beta = 0;
            return v[0];
        }

        double norm = Math.Sqrt((v[0] * v[0]) + tail);
        double alpha = v[0] > 0 ? -norm : norm;
        v[0] -= alpha;
        beta = 2 / ((v[0] * v[0]) + tail);
        return alpha;
    }

    private void UpdateTrailing(Span<double> a, int start, ReadOnlySpan<double> v, double beta)
    {
        int length = v.Length;
        Span<double> w = _work.AsSpan(0, length);
        for (int i = 0; i < length; i++)
        {
            w[i] = beta * TensorPrimitives.Dot(a.Slice(((start + i) * _size) + start, length), v);
        }

        double half = beta / 2 * TensorPrimitives.Dot(w, v);
        for (int i = 0; i < length; i++)
        {
            w[i] -= half * v[i];
        }

        for (int i = 0; i < length; i++)
        {
            Span<double> row = a.Slice(((start + i) * _size) + start, length);
            double vi = v[i];
            double wi = w[i];
            int j = 0;
            for (; j <= length - Vector<double>.Count; j += Vector<double>.Count)
            {
                Vector<double> change = (vi * new Vector<double>(w[j..])) + (wi * new Vector<double>(v[j..]));
                (new Vector<double>(row[j..]) - change).CopyTo(row[j..]);
            }

            for (; j < length; j++)
            {
                row[j] -= (vi * w[j]) + (wi * v[j]);
            }
        }
    }

    /// <summary>Applies the reflectors, last first, to one vector of the tridiagonal matrix.</summary>
    private void BackTransform(Span<double> vector)
    {
        for (int j = _size - 2; j >= 0; j--)
        {
            if (_betas[j] == 0)
            {
                continue;
            }

            ReadOnlySpan<double> v = _reflectors.AsSpan((j * _size) + j + 1, _size - j - 1);
            Span<double> tail = vector[(j + 1)..];
            double factor = _betas[j] * TensorPrimitives.Dot(v, tail);
            for (int i = 0; i < tail.Length; i++)
            {
                tail[i] -= factor * v[i];
            }
        }
    }
}
