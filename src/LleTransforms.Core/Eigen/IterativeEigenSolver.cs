using System.Diagnostics;
using LleTransforms.Alignment;
using LleTransforms.LinearAlgebra;
using LleTransforms.LinearAlgebra.Dense;
using LleTransforms.LinearAlgebra.Factors;
using LleTransforms.LinearAlgebra.Sparse;
using LleTransforms.Running;

namespace LleTransforms.Eigen;

/// <summary>
/// The iterative way: LOBPCG preconditioned by an incomplete factor, of A + 1e-4 I where M = A^T A, of the scaled M + 1e-3 I where M is
/// assembled. If a factor does not help enough, the next attempt drops less. Memory: the kept entries plus a dozen blocks of n x m.
/// </summary>
internal static class IterativeEigenSolver
{
    /// <summary>Factors of so few entries are never refused for memory.</summary>
    private const double FewNonzeros = 1e6;

    public static ColumnBlocks Run(
        AlignmentMatrix alignment, SymbolicFactor symbolic, EigenRequest request, int attempt, SolverLimits limits,
        KeptFactors kept, EigenStatistics statistics, FitContext context)
    {
        if (Lobpcg.BlockSize(request.Count) * 4 > alignment.Size)
        {
            throw new SolverException($"{alignment.Size} rows are too few for blocks of {Lobpcg.BlockSize(request.Count)} vectors");
        }

        long started = Stopwatch.GetTimestamp();
        (IncompleteOptions options, double[] scaling, bool isSquared) = alignment.Incomplete(attempt);
        SparseMatrix matrix = symbolic.Matrix;
        double room = (limits.Bytes - (Lobpcg.BytesOfRow(request.Count) * alignment.Size)) / IncompleteOptions.BytesOfGrowth;
        (long largest, bool isMemoryLimit) = SolverLimits.Fill(matrix.NonzeroCount, Math.Max(room, FewNonzeros));
        IncompleteOptions limited = options with
        {
            LargestNonzeros = largest,
            IsMemoryLimit = isMemoryLimit,
            LargestOperations = limits.Operations,
        };
        IncompleteLu factors = IncompleteLu.Compute(matrix, symbolic.Transpose, symbolic.IncompleteTree, scaling, limited, context);
        statistics.FactorSeconds += Stopwatch.GetElapsedTime(started).TotalSeconds;
        statistics.FactorNonzeros = factors.Nonzeros;
        kept.Factors = limits.InnerSolvesWait ? factors : null;
        CoarseFactor coarse =
            CoarseFactor.Of(options.DropTolerance, isSquared, limits.DirectWaits) with { InnerSolvesWait = limits.InnerSolvesWait };
        IncompletePreconditioner preconditioner = new(factors, scaling, isSquared);
        return Lobpcg.Run(alignment, symbolic.Transpose, preconditioner, request, coarse, statistics, context);
    }
}
