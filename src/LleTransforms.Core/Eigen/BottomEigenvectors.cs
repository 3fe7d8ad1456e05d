using LleTransforms.Alignment;
using LleTransforms.LinearAlgebra;
using LleTransforms.LinearAlgebra.Dense;
using LleTransforms.LinearAlgebra.Factors;
using LleTransforms.LinearAlgebra.Ordering;
using LleTransforms.Running;

namespace LleTransforms.Eigen;

/// <summary>What is asked of an eigen solver.</summary>
/// <param name="Count">How many eigenpairs after the constant null vector: d.</param>
/// <param name="Seed">Starts the pseudo-random start vectors; the same seed gives the same bits.</param>
internal sealed record EigenRequest(int Count, int Seed)
{
    /// <summary>The solver to begin with; if it misses its tolerance, another takes over.</summary>
    public LleEigenSolver Solver { get; init; } = LleEigenSolver.Auto;

    /// <summary>The largest angle, in radians, by which the found subspace may miss: the residual on M^+
    /// over the gap to the next eigenvalue.</summary>
    public double Tolerance { get; init; } = 1e-9;

    /// <summary>The error at which LOBPCG and Lanczos by inner solves stop, estimated from the residual over the gap. The angle was 7 to
    /// 200 times smaller where it was measured.</summary>
    public double IterativeTolerance { get; init; } = 5e-5;

    /// <summary>The largest residual of an inner solve, as a part of its right side. Lanczos sees it as rounding, and stalls where it asks
    /// for as much itself.</summary>
    public double InnerTolerance => 0.02 * IterativeTolerance;

    /// <summary>LOBPCG gives up after this many iterations.</summary>
    public int IterationLimit { get; init; } = 200;

    /// <summary>Vectors near those that are sought, a row for each row of M, from which LOBPCG begins; null where none are known.</summary>
    public DenseMatrix? Start { get; init; }

    /// <summary>Whether the solution is to have the vectors that an iteration found on the way, behind those it was asked for.</summary>
    public bool KeepsFurther { get; init; }

    /// <summary>Bytes that a solver may hold; null means what the process may still allocate.</summary>
    public double? MemoryBudget { get; init; }
}

/// <summary>The d smallest eigenpairs of M after the constant null vector.</summary>
/// <param name="Eigenvalues">Ascending, d of them.</param>
/// <param name="Vectors">d x n, a vector a row: unit norm, orthogonal to each other and to the constant vector.</param>
/// <param name="Solver">The solver's name and why it was chosen, for the log.</param>
internal sealed record EigenSolution(double[] Eigenvalues, DenseMatrix Vectors, string Solver)
{
    public EigenStatistics Statistics { get; init; } = new();

    /// <summary>
    /// Approximations of the eigenvectors that follow, g x n, in no order and of few digits: the guard vectors of an iteration. Null where
    /// none were asked for, or the solver has none. A later iteration that begins from them as well takes fewer steps.
    /// </summary>
    public DenseMatrix? Further { get; init; }

    /// <summary>This solution without its vectors, for a caller that keeps it longer than those.</summary>
    public EigenSolution WithoutVectors() => this with { Vectors = new DenseMatrix(0, 0), Further = null };
}

/// <summary>Finds the bottom eigenvectors of an alignment matrix by the solver that suits it.</summary>
internal static class BottomEigenvectors
{
    /// <summary>How often the stored matrix is held: as it is and transposed, and in other row numbers where there are many.</summary>
    public static int MatrixCopies(double rowCount) => rowCount >= Renumbering.FewestRows ? 3 : 2;

    /// <summary>Whether a solve begins with the order of elimination of the matrix as it is.</summary>
    public static bool OrdersRows(int rowCount, LleEigenSolver solver) =>
        rowCount < Renumbering.FewestRows && SolverRules.CountsFactors(rowCount, solver);

    /// <summary>Bytes of a solve beside the matrix, without the fill of factors.</summary>
    /// <param name="rowCount">n.</param>
    /// <param name="entries">What is stored of a row of the matrix.</param>
    /// <param name="count">d.</param>
    /// <param name="isFactored">Whether M = A^T A, so that inner iterations on A may be chosen.</param>
    public static double Bytes(double rowCount, double entries, int count, bool isFactored) =>
        rowCount * (SymbolicFactor.BytesOfRow(entries)
            + Math.Max(Lobpcg.BytesOfRow(count), isFactored ? InexactEigenSolver.BytesOfRow(count) : 0));

