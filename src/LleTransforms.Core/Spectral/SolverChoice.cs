using System.Diagnostics;
using System.Globalization;

namespace LleTransforms.Spectral;

/// <summary>
/// Chooses eigen solvers one after the other: dense for the smallest problems, else direct while its counted flops and bytes stay within bounds, else
/// iterative; whoever fails hands over. The choice depends on the matrix and the request alone, never on threads or clocks.
/// </summary>
internal sealed class SolverChoice(AlignmentMatrix alignment, EigenRequest request, EigenStatistics statistics, FitContext context)
{
    /// <summary>Up to this many rows a dense decomposition takes less time than a sparse one with its overheads.</summary>
    private const int DenseRows = 100;

    /// <summary>The largest problem for which the dense solver stands in when others fail.</summary>
    private const int LargestDenseRows = 2500;

    /// <summary>The largest problem for which the dense solver stands in before an iteration does: a second or two.</summary>
    private const int SurelyDenseRows = 1000;

    /// <summary>Counted flops a row up to which the direct way is faster than some sixty iterations, whose cost also grows with the rows.</summary>
    private const double DirectFlopsPerRow = 1e6;

    /// <summary>Counted flops a row up to which a direct factorisation beats an iteration that starts badly.</summary>
    private const double PatientFlopsPerRow = 3e7;

    /// <summary>Flops beyond which a direct factorisation is not even a last resort: hours on a few cores.</summary>
    private const double LargestFlops = 2e14;

    private Queue<(LleEigenSolver Solver, int Attempt)>? _order;
    private SymbolicFactor? _symbolic;

    /// <summary>The next solver to try, null when all were tried.</summary>
    public Candidate? Next()
    {
        _order ??= new Queue<(LleEigenSolver Solver, int Attempt)>(Order().Distinct());
        if (!_order.TryDequeue(out (LleEigenSolver Solver, int Attempt) next))
        {
            return null;
        }

        string description = Describe(next.Solver);
        context.Say(LlePhase.Factorization, LleSeverity.Info, $"Eigen solver: {description}.");
        return new Candidate(description, next.Solver, () => Run(next.Solver, next.Attempt));
    }

    private List<(LleEigenSolver Solver, int Attempt)> Order()
    {
        int n = alignment.Size;
        List<(LleEigenSolver Solver, int Attempt)> order = [];
        LleEigenSolver first = request.Solver;
        if (first == LleEigenSolver.Auto)
        {
            first = n <= DenseRows ? LleEigenSolver.Dense
                : Symbolic().Flops <= DirectFlopsPerRow * n && Symbolic().Bytes <= Budget() ? LleEigenSolver.Direct
                : LleEigenSolver.Iterative;
        }

        order.Add((first, 0));
        if (request.Solver == LleEigenSolver.Iterative)
        {
            // Whoever asks for the iteration gets its second attempt before anything else.
            order.Add((LleEigenSolver.Iterative, 1));
        }

        order.Add((LleEigenSolver.Direct, 0));
        if (n <= SurelyDenseRows && alignment is AssembledAlignment)
        {
            // Where the direct way fails on an assembled M, eigenvalues are all but 0, and the iteration may leave one of them out.
            order.Add((LleEigenSolver.Dense, 0));
        }

        for (int attempt = 0; attempt < IterativeEigenSolver.Attempts; attempt++)
        {
            order.Add((LleEigenSolver.Iterative, attempt));
        }

        if (n <= LargestDenseRows)
        {
            order.Add((LleEigenSolver.Dense, 0));
        }

        return order;
    }

    private SymbolicFactor Symbolic()
    {
        if (_symbolic is null)
        {
            long started = Stopwatch.GetTimestamp();
            _symbolic = alignment is FactoredAlignment factored
                ? SymbolicFactor.Analyze(factored.Residual, context)
                : SymbolicFactor.Analyze(((AssembledAlignment)alignment).Matrix, context, isSymmetric: true);
            statistics.OrderingSeconds += Stopwatch.GetElapsedTime(started).TotalSeconds;
            statistics.FactorNonzeros = _symbolic.Nonzeros;
            statistics.FactorFlops = _symbolic.Flops;
        }

        return _symbolic;
    }

    private double Budget() => request.MemoryBudget ?? (0.5 * GC.GetGCMemoryInfo().TotalAvailableMemoryBytes);

    private string Describe(LleEigenSolver solver)
    {
        if (solver == LleEigenSolver.Dense)
        {
            return string.Create(CultureInfo.InvariantCulture, $"dense, {alignment.Size} rows");
        }

        string counted = string.Create(
            CultureInfo.InvariantCulture,
            $"a direct factorisation counts {Symbolic().Nonzeros / 1e6:0.00} million nonzeros, {Symbolic().Bytes / 1e9:0.00} GB, and {Symbolic().Flops / 1e9:0.00} Gflop");
        return $"{(solver == LleEigenSolver.Direct ? "direct" : "iterative")}, {counted}";
    }

    private List<double[]> Run(LleEigenSolver solver, int attempt)
    {
        switch (solver)
        {
            case LleEigenSolver.Dense:
                return DenseEigenSolver.Run(alignment, request.Count, context);
            case LleEigenSolver.Iterative:
                bool directWaits = attempt == 0 && request.Solver == LleEigenSolver.Auto && Symbolic().Flops <= PatientFlopsPerRow * alignment.Size && Symbolic().Bytes <= Budget();
                return IterativeEigenSolver.Run(alignment, Symbolic(), request, attempt, directWaits, statistics, context);
            default:
                if (Symbolic().Bytes > Budget() || Symbolic().Flops > LargestFlops)
                {
                    throw new EigenSolverException(string.Create(
                        CultureInfo.InvariantCulture,
                        $"its factors would take {Symbolic().Bytes / 1e9:0.0} GB and {Symbolic().Flops:0.0e0} flops where {Budget() / 1e9:0.0} GB and {LargestFlops:0.0e0} are allowed"));
                }

                return DirectEigenSolver.Run(alignment, Symbolic(), request, statistics, context);
        }
    }

    /// <summary>A solver ready to run, and what the log says of it.</summary>
    internal sealed record Candidate(string Description, LleEigenSolver Kind, Func<List<double[]>> Run);
}
