using LleTransforms.Running;

namespace LleTransforms.LinearAlgebra.Dense;

/// <summary>An upper bidiagonal matrix on its way to a diagonal one; the rotations from the right are kept.</summary>
/// <remarks>
/// Golub &amp; Reinsch 1970 ("Singular value decomposition and least squares solutions", Numerische Mathematik 14); Golub &amp; Van Loan,
/// Matrix Computations, section 8.6. About two sweeps a value. The diagonal ends with the singular values in no order and with either sign.
/// </remarks>
/// <param name="diagonal">Overwritten.</param>
/// <param name="above">The entries above the diagonal, and a 0 behind them; overwritten.</param>
internal sealed class Bidiagonal(double[] diagonal, double[] above)
{
    private const double Rounding = 1.1102230246251565e-16;
    private const int SweepsPerValue = 60;
    private const int RotationsInChunk = 1 << 16;

    private readonly List<Rotation[]> _chunks = [];
    private int _lastChunkCount = RotationsInChunk;

    /// <summary>Rotations that are kept, of 24 bytes each.</summary>
    public long RotationCount => ((long)_chunks.Count * RotationsInChunk) - RotationsInChunk + _lastChunkCount;

    /// <exception cref="SolverException">A value did not settle.</exception>
    public void Diagonalize(RunContext context)
    {
        int n = diagonal.Length;
        double norm = 0;
        for (int i = 0; i < n; i++)
        {
            norm = Math.Max(norm, Math.Abs(diagonal[i]) + Math.Abs(above[i]));
        }

        int end = n - 1;
        for (long sweep = 0; end > 0; sweep++)
        {
            context.ThrowIfCancelled();
            if (sweep > (long)SweepsPerValue * n)
            {
                throw new SolverException($"the singular values of a dense matrix of {n} columns did not settle in {sweep} sweeps");
            }

            int start = end;
            while (start > 0 && !IsNegligible(start - 1))
            {
                start--;
            }

            if (start > 0)
            {
                above[start - 1] = 0;
            }

            if (start == end)
            {
                end--;
                continue;
            }

            int zero = FindZero(start, end, Rounding * norm);
            if (zero < 0)
            {
                Sweep(start, end);
            }
            else if (zero == end)
            {
                ChaseUp(start, end);
            }
            else
            {
                ChaseRight(zero, end);
            }
        }
    }

    /// <summary>Turns a vector of the diagonal matrix into one of the bidiagonal matrix that was given.</summary>
    public void ApplyRightRotations(double[] vector)
    {
        for (int c = _chunks.Count - 1; c >= 0; c--)
        {
            Rotation[] chunk = _chunks[c];
            for (int r = (c == _chunks.Count - 1 ? _lastChunkCount : RotationsInChunk) - 1; r >= 0; r--)
            {
                Rotation rotation = chunk[r];
                double first = vector[rotation.First];
                double second = vector[rotation.Second];
                vector[rotation.First] = (rotation.Cosine * first) - (rotation.Sine * second);
                vector[rotation.Second] = (rotation.Sine * first) + (rotation.Cosine * second);
            }
        }
    }

    private bool IsNegligible(int i) => Math.Abs(above[i]) <= Rounding * (Math.Abs(diagonal[i]) + Math.Abs(diagonal[i + 1]));

    private int FindZero(int start, int end, double negligible)
    {
        for (int i = end; i >= start; i--)
        {
            if (Math.Abs(diagonal[i]) <= negligible)
            {
                diagonal[i] = 0;
                return i;
            }
        }

        return -1;
    }

    /// <summary>A zero at the end of the diagonal: rotations of the last column with those before it clear the entry above it.</summary>
    private void ChaseUp(int start, int end)
    {
        double bulge = above[end - 1];
        above[end - 1] = 0;
        for (int i = end - 1; i >= start; i--)
        {
            (double cosine, double sine, diagonal[i]) = Rotate(diagonal[i], bulge);
            if (i > start)
            {
                bulge = -sine * above[i - 1];
                above[i - 1] *= cosine;
            }

            Keep(new Rotation(i, end, cosine, sine));
        }
    }

    /// <summary>A zero within the diagonal: rotations of its row with those below clear the row, and the matrix falls in two.</summary>
    private void ChaseRight(int zero, int end)
    {
        double bulge = above[zero];
        above[zero] = 0;
        for (int i = zero + 1; i <= end; i++)
        {
            (double cosine, double sine, diagonal[i]) = Rotate(diagonal[i], bulge);
            if (i < end)
            {
                bulge = -sine * above[i];
                above[i] *= cosine;
            }
        }
    }

    /// <summary>One implicit QR sweep from the top down. The shift is the eigenvalue of the last 2 x 2 block of B^T B that is nearer to its
    /// corner.</summary>
    private void Sweep(int start, int end)
    {
        double scale = Math.Max(
            Math.Max(Math.Abs(diagonal[end]), Math.Abs(diagonal[end - 1])),
            Math.Max(Math.Max(Math.Abs(above[end - 1]), Math.Abs(diagonal[start])), Math.Abs(above[start])));
        double corner = diagonal[end] / scale;
        double before = diagonal[end - 1] / scale;
        double link = above[end - 1] / scale;
        double first = diagonal[start] / scale;
        double half = (((before + corner) * (before - corner)) + (link * link)) / 2;
        double product = corner * link;
        product *= product;

        // The corner is none of the zeros chased out before, so the product is not 0.
        double shift = product / (half + Math.CopySign(Math.Sqrt((half * half) + product), half));
        double f = ((first + corner) * (first - corner)) + shift;
        double g = first * (above[start] / scale);
        for (int i = start; i < end; i++)
        {
            (double cosine, double sine, double length) = Rotate(f, g);
            if (i > start)
            {
                above[i - 1] = length;
            }

            f = (cosine * diagonal[i]) + (sine * above[i]);
            above[i] = (cosine * above[i]) - (sine * diagonal[i]);
            g = sine * diagonal[i + 1];
            diagonal[i + 1] *= cosine;
            Keep(new Rotation(i, i + 1, cosine, sine));
            (cosine, sine, diagonal[i]) = Rotate(f, g);
            f = (cosine * above[i]) + (sine * diagonal[i + 1]);
            diagonal[i + 1] = (cosine * diagonal[i + 1]) - (sine * above[i]);
            if (i < end - 1)
            {
                g = sine * above[i + 1];
                above[i + 1] *= cosine;
            }
        }

        above[end - 1] = f;
    }

    /// <summary>The rotation that maps (f, g) to (length, 0).</summary>
    private static (double Cosine, double Sine, double Length) Rotate(double f, double g)
    {
        if (g == 0)
        {
            return (1, 0, f);
        }

        double length = double.Hypot(f, g);
        return (f / length, g / length, length);
    }

    private void Keep(Rotation rotation)
    {
        if (_lastChunkCount == RotationsInChunk)
        {
            _chunks.Add(new Rotation[RotationsInChunk]);
            _lastChunkCount = 0;
        }

        _chunks[^1][_lastChunkCount++] = rotation;
    }

    private readonly record struct Rotation(int First, int Second, double Cosine, double Sine);
}
