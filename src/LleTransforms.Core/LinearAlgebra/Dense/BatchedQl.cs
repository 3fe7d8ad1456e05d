using System.Runtime.Intrinsics;

namespace LleTransforms.LinearAlgebra.Dense;

/// <summary>The eigenvalues of eight tridiagonal matrices at once, one in each lane, and the rotations that give their
/// eigenvectors.</summary>
/// <remarks>
/// Implicit QL with Wilkinson's shift (Golub &amp; Van Loan, Matrix Computations, algorithm 8.3.3; Wilkinson &amp; Reinsch 1971,
/// contribution II/4). A sweep is a chain of square roots and divisions, each waiting for the last: eight chains take hardly longer than
/// one. Lanes whose matrix splits elsewhere, or needs no sweep more, are masked, so that a matrix has the same bits beside any others. Cost
/// about 0.9 k^2 rotations for the values; the largest number of sweeps of any lane counts. An instance is one thread's scratch.
/// </remarks>
internal sealed class BatchedQl(int capacity)
{
    /// <summary>The most sweeps that a value may take, averaged over all values; <see cref="SmallSymmetricEigen"/> tells why.</summary>
    private const int SweepsPerValue = 60;

    // Two sweeps an eigenvalue are usual; more rotations than that make the arrays grow.
    private AlignedLanes _rotations = new(2 * Math.Max(1, capacity * capacity));
    private int[] _rotatedAt = new int[Math.Max(1, capacity * capacity)];
    private int _rotationCount;

    /// <summary>Rotations of all lanes together that the values took and every vector takes.</summary>
    public int RotationCount => _rotationCount;

    /// <summary>Turns the diagonal into the eigenvalues, in no order.</summary>
    /// <param name="d">The diagonal.</param>
    /// <param name="e">The entries beside it, the last being 0; overwritten.</param>
    /// <exception cref="ArithmeticException">It does not converge, as where an entry is not finite.</exception>
    public void Iterate(Span<Vector512<double>> d, Span<Vector512<double>> e)
    {
        _rotationCount = 0;
        int sweeps = 0;
        for (int lowest = 0; lowest < d.Length; lowest++)
        {
            while (FindSplits(d, e, lowest, out Vector512<double> last, out int highest))
            {
                if (sweeps++ == SweepsPerValue * d.Length)
                {
                    throw new ArithmeticException(
                        $"The eigenvalues of a {d.Length} x {d.Length} neighbourhood matrix did not converge in " +
                        $"{SweepsPerValue * d.Length} sweeps.");
                }

                MakeRoom(highest - lowest);
                Sweep(d, e, lowest, last, highest);
            }
        }
    }

    /// <summary>Applies the rotations, last first, to vectors: unit vectors become eigenvectors of the tridiagonal matrix.</summary>
    /// <param name="vectors">Entry i of vector v at place i times the count plus v.</param>
    /// <param name="count">How many vectors.</param>
    public void BackTransform(Span<Vector512<double>> vectors, int count)
    {
        ReadOnlySpan<Vector512<double>> rotations = _rotations.Vectors;
        for (int r = _rotationCount - 1; r >= 0; r--)
        {
            Vector512<double> cosine = rotations[2 * r];
            Vector512<double> sine = rotations[(2 * r) + 1];
            Span<Vector512<double>> upper = vectors.Slice(_rotatedAt[r] * count, count);
            Span<Vector512<double>> lower = vectors.Slice((_rotatedAt[r] + 1) * count, count);
            for (int v = 0; v < upper.Length; v++)
            {
                Vector512<double> f = upper[v];
                Vector512<double> h = lower[v];
                upper[v] = Simd.MultiplyAdd(cosine, f, sine * h);
                lower[v] = Simd.MultiplyAdd(cosine, h, -(sine * f));
            }
        }
    }

    /// <summary>Finds in each lane the end of the unsplit piece that begins at the lowest row; false
    /// where all of these are single rows.</summary>
    private static bool FindSplits(
        ReadOnlySpan<Vector512<double>> d, ReadOnlySpan<Vector512<double>> e, int lowest, out Vector512<double> last, out int highest)
    {
        highest = lowest;
        last = Vector512.Create((double)lowest);
        Vector512<double> goesOn = Vector512<double>.AllBitsSet;
        for (int i = lowest; i < d.Length - 1; i++)
        {
            Vector512<double> scale = Vector512.Abs(d[i]) + Vector512.Abs(d[i + 1]);
            goesOn = Vector512.AndNot(goesOn, Vector512.Equals(scale + Vector512.Abs(e[i]), scale));
            if (!Any(goesOn))
            {
                break;
            }

            highest = i + 1;
            last = Vector512.ConditionalSelect(goesOn, Vector512.Create((double)highest), last);
        }

        return highest > lowest;
    }

