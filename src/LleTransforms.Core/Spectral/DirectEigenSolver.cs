using System.Diagnostics;

namespace LleTransforms.Spectral;

/// <summary>
/// The direct way: order, count, factor, then block Lanczos on the pseudo-inverse. Exact deflation for M = A^T A through an LU of A; L D L^T with
/// a small shift for an assembled M. Cost as counted by <see cref="SymbolicFactor"/> plus two solves for four vectors a Lanczos step.
/// </summary>
internal static class DirectEigenSolver
{
    /// <summary>A left null vector that grows beyond this from the bordered row makes the border worth moving.</summary>
    private const double LargestGrowth = 1e3;

    /// <summary>The shift of an assembled M relative to its norm: far above rounding, far below what tells eigenvalues apart.</summary>
    private const double RelativeShift = 1e-13;

    public static List<double[]> Run(
        AlignmentMatrix alignment, SymbolicFactor symbolic, EigenRequest request, EigenStatistics statistics, FitContext context)
    {
        long started = Stopwatch.GetTimestamp();
        statistics.FactorNonzeros = symbolic.Nonzeros;
        using Factors factors = new();
        IPseudoInverse pseudoInverse = alignment switch
        {
            FactoredAlignment factored => Factor(factored, symbolic, factors, statistics, context),
            AssembledAlignment assembled => Factor(assembled, symbolic, factors, statistics, context),
            _ => throw new NotSupportedException($"Alignment matrices of type {alignment.GetType().Name} have no direct solver."),
        };
        statistics.FactorSeconds += Stopwatch.GetElapsedTime(started).TotalSeconds;
        started = Stopwatch.GetTimestamp();
        List<double[]> vectors = BlockLanczos.Run(pseudoInverse, request, request.Tolerance, context, out int steps);
        statistics.Iterations += steps;
        statistics.IterationSeconds += Stopwatch.GetElapsedTime(started).TotalSeconds;
        return vectors;
    }

    private static FactoredPseudoInverse Factor(
        FactoredAlignment alignment, SymbolicFactor symbolic, Factors factors, EigenStatistics statistics, FitContext context)
    {
        SparseMatrix matrix = alignment.Residual;
        FactoredPseudoInverse result = Border(BorderRow.Choose(matrix, symbolic.Transpose, alignment.SinkRow, context));
        if (result.LeftNullGrowth(out int largest) > LargestGrowth)
        {
            result = Border(largest);
        }

        return result;

        FactoredPseudoInverse Border(int row)
        {
            // The memory of a factor with another border is needed for this one.
            factors.Dispose();
            SupernodalFactor factor = factors.Hold(SparseLu.Compute(
                symbolic.Structure, symbolic.Schedule, matrix, symbolic.Transpose, row, 0, context, out int replaced));
            statistics.ReplacedPivots = replaced;
            RefinedSolver solver = new(matrix, symbolic.Transpose, factor, row, 0);
            return FactoredPseudoInverse.Create(solver, matrix.RowCount, row, context);
        }
    }

    private static ShiftedPseudoInverse Factor(
        AssembledAlignment alignment, SymbolicFactor symbolic, Factors factors, EigenStatistics statistics, FitContext context)
    {
        SparseMatrix matrix = alignment.Matrix;
        double shift = RelativeShift * matrix.InfinityNorm();
        SupernodalFactor factor = factors.Hold(SparseCholesky.Compute(symbolic.Structure, symbolic.Schedule, matrix, shift, context, out int replaced));
        statistics.ReplacedPivots = replaced;
        return new ShiftedPseudoInverse(new RefinedSolver(matrix, matrix, factor, -1, shift), matrix.RowCount);
    }

    /// <summary>The factor in use.</summary>
    private sealed class Factors : IDisposable
    {
        private SupernodalFactor? _held;

        public SupernodalFactor Hold(SupernodalFactor factor) => _held = factor;

        public void Dispose()
        {
            _held?.Dispose();
            _held = null;
        }
    }
}
