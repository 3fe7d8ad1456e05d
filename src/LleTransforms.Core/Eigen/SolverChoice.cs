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
    private readonly Queue<SolverStep> _order;
    private readonly KeptFactors _kept = new();
    private SymbolicFactor? _symbolic;

    public SolverChoice(AlignmentMatrix alignment, EigenRequest request, EigenStatistics statistics, FitContext context)
    {
        _alignment = alignment;
        _request = request;
        _statistics = statistics;
        _context = context;
        double budget = request.MemoryBudget ?? AvailableMemory.Left(SolverRules.DenseBytesOf(alignment.Size));
        _rules = new SolverRules(alignment.Size, alignment.DrownsSmallEigenvalues, request.Solver, budget, () =>
            new FactorCosts(Symbolic().Flops, DirectBytes(Symbolic().Kind), DirectBytes(FactorKind.SingleLu)));
        _order = new(_rules.Order());
    }

    /// <summary>The next solver to try, null when all were tried.</summary>
    public Candidate? Next()
    {
        while (_order.TryDequeue(out SolverStep step))
        {
            if (!LacksFactors(step))
            {
                string description = Describe(step);
                _context.Say(LlePhase.Factorization, LleSeverity.Info, $"Eigen solver: {description}.");
                return new Candidate(description, step is not SolverStep.Dense and not SolverStep.Direct, () => Run(step));
            }
        }

        return null;
    }

    /// <summary>Inner solves need factors as LOBPCG does. Where those were given up for a direct way that stands ready, others would be
    /// too.</summary>
    private bool LacksFactors(SolverStep step) =>
        step == SolverStep.Inexact && _kept.Factors is null && _order.Contains(SolverStep.Direct) && _rules.DirectWaits(step);

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

    /// <summary>Whether a direct factorisation takes too long.</summary>
    private bool IsOutOfReach() => Symbolic().Flops > SolverRules.LargestFlops;

    private double DirectBytes(FactorKind kind) =>
        IsOutOfReach() ? double.PositiveInfinity : DirectEigenSolver.Bytes(Symbolic(), kind, _request.Count);

    /// <summary>Where one front alone has more entries than an array, nothing is counted but the factors.</summary>
    private string DirectGigabytes(FactorKind kind) => double.IsInfinity(DirectBytes(kind))
        ? string.Create(CultureInfo.InvariantCulture, $"more than {kind.BytesOfNumber * (double)Symbolic().Nonzeros / 1e9:0.00}")
        : string.Create(CultureInfo.InvariantCulture, $"{DirectBytes(kind) / 1e9:0.00}");

    private string Describe(SolverStep step)
    {
        if (step == SolverStep.Dense)
        {
            return string.Create(CultureInfo.InvariantCulture, $"dense, {_alignment.Size} rows");
        }

        string name = step switch
        {
            SolverStep.Direct => "direct",
            SolverStep.SinglePrecision => "direct in single precision",
            SolverStep.Inexact => "iterative by inner solves",
            _ => "iterative",
        };
        FactorKind kind = step == SolverStep.SinglePrecision ? FactorKind.SingleLu : Symbolic().Kind;
        return IsOutOfReach()
            ? string.Create(
                CultureInfo.InvariantCulture, $"{name}, a direct factorisation takes more than {SolverRules.LargestFlops:0e0} flops")
            : string.Create(
                CultureInfo.InvariantCulture,
                $"{name}, a direct factorisation counts {Symbolic().Nonzeros / 1e6:0.00} million nonzeros, {DirectGigabytes(kind)} GB, " +
                $"and {Symbolic().Flops / 1e9:0.00} Gflop");
    }

    private ColumnBlocks Run(SolverStep step)
    {
        switch (step)
        {
            case SolverStep.Dense:
                if (!_rules.AllowsDense)
                {
                    throw new SolverException(string.Create(
                        CultureInfo.InvariantCulture,
                        $"it would take {_rules.DenseBytes / 1e9:0.0} GB where {_rules.Budget / 1e9:0.0} GB are allowed, in one array " +
                        $"of {_alignment.Size} x {_alignment.Size}")) { IsForMemory = true };
                }

                return DenseEigenSolver.Run(_alignment, _request.Count, _context);
            case SolverStep.Direct:
                if (!_rules.AllowsDirect)
                {
                    throw IsOutOfReach()
                        ? new SolverException(string.Create(
                            CultureInfo.InvariantCulture,
                            $"it would take more than the {SolverRules.LargestFlops:0e0} flops that are allowed"))
                        : new SolverException(string.Create(
                            CultureInfo.InvariantCulture,
                            $"it would take {DirectGigabytes(Symbolic().Kind)} GB at its peak where " +
                            $"{_rules.Budget / 1e9:0.0} GB are allowed"))
                        {
                            IsForMemory = true,
                        };
                }

                return DirectEigenSolver.Run(
                    _alignment, Symbolic(), _request, _rules.Budget, _statistics, _context);
            case SolverStep.SinglePrecision:
                return DirectEigenSolver.RunInSinglePrecision(
                    _alignment, Symbolic(), _request, _rules.Budget, _statistics, _context);
            case SolverStep.Inexact:
                return InexactEigenSolver.Run(_alignment, Symbolic(), _request, Limits(step), _kept, _statistics, _context);
            default:
                int attempt = step == SolverStep.Lobpcg ? 0 : 1;
                return IterativeEigenSolver.Run(_alignment, Symbolic(), _request, attempt, Limits(step), _kept, _statistics, _context);
        }
    }

    /// <summary>Nobody waits for a solver that was tried.</summary>
    private SolverLimits Limits(SolverStep step)
    {
        bool innerSolvesWait = _request.Solver == LleEigenSolver.Auto
            && _order.TryPeek(out SolverStep next) && next == SolverStep.Inexact;
        SolverLimits limits = new(_rules.Budget) { InnerSolvesWait = innerSolvesWait };
        return _order.Contains(SolverStep.Direct)
            ? limits with { DirectWaits = _rules.DirectWaits(step), Operations = _rules.LargestOperations }
            : limits;
    }

    /// <summary>A solver ready to run, what the log says of it, and whether its answer is as good as its tolerance alone.</summary>
    internal sealed record Candidate(string Description, bool IsIterative, Func<ColumnBlocks> Run);
}
