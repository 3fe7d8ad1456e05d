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

    /// <summary>What factors drop that are made first.</summary>
    private const double CoarseDrop = 1e-2;

    /// <summary>What factors drop where others did not serve, and no direct way stands ready.</summary>
    private const double FineDrop = 1e-3;

    /// <summary>Bytes of a row beside the factors: bases of the inner solves, and that of Lanczos.</summary>
    public static double BytesOfRow(int count) => InexactPseudoInverse.BytesOfRow + BlockLanczos.BytesOfRow(count);

    /// <param name="alignment">M.</param>
    /// <param name="symbolic">The order of its factors.</param>
    /// <param name="request">What is asked for.</param>
    /// <param name="limits">What bases and factors may take. Finer factors are not tried where the direct way takes less time.</param>
    /// <param name="kept">Factors that an iteration left; they are tried first, and forgotten.</param>
    /// <param name="statistics">Receives the cost.</param>
    /// <param name="context">Threads, progress and cancellation.</param>
    public static ColumnBlocks Run(
        AlignmentMatrix alignment, SymbolicFactor symbolic, EigenRequest request, SolverLimits limits, KeptFactors kept,
        EigenStatistics statistics, FitContext context)
    {
        long started = Stopwatch.GetTimestamp();
        (InexactPseudoInverse pseudoInverse, ColumnBlock image) = Approximate(alignment, symbolic, request, limits, kept, context);
        statistics.FactorSeconds += Stopwatch.GetElapsedTime(started).TotalSeconds;
        statistics.FactorNonzeros = pseudoInverse.Nonzeros;
        ColumnBlocks vectors = BlockLanczos.Run(
            pseudoInverse, request, request.IterativeTolerance, context, out int steps, image);
        statistics.Iterations += steps;
        Say(pseudoInverse, $"after {steps} steps", context);
        return vectors;
    }

    /// <summary>The pseudo-inverse by the coarsest factors that serve, those at hand first. A block of random columns tells how well they
    /// do. Its image is where Lanczos begins, so that a trial that succeeds costs nothing.</summary>
    private static (InexactPseudoInverse PseudoInverse, ColumnBlock Image) Approximate(
        AlignmentMatrix alignment, SymbolicFactor symbolic, EigenRequest request, SolverLimits limits, KeptFactors kept, FitContext context)
    {
        (InexactPseudoInverse, ColumnBlock)? best = null;
        SolverException? failure = null;
        foreach ((double drop, Func<InexactPseudoInverse> make) in Candidates(alignment, symbolic, request, limits, kept, context))
        {
            try
            {
                InexactPseudoInverse candidate = make();
                ColumnBlock image = Trial(alignment.Size, request.Seed);
                candidate.Apply(image, context);
                Say(candidate, $"with what is above {drop:g1} kept", context);
                double iterations = candidate.InnerIterations / (double)candidate.InnerSolves;
                if (iterations <= FewIterations)
                {
                    return (candidate, image);
                }

                best = limits.DirectWaits
                    ? throw new SolverException($"its inner solves take {iterations:g3} iterations each")
                    : (candidate, image);
            }
            catch (SolverException refusal)
            {
                failure = refusal;
            }
        }

        return best ?? throw failure!;
    }

    /// <summary>What may be tried: what factors drop, and how they are made.</summary>
    private static IEnumerable<(double Drop, Func<InexactPseudoInverse> Make)> Candidates(
        AlignmentMatrix alignment, SymbolicFactor symbolic, EigenRequest request, SolverLimits limits, KeptFactors kept, FitContext context)
    {
        double left = limits.Bytes - (BytesOfRow(request.Count) * alignment.Size);
        double room = left / (IncompleteOptions.BytesOfGrowth + BorderedSystem.BytesOfNonzero);
        (long largest, bool isMemoryLimit) = SolverLimits.Fill(symbolic.Matrix.NonzeroCount, room);
        IncompleteLu? factors = kept.Factors;
        kept.Factors = null;
        if (factors is not null && factors.Nonzeros <= largest)
        {
            yield return (alignment.Incomplete(0).Options.DropTolerance,
                () => alignment.Approximate(symbolic, factors, request.InnerTolerance, context));
        }
        else
        {
            yield return (CoarseDrop, () => Factored(CoarseDrop));
        }

        if (!limits.DirectWaits)
        {
            yield return (FineDrop, () => Factored(FineDrop));
        }

        InexactPseudoInverse Factored(double drop) => alignment.Approximate(
            symbolic,
            new InexactOptions(drop, largest, request.InnerTolerance)
            {
                IsMemoryLimit = isMemoryLimit,
                LargestOperations = limits.Operations,
            },
            context);
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
