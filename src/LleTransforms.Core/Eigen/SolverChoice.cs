using System.Diagnostics;
using System.Globalization;
using LleTransforms.Alignment;
using LleTransforms.LinearAlgebra;
using LleTransforms.LinearAlgebra.Dense;
using LleTransforms.LinearAlgebra.Factors;
using LleTransforms.Running;

namespace LleTransforms.Eigen;

/// <summary>Hands out eigen solvers one after the other by <see cref="SolverRules"/>, each with what the log says of it.</summary>
internal sealed class SolverChoice
{
    private readonly AlignmentMatrix _alignment;
    private readonly EigenRequest _request;
    private readonly EigenStatistics _statistics;
    private readonly FitContext _context;
    private readonly SolverRules _rules;
    private readonly Queue<(LleEigenSolver Solver, int Attempt)> _order;
    private SymbolicFactor? _symbolic;

    public SolverChoice(AlignmentMatrix alignment, EigenRequest request, EigenStatistics statistics, FitContext context)
    {
        _alignment = alignment;
        _request = request;
        _statistics = statistics;
        _context = context;
        double budget = request.MemoryBudget ?? (0.5 * GC.GetGCMemoryInfo().TotalAvailableMemoryBytes);
        _rules = new SolverRules(alignment.Size, alignment.DrownsSmallEigenvalues, request.Solver, budget, () =>
            (Symbolic().Flops, Symbolic().Bytes));
        _order = new(_rules.Order());
    }

    /// <summary>The next solver to try, null when all were tried.</summary>
    public Candidate? Next()
    {
        if (!_order.TryDequeue(out (LleEigenSolver Solver, int Attempt) next))
        {
            return null;
        }

        string description = Describe(next.Solver);
        _context.Say(LlePhase.Factorization, LleSeverity.Info, $"Eigen solver: {description}.");
        return new Candidate(description, next.Solver, () => Run(next.Solver, next.Attempt));
    }

    private SymbolicFactor Symbolic()
    {
        if (_symbolic is null)
        {
            long started = Stopwatch.GetTimestamp();
            _symbolic = _alignment.Analyze(_context);
            _statistics.OrderingSeconds += Stopwatch.GetElapsedTime(started).TotalSeconds;
            _statistics.FactorNonzeros = _symbolic.Nonzeros;
        }

        return _symbolic;
    }

    private string Describe(LleEigenSolver solver)
    {
        if (solver == LleEigenSolver.Dense)
        {
            return string.Create(CultureInfo.InvariantCulture, $"dense, {_alignment.Size} rows");
        }

        string counted = string.Create(
            CultureInfo.InvariantCulture,
            $"a direct factorisation counts {Symbolic().Nonzeros / 1e6:0.00} million nonzeros, {Symbolic().Bytes / 1e9:0.00} GB, and " +
            $"{Symbolic().Flops / 1e9:0.00} Gflop");
        return $"{(solver == LleEigenSolver.Direct ? "direct" : "iterative")}, {counted}";
    }

    private ColumnBlocks Run(LleEigenSolver solver, int attempt)
    {
        switch (solver)
        {
            case LleEigenSolver.Dense:
                if (!_rules.AllowsDense)
                {
                    throw new SolverException(string.Create(
                        CultureInfo.InvariantCulture,
                        $"it would take {_rules.DenseBytes / 1e9:0.0} GB where {_rules.Budget / 1e9:0.0} GB are allowed, in one array " +
                        $"of {_alignment.Size} x {_alignment.Size}"));
                }

                return DenseEigenSolver.Run(_alignment, _request.Count, _context);
            case LleEigenSolver.Iterative:
                return IterativeEigenSolver.Run(
                    _alignment, Symbolic(), _request, attempt, _rules.DirectWaits(attempt), _statistics, _context);
            default:
                if (!_rules.AllowsDirect)
                {
                    throw new SolverException(string.Create(
                        CultureInfo.InvariantCulture,
                        $"its factors would take {Symbolic().Bytes / 1e9:0.0} GB and {Symbolic().Flops:0.0e0} flops where " +
                        $"{_rules.Budget / 1e9:0.0} GB and {SolverRules.LargestFlops:0.0e0} are allowed"));
                }

                return DirectEigenSolver.Run(_alignment, Symbolic(), _request, _statistics, _context);
        }
    }

    /// <summary>A solver ready to run, and what the log says of it.</summary>
    internal sealed record Candidate(string Description, LleEigenSolver Kind, Func<ColumnBlocks> Run);
}