    /// <summary>Bytes of a row of the further vectors, as they are found and as they are kept.</summary>
    public static double BytesOfFurther(int count) => (sizeof(double) + sizeof(float)) * (double)LargestNumberOfFurther(count);

    /// <summary>The further vectors of an iteration; other solvers have none.</summary>
    public static int LargestNumberOfFurther(int count) => Lobpcg.BlockSize(count) - count;

    public static EigenSolution Find(AlignmentMatrix alignment, EigenRequest request, FitContext context)
    {
        int n = alignment.Size;
        if (request.Count < 1 || request.Count > n - 1)
        {
            throw new ArgumentOutOfRangeException(
                nameof(request), request.Count, $"{n} rows have between 1 and {n - 1} eigenvectors beside the constant one.");
        }

        if (n < Renumbering.FewestRows)
        {
            return Solve(alignment, request, context);
        }

        Renumbering renumbering = Renumbering.ByNearness(alignment.Stored, context);
        EigenRequest renumbered = request with { Start = request.Start is { } start ? renumbering.ApplyToRows(start) : null };
        EigenSolution solution = Solve(alignment.Renumber(renumbering, context), renumbered, context);
        return solution with
        {
            Vectors = renumbering.Restore(solution.Vectors),
            Further = solution.Further is { } further ? renumbering.Restore(further) : null,
        };
    }

    private static EigenSolution Solve(AlignmentMatrix alignment, EigenRequest request, FitContext context)
    {
        int n = alignment.Size;
        EigenStatistics statistics = new();
        SolverChoice choice = new(alignment, request, statistics, context);
        List<string> failures = [];
        bool isForMemory = false;
        while (choice.Next() is { } solver)
        {
            try
            {
                ColumnBlocks basis = solver.Run();
                (double[] values, DenseMatrix vectors) = RayleighRitz.Solve(basis, alignment, request.Count, context);
                ResidualCheck.Require(
                    alignment, values, vectors, solver.IsIterative ? request.IterativeTolerance : null, context);
                context.Report(LlePhase.Eigenvectors, request.Count, request.Count);
                return new EigenSolution(values, vectors, solver.Description)
                {
                    Statistics = statistics,
                    Further = request.KeepsFurther && solver.IsIterative ? FurtherOf(basis, request.Count) : null,
                };
            }
            catch (Exception shortage) when (RunContext.RanOutOfMemory(shortage))
            {
                isForMemory = true;
                failures.Add($"{solver.Description}: memory ran out");
                context.Say(LlePhase.Eigenvectors, LleSeverity.Warning, $"Eigen solver {solver.Description} gave up: memory ran out.");
            }
            catch (SolverException failure)
            {
                isForMemory |= failure.IsForMemory;
                failures.Add($"{solver.Description}: {failure.Message}");
                context.Say(LlePhase.Eigenvectors, LleSeverity.Warning, $"Eigen solver {solver.Description} gave up: {failure.Message}.");
            }
        }

        if (isForMemory)
        {
            throw new LleMessage(
                $"Memory is too small for an eigen solver that finds {request.Count} eigenvectors of {n} rows. {Joined(failures)}.",
                $"{LleOptionName.NumberOfLandmarks} or {LleOptionName.MaximumNumberOfTrainingRows}, fewer neighbours or rows need less.")
                .In(text => new InsufficientMemoryException(text));
        }

        throw new NoEigenSolverException(
            $"No eigen solver reached its tolerance for {request.Count} eigenvectors of {n} rows. {Joined(failures)}.");
    }

    /// <summary>What a basis holds behind the wanted vectors.</summary>
    private static DenseMatrix? FurtherOf(ColumnBlocks basis, int count)
    {
        int all = basis.Blocks.Count * ColumnBlock.Width;
        return all > count ? basis.ToRows(all).CopyRows(count, all - count) : null;
    }

    private static string Joined(List<string> failures) => string.Join("; ", failures);
}
