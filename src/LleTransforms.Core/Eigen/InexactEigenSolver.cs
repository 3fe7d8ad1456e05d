using System.Diagnostics;
using System.Globalization;
using LleTransforms.Alignment;
using LleTransforms.LinearAlgebra;
using LleTransforms.LinearAlgebra.Dense;
using LleTransforms.LinearAlgebra.Factors;
using LleTransforms.Running;

namespace LleTransforms.Eigen;

/// <summary>
/// Between the direct way and LOBPCG, where M = A^T A: block Lanczos on the pseudo-inverse, whose solves are inner iterations on A. Golub
/// and Ye, "Inexact inverse iteration for generalized eigenvalue problems", BIT 40 (2000); Simoncini and Szyld, "Theory of inexact Krylov
/// subspace methods", SIAM J. Sci. Comput. 25 (2003). Cost: two inner solves for four vectors a step, at <see cref="Gmres"/>'s price.
/// </summary>
internal static class InexactEigenSolver
{
    /// <summary>With no more iterations a solve, finer factors would not pay for themselves.</summary>
    private const double FewIterations = 80;

    /// <summary>What Lanczos leaves undone, as a part of the tolerance of an iteration.</summary>
    private const double OuterShare = 0.2;

    /// <summary>What an inner solve leaves undone, as a part of that tolerance. Lanczos sees it as rounding.</summary>
    private const double InnerShare = 0.02;

    /// <summary>What the factors drop: the first that serves is taken. Only the first is tried where the direct way stands ready.</summary>
    private static readonly double[] _dropTolerances = [1e-2, 1e-3];

    /// <summary>Bytes of a row beside the factors: bases of the inner solves, and that of Lanczos.</summary>
    public static double BytesOfRow(int count) => InexactPseudoInverse.BytesOfRow + BlockLanczos.BytesOfRow(count);

    /// <param name="alignment">M.</param>
    /// <param name="symbolic">The order of its factors.</param>
    /// <param name="request">What is asked for.</param>
    /// <param name="limits">What bases and factors may take. Finer factors are not tried where the direct way takes less time.</param>
    /// <param name="statistics">Receives the cost.</param>
    /// <param name="context">Threads, progress and cancellation.</param>
    public static ColumnBlocks Run(
        AlignmentMatrix alignment, SymbolicFactor symbolic, EigenRequest request, SolverLimits limits, EigenStatistics statistics,
        FitContext context)
    {
        long started = Stopwatch.GetTimestamp();
        InexactPseudoInverse pseudoInverse = Approximate(alignment, symbolic, request, limits, context);
        statistics.FactorSeconds += Stopwatch.GetElapsedTime(started).TotalSeconds;
        statistics.FactorNonzeros = pseudoInverse.Nonzeros;
        ColumnBlocks vectors = BlockLanczos.Run(pseudoInverse, request, OuterShare * request.IterativeTolerance, context, out int steps);
        statistics.Iterations += steps;
        Say(pseudoInverse, $"after {steps} steps", context);
        return vectors;
    }

    /// <summary>The pseudo-inverse by the coarsest factors that serve. A block of random columns tells how well they do.</summary>
    private static InexactPseudoInverse Approximate(
        AlignmentMatrix alignment, SymbolicFactor symbolic, EigenRequest request, SolverLimits limits, FitContext context)
    {
        double left = limits.Bytes - (BytesOfRow(request.Count) * alignment.Size);
        double room = left / (IncompleteOptions.BytesOfGrowth + BorderedSystem.BytesOfNonzero);
        (long largest, bool isMemoryLimit) = SolverLimits.Fill(symbolic.Matrix.NonzeroCount, room);
        InexactPseudoInverse? best = null;
        SolverException? failure = null;
        foreach (double drop in limits.DirectWaits ? _dropTolerances[..1] : _dropTolerances)
        {
            try
            {
                InexactOptions options = new(drop, largest, InnerShare * request.IterativeTolerance)
                {
                    IsMemoryLimit = isMemoryLimit,
                    LargestOperations = limits.Operations,
                };
                InexactPseudoInverse candidate = alignment.Approximate(symbolic, options, context);
                candidate.Apply(Trial(alignment.Size, request.Seed), context);
                Say(candidate, $"with what is above {drop:g1} kept", context);
                double iterations = candidate.InnerIterations / (double)candidate.InnerSolves;
                if (iterations <= FewIterations)
                {
                    return candidate;
                }

                best = limits.DirectWaits ? throw new SolverException($"its inner solves take {iterations:g3} iterations each") : candidate;
            }
            catch (SolverException refusal)
            {
                failure = refusal;
            }
        }

        return best ?? throw failure!;
    }

    private static ColumnBlock Trial(int size, int seed)
    {
        ColumnBlock block = new(size);
        block.FillRandom(new Random(seed));
        return block;
    }

    private static void Say(InexactPseudoInverse pseudoInverse, string when, FitContext context) =>
        context.Say(
            LlePhase.Eigenvectors, LleSeverity.Trace,
            string.Create(
                CultureInfo.InvariantCulture,
                $"Inner solves {when}: {pseudoInverse.InnerSolves} with {pseudoInverse.InnerIterations} iterations on factors of " +
                $"{pseudoInverse.Nonzeros / 1e6:0.00} million nonzeros."));
}
