using LleTransforms.LinearAlgebra.Dense;
using LleTransforms.LinearAlgebra.Factors;
using LleTransforms.Running;

namespace LleTransforms.Alignment;

/// <summary>
/// M^+ = A^+ A^+T as <see cref="FactoredPseudoInverse"/>, but by inner iterations in place of an LU: GMRES on A_p = A + e_r e_r^T with
/// incomplete factors of A. A has the root of M's condition, so that factors which are no use for M serve it well. Cost of one application:
/// two inner solves for each of four columns.
/// </summary>
/// <remarks>For one application at a time. Two pairs of columns run on up to two threads.</remarks>
internal sealed class InexactPseudoInverse : IPseudoInverse
{
    private const int Pairs = ColumnBlock.Width / PairBasis.Width;

    /// <summary>The left null vector is needed once, and to more digits than what it is taken out of.</summary>
    public const double LeftNullShare = 1e-2;

    /// <summary>No solve is asked for more than this, which rounding leaves room for.</summary>
    private const double TightestTolerance = 1e-11;

    private readonly BorderedSystem _system;
    private readonly double _tolerance;
    private readonly EigenvectorRefinement _refinement;
    private readonly Gmres[] _solvers;
    private readonly double[] _leftNull;
    private readonly double _leftNullSquaredNorm;

    private InexactPseudoInverse(BorderedSystem system, double tolerance, EigenvectorRefinement refinement, RunContext context)
    {
        _system = system;
        _tolerance = Math.Max(TightestTolerance, tolerance);
        _refinement = refinement;
        _solvers = [.. Enumerable.Range(0, Pairs).Select(_ => new Gmres(system))];
        _leftNull = new double[system.Size];
        double[] pair = _solvers[0].Pair;
        pair[system.BorderedPlace * PairBasis.Width] = 1;
        _solvers[0].Solve(transposed: true, Math.Max(TightestTolerance, LeftNullShare * tolerance), context);
        for (int k = 0; k < _leftNull.Length; k++)
        {
            _leftNull[k] = pair[k * PairBasis.Width];
            _leftNullSquaredNorm += _leftNull[k] * _leftNull[k];
        }
    }

    public int Size => _system.Size;

    /// <summary>Entries of the incomplete factors.</summary>
    public long Nonzeros => _system.Nonzeros;

    /// <summary>Iterations of the inner solves so far, of the slowest column in each.</summary>
    public int InnerIterations { get; private set; }

    /// <summary>Inner solves so far.</summary>
    public int InnerSolves { get; private set; }

    /// <summary>Bytes of a row of all inner solves, without the factors.</summary>
    public static double BytesOfRow => Pairs * Gmres.BytesOfRow;

    /// <param name="system">A, its factors and its border. The border moves once where its first place proves poor.</param>
    /// <param name="largestGrowth">What the left null vector may grow to from the bordered row.</param>
    /// <param name="tolerance">The largest residual of an inner solve, as a part of its right side.</param>
    /// <param name="refinement">Spares iterations for vectors that are near eigenvectors.</param>
    /// <param name="context">Threads and cancellation.</param>
    public static InexactPseudoInverse Create(
        BorderedSystem system, double largestGrowth, double tolerance, EigenvectorRefinement refinement, RunContext context)
    {
        InexactPseudoInverse inverse = new(system, tolerance, refinement, context);
        int largest = 0;
        for (int k = 0; k < inverse.Size; k++)
        {
            largest = Math.Abs(inverse._leftNull[k]) > Math.Abs(inverse._leftNull[largest]) ? k : largest;
        }

        return Math.Abs(inverse._leftNull[largest]) > largestGrowth
            ? new InexactPseudoInverse(system.WithBorder(system.Order[largest]), tolerance, refinement, context)
            : inverse;
    }

    public void Apply(ColumnBlock block, RunContext context) => Apply(block, null, context);

    public void Refine(ColumnBlock vectors, ReadOnlySpan<double> eigenvalues, RunContext context) =>
        _refinement.Run(vectors, eigenvalues, (block, scales) => Apply(block, scales, context), context);

    private void Apply(ColumnBlock block, ResidualScales? scales, RunContext context)
    {
        block.Center(context);
        int[] iterations = new int[Pairs];
        RunContext.Unwrap(() => Parallel.For(
            0, Pairs, context.Parallelism, pair => iterations[pair] = Apply(block, pair, scales, context)));
        InnerIterations += iterations.Max();
        InnerSolves += 2;
        block.Center(context);
    }

    /// <summary>Two columns of a block.</summary>
    private int Apply(ColumnBlock block, int pair, ResidualScales? scales, RunContext context)
    {
        Gmres solver = _solvers[pair];
        double[] columns = solver.Pair, values = block.Values;
        int[] order = _system.Order;
        int offset = pair * PairBasis.Width;
        for (int k = 0; k < order.Length; k++)
        {
            for (int c = 0; c < PairBasis.Width; c++)
            {
                columns[(k * PairBasis.Width) + c] = values[((long)order[k] * ColumnBlock.Width) + offset + c];
            }
        }

        int iterations = solver.Solve(transposed: true, _tolerance, context, scales?.OfFirst[offset..(offset + PairBasis.Width)]);
        RemoveLeftNull(columns);
        iterations += solver.Solve(transposed: false, _tolerance, context, scales?.OfSecond[offset..(offset + PairBasis.Width)]);
        for (int k = 0; k < order.Length; k++)
        {
            for (int c = 0; c < PairBasis.Width; c++)
            {
                values[((long)order[k] * ColumnBlock.Width) + offset + c] = columns[(k * PairBasis.Width) + c];
            }
        }

        return iterations;
    }

    private void RemoveLeftNull(double[] columns)
    {
        for (int c = 0; c < PairBasis.Width; c++)
        {
            double along = 0;
            for (int k = 0; k < _leftNull.Length; k++)
            {
                along += _leftNull[k] * columns[(k * PairBasis.Width) + c];
            }

            along /= _leftNullSquaredNorm;
            for (int k = 0; k < _leftNull.Length; k++)
            {
                columns[(k * PairBasis.Width) + c] -= along * _leftNull[k];
            }
        }
    }
}

/// <summary>How a pseudo-inverse by inner iterations is made.</summary>
/// <param name="DropTolerance">What its incomplete factors drop, as a part of the pivot.</param>
/// <param name="LargestNonzeros">More kept entries end the attempt.</param>
/// <param name="Tolerance">The largest residual of an inner solve, as a part of its right side.</param>
internal sealed record InexactOptions(double DropTolerance, long LargestNonzeros, double Tolerance)
{
    /// <summary>Whether it is memory that sets <see cref="LargestNonzeros"/>.</summary>
    public bool IsMemoryLimit { get; init; }

    /// <summary>More operations for the factors end the attempt.</summary>
    public double LargestOperations { get; init; } = double.PositiveInfinity;
}
