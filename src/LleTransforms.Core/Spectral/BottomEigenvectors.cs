using System.Diagnostics;
using System.Globalization;

namespace LleTransforms.Spectral;

/// <summary>What is asked of an eigen solver.</summary>
/// <param name="Count">How many eigenpairs after the constant null vector: d.</param>
/// <param name="Seed">Starts the pseudo-random start vectors; the same seed gives the same bits.</param>
internal sealed record EigenRequest(int Count, int Seed)
{
    /// <summary>The solver to begin with; if it misses its tolerance, another takes over.</summary>
    public LleEigenSolver Solver { get; init; } = LleEigenSolver.Auto;

    /// <summary>The largest angle, in radians, by which the found subspace may miss: the residual on M^+ over the gap to the next eigenvalue.</summary>
    public double Tolerance { get; init; } = 1e-9;

    /// <summary>Bytes that factors may take; null means half of the memory available to the process.</summary>
    public double? MemoryBudget { get; init; }
}

/// <summary>The d smallest eigenpairs of M after the constant null vector.</summary>
/// <param name="Eigenvalues">Ascending, d of them.</param>
/// <param name="Vectors">Column-major, d columns of n: unit norm, orthogonal to each other and to the constant vector.</param>
/// <param name="Solver">The solver's name and why it was chosen, for the log.</param>
internal sealed record EigenSolution(double[] Eigenvalues, double[] Vectors, string Solver)
{
    public EigenStatistics Statistics { get; init; } = new();
}

/// <summary>Finds the bottom eigenvectors of an alignment matrix by the solver that suits it.</summary>
internal static class BottomEigenvectors
{
    /// <summary>Up to this many rows a dense decomposition takes less time than a sparse one and its overheads.</summary>
    private const int DenseRows = 150;

    /// <summary>The largest problem for which the dense solver may stand in when others fail.</summary>
    private const int LargestDenseRows = 3000;

    public static EigenSolution Find(AlignmentMatrix alignment, EigenRequest request, FitContext context)
    {
        int n = alignment.Size;
        if (request.Count < 1 || request.Count > n - 1)
        {
            throw new ArgumentOutOfRangeException(
                nameof(request), request.Count, $"{n} rows have between 1 and {n - 1} eigenvectors beside the constant one.");
        }

        EigenStatistics statistics = new();
        List<string> failures = [];
        foreach (LleEigenSolver solver in Candidates(n, request))
        {
            try
            {
                List<double[]> basis = Run(solver, alignment, request, statistics, context, out string description);
                (double[] values, double[] vectors) = RayleighRitz.Solve(basis, alignment, request.Count, context);
                return new EigenSolution(values, vectors, description) { Statistics = statistics };
            }
            catch (EigenSolverException failure)
            {
                failures.Add($"{solver}: {failure.Message}");
                context.Say(LlePhase.Eigenvectors, LleSeverity.Warning, $"The {solver} eigen solver gave up: {failure.Message}.");
            }
        }

        throw new InvalidOperationException(
            $"No eigen solver reached its tolerance of {request.Tolerance:g2} for {request.Count} eigenvectors of {n} rows. {string.Join("; ", failures)}.");
    }

    private static List<LleEigenSolver> Candidates(int n, EigenRequest request)
    {
        List<LleEigenSolver> order = [];
        if (request.Solver != LleEigenSolver.Auto)
        {
            order.Add(request.Solver);
        }
        else if (n <= DenseRows)
        {
            order.Add(LleEigenSolver.Dense);
        }

        order.Add(LleEigenSolver.Direct);
        if (n <= LargestDenseRows)
        {
            order.Add(LleEigenSolver.Dense);
        }

        return order.Distinct().ToList();
    }

    private static List<double[]> Run(
        LleEigenSolver solver, AlignmentMatrix alignment, EigenRequest request, EigenStatistics statistics, FitContext context, out string description)
    {
        int n = alignment.Size;
        if (solver == LleEigenSolver.Dense)
        {
            description = string.Create(CultureInfo.InvariantCulture, $"dense ({n} rows)");
            context.Say(LlePhase.Factorization, LleSeverity.Info, $"Eigen solver: {description}.");
            return DenseEigenSolver.Run(alignment, request.Count, context);
        }

        long started = Stopwatch.GetTimestamp();
        SymbolicFactor symbolic = SymbolicFactor.Analyze(
            alignment is FactoredAlignment factored ? factored.Residual : ((AssembledAlignment)alignment).Matrix, context);
        statistics.OrderingSeconds += Stopwatch.GetElapsedTime(started).TotalSeconds;
        statistics.FactorNonzeros = symbolic.Nonzeros;
        statistics.FactorFlops = symbolic.Flops;
        description = string.Create(
            CultureInfo.InvariantCulture, $"direct ({symbolic.Nonzeros / 1e6:0.00} million nonzeros, {symbolic.Flops / 1e9:0.00} Gflop)");
        context.Say(LlePhase.Factorization, LleSeverity.Info, $"Eigen solver: {description}.");
        double budget = request.MemoryBudget ?? (0.5 * GC.GetGCMemoryInfo().TotalAvailableMemoryBytes);
        if (symbolic.Bytes > budget)
        {
            throw new EigenSolverException(string.Create(
                CultureInfo.InvariantCulture,
                $"its factors would take {symbolic.Bytes / 1e9:0.0} GB where {budget / 1e9:0.0} GB are allowed"));
        }

        return DirectEigenSolver.Run(alignment, symbolic, request, statistics, context);
    }
}
