using System.Diagnostics;
using LleTransforms.Alignment;
using LleTransforms.LinearAlgebra.Dense;
using LleTransforms.LinearAlgebra.Factors;
using LleTransforms.Running;

namespace LleTransforms.Eigen;

/// <summary>
/// The direct way: order, count, factor, then block Lanczos on the pseudo-inverse. For M = A^T A an LU of A deflates exactly. An assembled
/// M is factored as L D L^T with a small shift. Cost as counted by <see cref="SymbolicFactor"/> plus two solves for four vectors a Lanczos
/// step.
/// </summary>
internal static class DirectEigenSolver
{
    public static ColumnBlocks Run(
        AlignmentMatrix alignment, SymbolicFactor symbolic, EigenRequest request, EigenStatistics statistics, FitContext context)
    {
        long started = Stopwatch.GetTimestamp();
        statistics.FactorNonzeros = symbolic.Nonzeros;
        using HeldFactor held = new();
        IPseudoInverse pseudoInverse = alignment.Factor(symbolic, held, context);
        statistics.FactorSeconds += Stopwatch.GetElapsedTime(started).TotalSeconds;
        ColumnBlocks vectors = BlockLanczos.Run(pseudoInverse, request, request.Tolerance, context, out int steps);
        statistics.Iterations += steps;
        return vectors;
    }
}
