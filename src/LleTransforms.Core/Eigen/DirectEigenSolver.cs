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
    /// <summary>Bytes of a row of what refinement and a solve hold beside the factors.</summary>
    private const double BytesOfRefinement = 240;

    /// <summary>A restart of Lanczos holds a part of its basis twice.</summary>
    private const double BasesAtRestart = 1.5;

    /// <summary>Bytes that are held at the peak, which comes while factoring or while solving.</summary>
    /// <param name="symbolic">What is counted.</param>
    /// <param name="kind">What is stored.</param>
    /// <param name="count">d.</param>
    /// <param name="workers">Subtrees that are eliminated at once.</param>
    public static double Bytes(SymbolicFactor symbolic, FactorKind kind, int count, int workers = 1) => Math.Max(
        symbolic.PeakBytes(kind, workers),
        symbolic.StoredBytes(kind)
            + (symbolic.Matrix.NumberOfRows * (BytesOfRefinement + (BasesAtRestart * BlockLanczos.BytesOfRow(count)))));

    /// <param name="alignment">M.</param>
    /// <param name="symbolic">The order of its factors, and what they take.</param>
    /// <param name="request">What is asked for.</param>
    /// <param name="budget">Bytes that may be held. One subtree at a time is always allowed.</param>
    /// <param name="statistics">Receives the cost.</param>
    /// <param name="context">Threads, progress and cancellation.</param>
    public static ColumnBlocks Run(
        AlignmentMatrix alignment, SymbolicFactor symbolic, EigenRequest request, double budget, EigenStatistics statistics,
        FitContext context)
    {
        int workers = Workers(symbolic, symbolic.Kind, request.Count, budget, context);
        return Run(
            held => alignment.Factor(symbolic, workers, held, context), symbolic, symbolic.Kind, request, request.Tolerance, statistics,
            context);
    }

    /// <summary>The same with factors in single precision, to the digits of an iteration.</summary>
    /// <inheritdoc cref="Run(AlignmentMatrix, SymbolicFactor, EigenRequest, double, EigenStatistics, FitContext)"/>
    public static ColumnBlocks RunInSinglePrecision(
        AlignmentMatrix alignment, SymbolicFactor symbolic, EigenRequest request, double budget, EigenStatistics statistics,
        FitContext context)
    {
        int workers = Workers(symbolic, FactorKind.SingleLu, request.Count, budget, context);
        return Run(
            held => alignment.FactorInSinglePrecision(symbolic, request.InnerTolerance, workers, held, context), symbolic,
            FactorKind.SingleLu, request, request.IterativeTolerance, statistics, context);
    }

    private static ColumnBlocks Run(
        Func<HeldFactor, IPseudoInverse> factor, SymbolicFactor symbolic, FactorKind kind, EigenRequest request, double tolerance,
        EigenStatistics statistics, FitContext context)
    {
        long started = Stopwatch.GetTimestamp();
        statistics.FactorNonzeros = symbolic.Nonzeros;
        using HeldFactor held = new(symbolic.StoredBytes(kind));
        IPseudoInverse pseudoInverse = factor(held);
        statistics.FactorSeconds += Stopwatch.GetElapsedTime(started).TotalSeconds;
        ColumnBlocks vectors = BlockLanczos.Run(
            pseudoInverse, request with { KeepsFurther = false }, tolerance, context, out int steps);
        statistics.Iterations += steps;
        return vectors;
    }

    /// <summary>As many subtrees at once as there are threads, where the budget has room for them. The result does not depend on
    /// it.</summary>
    private static int Workers(SymbolicFactor symbolic, FactorKind kind, int count, double budget, FitContext context)
    {
        int workers = context.NumberOfThreads;
        while (workers > 1 && Bytes(symbolic, kind, count, workers) > budget)
        {
            workers--;
        }

        return workers;
    }
}