    /// <summary>One implicit QL sweep over the pieces from the lowest row on, from the bottom up.</summary>
    private void Sweep(Span<Vector512<double>> d, Span<Vector512<double>> e, int lowest, Vector512<double> last, int highest)
    {
        Span<Vector512<double>> rotations = _rotations.Vectors;
        Vector512<double> one = Vector512<double>.One;
        Vector512<double> zero = Vector512<double>.Zero;
        Vector512<double> open = Vector512.GreaterThan(last, Vector512.Create((double)lowest));
        Vector512<double> shift = (d[lowest + 1] - d[lowest]) / (e[lowest] + e[lowest]);
        Vector512<double> radius = Vector512.Sqrt((shift * shift) + one);
        Vector512<double> root = shift + Vector512.ConditionalSelect(Vector512.LessThan(shift, zero), -radius, radius);

        // A lane without a sweep has divided by 0 here. Where the square of the shift overflows, the last term is 0, as it should be.
        Vector512<double> offset = (e[lowest] / root) - d[lowest];
        Vector512<double> g = zero;
        Vector512<double> sine = one;
        Vector512<double> cosine = one;
        Vector512<double> p = zero;
        for (int i = highest - 1; i >= lowest; i--)
        {
            Vector512<double> begins = Vector512.Equals(last, Vector512.Create((double)(i + 1)));
            Vector512<double> isActive = Vector512.BitwiseAnd(open, Vector512.GreaterThan(last, Vector512.Create((double)i)));
            g = Vector512.ConditionalSelect(begins, d[i + 1] + offset, g);
            Vector512<double> f = sine * e[i];
            Vector512<double> b = cosine * e[i];

            // Squares of single-precision data's variances neither overflow nor matter where they vanish.
            Vector512<double> r = Vector512.Sqrt(Simd.MultiplyAdd(f, f, g * g));
            e[i + 1] = Vector512.ConditionalSelect(isActive, Vector512.ConditionalSelect(begins, zero, r), e[i + 1]);
            Vector512<double> breaks = Vector512.BitwiseAnd(isActive, Vector512.Equals(r, zero));
            if (Any(breaks))
            {
                // Nothing is left to be chased. The entry before has been turned already; at the first the entry itself is what vanished.
                e[i] = Vector512.ConditionalSelect(breaks, Vector512.ConditionalSelect(begins, zero, b), e[i]);
                d[i + 1] = Vector512.ConditionalSelect(breaks, d[i + 1] - p, d[i + 1]);
                isActive = Vector512.AndNot(isActive, breaks);
                open = Vector512.AndNot(open, breaks);
            }

            Vector512<double> inverse = one / r;
            sine = Vector512.ConditionalSelect(isActive, f * inverse, sine);
            cosine = Vector512.ConditionalSelect(isActive, g * inverse, cosine);
            Vector512<double> before = d[i + 1] - p;
            Vector512<double> t = ((d[i] - before) * sine) + ((cosine + cosine) * b);
            Vector512<double> change = sine * t;
            d[i + 1] = Vector512.ConditionalSelect(isActive, before + change, d[i + 1]);
            p = Vector512.ConditionalSelect(isActive, change, p);
            g = Vector512.ConditionalSelect(isActive, (cosine * t) - b, g);
            _rotatedAt[_rotationCount] = i;
            rotations[2 * _rotationCount] = Vector512.ConditionalSelect(isActive, cosine, one);
            rotations[(2 * _rotationCount) + 1] = Vector512.ConditionalSelect(isActive, sine, zero);
            _rotationCount++;
        }

        d[lowest] = Vector512.ConditionalSelect(open, d[lowest] - p, d[lowest]);
        e[lowest] = Vector512.ConditionalSelect(open, g, e[lowest]);
    }

    private static bool Any(Vector512<double> mask) => mask.AsInt64() != Vector512<long>.Zero;

    private void MakeRoom(int count)
    {
        if (_rotationCount + count > _rotatedAt.Length)
        {
            Array.Resize(ref _rotatedAt, 2 * (_rotationCount + count));
            var larger = new AlignedLanes(2 * _rotatedAt.Length);
            _rotations.Values.CopyTo(larger.Values);
            _rotations = larger;
        }
    }
}
