using LleTransforms.Running;

namespace LleTransforms.LinearAlgebra.Factors;

/// <summary>
/// Generalised minimal residuals for a pair of columns, preconditioned from the right by incomplete factors. Saad and Schultz, "GMRES: a
/// generalized minimal residual algorithm for solving nonsymmetric linear systems", SIAM J. Sci. Stat. Comput. 7 (1986). Cost of
/// iteration j: a product, a solve with the factors, and 8 n j flops; memory 8 n bytes a vector of the basis.
/// </summary>
/// <remarks>
/// For one thread at a time. The two columns share loads and nothing else. Each stops where it has what was asked for, so its solution is
/// that of a column alone. A full basis is followed by a restart.
/// </remarks>
internal sealed class Gmres
{
    /// <summary>The most vectors that a basis leads from before a restart. 20 to 50 are used as a rule; a restart costs half as many
    /// iterations again.</summary>
    public const int LargestBasis = 100;

    private const int Width = PairBasis.Width;
    private const int MostIterations = 3 * LargestBasis;

    /// <summary>The true residual may be this many times the tolerance. What an iteration knows of it is off by rounding.</summary>
    private const double Slack = 2;

    /// <summary>A full basis that leaves more than this part of a residual will not be followed by a better one.</summary>
    private const double Stalled = 0.5;

    private readonly BorderedSystem _system;
    private readonly PairBasis _basis;
    private readonly HessenbergProblem[] _problems = [new(LargestBasis), new(LargestBasis)];
    private readonly double[] _right;
    private readonly double[] _image;
    private readonly double[] _next;
    private readonly double[] _coefficients = new double[Width * LargestBasis];
    private readonly double[] _scratch = new double[Width * LargestBasis];

    public Gmres(BorderedSystem system)
    {
        _system = system;
        _basis = new PairBasis(system.Size);
        Pair = new double[system.Size * Width];
        _right = new double[Pair.Length];
        _image = new double[PairBasis.PaddedLength(system.Size)];
        _next = new double[_image.Length];
    }

    /// <summary>Right sides, then solutions: entry (i, c) stands at 2 i + c, the rows in the order of the system.</summary>
    public double[] Pair { get; }

    /// <summary>Bytes of a row where every basis is full.</summary>
    public static double BytesOfRow => PairBasis.BytesOfRow(LargestBasis + 1) + (4 * Width * sizeof(double));

    /// <summary>Turns right sides into solutions with A_p, or with its transpose.</summary>
    /// <param name="transposed">Whether the matrix is A_p^T.</param>
    /// <param name="tolerance">The largest residual, as a part of the right side.</param>
    /// <param name="context">Where to stop.</param>
    /// <param name="scales">What the tolerance is a part of, for each column; null means its right side.</param>
    /// <returns>The iterations of the column that needed more.</returns>
    /// <exception cref="SolverException">The iteration stalls, or a number is not finite.</exception>
    public int Solve(bool transposed, double tolerance, RunContext context, double[]? scales = null)
    {
        Pair.CopyTo(_right, 0);
        Pair.CopyTo(_next, 0);
        Array.Clear(Pair);
        double[] norms = Norms(_next);
        scales ??= [.. norms];
        double[] goals = [tolerance * scales[0], tolerance * scales[1]];
        for (int c = 0; c < Width; c++)
        {
            norms[c] = norms[c] <= goals[c] && double.IsFinite(goals[c]) ? 0 : norms[c];
        }

        int iterations = 0;
        while (Require(norms, scales, tolerance, iterations))
        {
            iterations += Cycle(norms, goals, transposed, context);
            double[] left = Residual(transposed);
            for (int c = 0; c < Width; c++)
            {
                bool isDone = norms[c] == 0 || left[c] <= Slack * goals[c];
                if (!isDone && !(left[c] <= Stalled * norms[c]))
                {
                    throw Stall(left[c] / scales[c], tolerance, iterations);
                }

                norms[c] = isDone ? 0 : left[c];
            }
        }

        return iterations;
    }

    /// <summary>Whether there is more to do.</summary>
    private static bool Require(double[] norms, double[] scales, double tolerance, int iterations)
    {
        double worst = 0;
        for (int c = 0; c < Width; c++)
        {
            // A right side of zeros is solved, and one of NaN is not.
            worst = norms[c] == 0 ? worst : Math.Max(worst, norms[c] / scales[c]);
        }

        if (worst != 0 && (!double.IsFinite(worst) || iterations >= MostIterations))
        {
            throw Stall(worst, tolerance, iterations);
        }

        return worst != 0;
    }

    private static SolverException Stall(double residual, double tolerance, int iterations) =>
        new($"GMRES stopped after {iterations} iterations at a residual of {residual:g3}, where {tolerance:g1} is needed");

    private static double[] Norms(double[] pair)
    {
        (double first, double second) = PairBasis.Norms(pair);
        return [first, second];
    }

    /// <summary>Keeps a pair as vector j of the basis, each column divided by its norm. A column that is done becomes zeros.</summary>
    private void Keep(int j, double[] pair, double[] norms) =>
        _basis.Set(j, pair, norms[0] == 0 ? 0 : 1 / norms[0], norms[1] == 0 ? 0 : 1 / norms[1]);

    /// <summary>One basis, from the residuals in the work vector to the solutions' corrections.</summary>
    private int Cycle(double[] norms, double[] goals, bool transposed, RunContext context)
    {
        Keep(0, _next, norms);
        for (int c = 0; c < Width; c++)
        {
            _problems[c].Start(norms[c]);
        }

        int size = 0;
        while (size < LargestBasis && (_problems[0].Residual > goals[0] || _problems[1].Residual > goals[1]))
        {
            context.ThrowIfCancelled();
            _basis.CopyTo(size, _image);
            _system.Precondition(_image, transposed);
            _system.Multiply(_image, _next, transposed);
            size++;
            (double first, double second) = _basis.Orthogonalize(_next, size, _coefficients, _scratch);
            double[] below = [first, second];
            for (int c = 0; c < Width; c++)
            {
                if (_problems[c].Residual > goals[c])
                {
                    _problems[c].Append(_coefficients.AsSpan(c), Width, below[c]);
                }
            }

            Keep(size, _next, below);
        }

        Correct(size, transposed);
        return size;
    }

    /// <summary>Adds to the solutions what the basis makes of the residuals.</summary>
    private void Correct(int size, bool transposed)
    {
        Array.Clear(_coefficients);
        for (int c = 0; c < Width; c++)
        {
            _problems[c].Solve(_coefficients.AsSpan(c), Width);
        }

        for (int i = 0; i < _coefficients.Length; i++)
        {
            _coefficients[i] = -_coefficients[i];
        }

        Array.Clear(_image);
        _basis.SubtractProduct(_coefficients, size, _image);
        _system.Precondition(_image, transposed);
        for (int i = 0; i < Pair.Length; i++)
        {
            Pair[i] += _image[i];
        }
    }

    /// <summary>Leaves the right sides less the solutions' images in the work vector.</summary>
    private double[] Residual(bool transposed)
    {
        _system.Multiply(Pair, _next, transposed);
        for (int i = 0; i < _right.Length; i++)
        {
            _next[i] = _right[i] - _next[i];
        }

        return Norms(_next);
    }
}
