using System.Numerics.Tensors;

namespace LleTransforms.LocalGeometry;

/// <summary>All eigenpairs of a small dense symmetric matrix: C = V^T diag(values) V, the eigenvectors being V's rows.</summary>
/// <remarks>
/// Householder tridiagonalisation, then implicit QL with Wilkinson's shift (Golub &amp; Van Loan, Matrix Computations, algorithms 8.3.1
/// and 8.3.3; Wilkinson &amp; Reinsch 1971, contributions II/2 and II/4). Vectors are kept as rows so that every inner loop is contiguous.
/// Cost about 9 k^3. An instance is one thread's scratch.
/// </remarks>
internal sealed class SmallSymmetricEigen(int size)
{
    private const int MaximumSweeps = 60;

    private readonly double[] _reflectors = new double[size * size];
    private readonly double[] _betas = new double[size];
    private readonly double[] _offDiagonal = new double[size];
    private readonly double[] _work = new double[size];
    private readonly double[] _values = new double[size];
    private readonly double[] _vectors = new double[size * size];

    /// <summary>Ascending.</summary>
    public ReadOnlySpan<double> Values => _values;

    /// <summary>The unit eigenvector of the i-th smallest eigenvalue.</summary>
    public ReadOnlySpan<double> Vector(int index) => _vectors.AsSpan(index * size, size);

    /// <summary>Decomposes a matrix given with both triangles, row-major, and overwrites it.</summary>
    public void Decompose(Span<double> matrix)
    {
        Tridiagonalize(matrix);
        _vectors.AsSpan().Clear();
        for (int i = 0; i < size; i++)
        {
            _vectors[(i * size) + i] = 1;
        }

        for (int lowest = 0; lowest < size; lowest++)
        {
            DeflateFrom(lowest);
        }

        SortAscending();
        for (int i = 0; i < size; i++)
        {
            BackTransform(_vectors.AsSpan(i * size, size));
        }
    }

    private void Tridiagonalize(Span<double> a)
    {
        int n = size;
        _offDiagonal.AsSpan().Clear();
        for (int j = 0; j < n - 1; j++)
        {
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
            w[i] = beta * TensorPrimitives.Dot(a.Slice(((start + i) * size) + start, length), v);
        }

        double half = beta / 2 * TensorPrimitives.Dot(w, v);
        for (int i = 0; i < length; i++)
        {
            w[i] -= half * v[i];
        }

        for (int i = 0; i < length; i++)
        {
            Span<double> row = a.Slice(((start + i) * size) + start, length);
            double vi = v[i];
            double wi = w[i];
            for (int j = 0; j < length; j++)
            {
                row[j] -= (vi * w[j]) + (wi * v[j]);
            }
        }
    }

    /// <summary>Chases the off-diagonal entry beside the given diagonal entry to zero.</summary>
    private void DeflateFrom(int lowest)
    {
        for (int sweep = 0; ; sweep++)
        {
            int last = lowest;
            while (last < size - 1 && !IsNegligible(last))
            {
                last++;
            }

            if (last == lowest)
            {
                return;
            }

            if (sweep == MaximumSweeps)
            {
                throw new ArithmeticException($"The eigenvalues of a {size} x {size} neighbourhood matrix did not converge in {MaximumSweeps} sweeps.");
            }

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
            double r = double.Hypot(f, g);
            e[i + 1] = r;
            if (r == 0)
            {
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
            Rotate(i, cosine, sine);
        }

        d[lowest] -= p;
        e[lowest] = g;
        e[last] = 0;
    }

    private void Rotate(int index, double cosine, double sine)
    {
        Span<double> upper = _vectors.AsSpan(index * size, size);
        Span<double> lower = _vectors.AsSpan((index + 1) * size, size);
        for (int j = 0; j < upper.Length; j++)
        {
            double f = lower[j];
            double h = upper[j];
            lower[j] = (sine * h) + (cosine * f);
            upper[j] = (cosine * h) - (sine * f);
        }
    }

    private void SortAscending()
    {
        for (int i = 0; i < size - 1; i++)
        {
            int smallest = i;
            for (int j = i + 1; j < size; j++)
            {
                if (_values[j] < _values[smallest])
                {
                    smallest = j;
                }
            }

            if (smallest != i)
            {
                (_values[i], _values[smallest]) = (_values[smallest], _values[i]);
                Vector(i).CopyTo(_work);
                Vector(smallest).CopyTo(_vectors.AsSpan(i * size, size));
                _work.CopyTo(_vectors.AsSpan(smallest * size, size));
            }
        }
    }

    /// <summary>Applies the reflectors, last first, to one vector of the tridiagonal matrix.</summary>
    private void BackTransform(Span<double> vector)
    {
        for (int j = size - 2; j >= 0; j--)
        {
            if (_betas[j] == 0)
            {
                continue;
            }

            ReadOnlySpan<double> v = _reflectors.AsSpan((j * size) + j + 1, size - j - 1);
            Span<double> tail = vector[(j + 1)..];
            double factor = _betas[j] * TensorPrimitives.Dot(v, tail);
            for (int i = 0; i < tail.Length; i++)
            {
                tail[i] -= factor * v[i];
            }
        }
    }
}
