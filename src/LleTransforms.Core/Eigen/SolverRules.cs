namespace LleTransforms.Eigen;

/// <summary>
/// Decides which eigen solver is tried after which, from the counts of a problem alone, never from threads or clocks. The first is dense
/// for the smallest problems, else direct while its counted flops and bytes stay within bounds, else LOBPCG. A solver that fails hands
/// over to the next: LOBPCG to inner iterations on A. After LOBPCG, or where factors are large, the direct way is tried in single precision
/// first.
/// </summary>
/// <param name="Rows">The size of M.</param>
/// <param name="DrownsSmallEigenvalues">Whether small eigenvalues drown in rounding, as those of a summed M do. Where they do not,
/// M = A^T A.</param>
/// <param name="Requested">The solver asked for.</param>
/// <param name="Budget">Bytes that a solver may hold.</param>
/// <param name="Factor">Counts the direct factorisation when called: its work, and what it holds at its peak. The count is work that the
/// smallest problems do without.</param>
internal sealed record SolverRules(
    int Rows, bool DrownsSmallEigenvalues, LleEigenSolver Requested, double Budget, Func<FactorCosts> Factor)
{
    /// <summary>Up to this many rows a dense decomposition takes less time than a sparse one with its overheads.</summary>
    private const int QuicklyDenseRows = 100;

    /// <summary>The largest problem for which the dense solver stands in when others fail.</summary>
    private const int LargestDenseRows = 2500;

    /// <summary>The largest problem for which the dense solver stands in before an iteration does: a second or two.</summary>
    private const int SurelyDenseRows = 1000;

    /// <summary>Counted flops a row up to which the direct way is faster than some sixty iterations,
    /// whose cost also grows with the rows.</summary>
    private const double DirectFlopsPerRow = 1e6;

    /// <summary>Flops a row beyond which rows fill more dimensions than a surface does. A of a surface is too near to singular for single
    /// precision.</summary>
    private const double SurfaceFlopsPerRow = 3e5;

    /// <summary>Bytes of a direct factorisation beyond which half of them are worth more passes.</summary>
    private const double LargeBytes = 5e7;

    /// <summary>Counted flops a row up to which a direct factorisation beats an iteration that starts badly.</summary>
    private const double PatientFlopsPerRow = 3e7;

    /// <summary>
    /// Flops of a direct factorisation for each operation that an incomplete one may take before it. One operation takes as long as some
    /// 175 flops of dense kernels on two threads. So a quarter of the direct way's time may be spent.
    /// </summary>
    private const double DirectFlopsPerOperation = 700;

    /// <summary>Flops beyond which a direct factorisation is not even a last resort: hours on a few cores.</summary>
    public const double LargestFlops = 2e14;

    /// <summary>Whether a direct factorisation may be done at all.</summary>
    public bool AllowsDirect => Factor().Bytes <= Budget && Factor().Flops <= LargestFlops;

    /// <summary>Whether a factorisation of A in single precision may be done.</summary>
    public bool AllowsSinglePrecision => HasRoot && Factor().SinglePrecisionBytes <= Budget && Factor().Flops <= LargestFlops;

    /// <summary>
    /// Whether a dense decomposition may be done. Problems for which it stands in for other solvers always may. For larger ones the budget
    /// has to hold the matrix and twice that for rotations, and one array has to hold the matrix.
    /// </summary>
    public bool AllowsDense => Rows <= LargestDenseRows || ((double)Rows * Rows <= Array.MaxLength && DenseBytes <= Budget);

    /// <summary>Bytes of a dense decomposition: the matrix as it is and as it is decomposed, and the rotations.</summary>
    public double DenseBytes => DenseBytesOf(Rows);

    /// <inheritdoc cref="DenseBytes"/>
    public static double DenseBytesOf(double rows) => 32 * rows * rows;

    /// <summary>Whether the choice of a first solver takes the count of a direct factorisation.</summary>
    public static bool CountsFactors(int rows, LleEigenSolver requested) =>
        requested != LleEigenSolver.Dense && (requested != LleEigenSolver.Auto || rows > QuicklyDenseRows);

    /// <summary>Solvers in the order in which they are tried, each once.</summary>
    public IEnumerable<SolverStep> Order()
    {
        List<SolverStep> order = [First()];
        if (Requested == LleEigenSolver.Iterative)
        {
            // A caller that asked for the iteration gets all of its forms before anything else.
            order.AddRange(Iterations());
        }

        if (order[0] == SolverStep.Lobpcg && HasRoot)
        {
            order.Add(SolverStep.Inexact);
        }

        if (HasRoot && Requested == LleEigenSolver.Auto && order[0] == SolverStep.Lobpcg && AllowsSinglePrecision)
        {
            // Where the work is large, half the bytes and half the time are worth a second pass of each solve.
            order.Add(SolverStep.SinglePrecision);
        }

        order.Add(SolverStep.Direct);
        if (order[0] == SolverStep.Direct && Requested == LleEigenSolver.Auto && FillsMoreThanSurface && AllowsSinglePrecision)
        {
            // Where memory runs out all the same, half of it may do.
            order.Add(SolverStep.SinglePrecision);
        }

        if (Rows <= SurelyDenseRows && DrownsSmallEigenvalues)
        {
            // Where the direct way fails on an assembled M, eigenvalues are all but 0, and the iteration may leave one of them out.
            order.Add(SolverStep.Dense);
        }

        order.AddRange(Iterations());
        if (Rows <= LargestDenseRows)
        {
            order.Add(SolverStep.Dense);
        }

        return order.Distinct();
    }

    /// <summary>Whether an iteration had better end early, since a direct factorisation would be done
    /// before it recovers from a bad start. Nobody waits for what follows the direct way.</summary>
    public bool DirectWaits(SolverStep step) =>
        step is SolverStep.Lobpcg or SolverStep.Inexact && Requested == LleEigenSolver.Auto
        && Factor().Flops <= PatientFlopsPerRow * Rows && AllowsReady;

    /// <summary>
    /// Operations after which incomplete factors are given up for a direct factorisation that stands ready. They are most of what such
    /// factors take, and those that would pass them by far do so early: most entries come last.
    /// </summary>
    public double LargestOperations =>
        Requested == LleEigenSolver.Auto && AllowsReady ? Factor().Flops / DirectFlopsPerOperation : double.PositiveInfinity;

    /// <summary>Whether a direct factorisation stands ready in either precision.</summary>
    private bool AllowsReady => AllowsDirect || AllowsSinglePrecision;

    /// <summary>Whether M = A^T A, so that there is an A for inner iterations.</summary>
    private bool HasRoot => !DrownsSmallEigenvalues;

    /// <summary>Whether factors are so large that single precision is tried first.</summary>
    private bool IsLarge => FillsMoreThanSurface && Factor().Bytes > LargeBytes;

    private bool FillsMoreThanSurface => Factor().Flops > SurfaceFlopsPerRow * Rows;

    private SolverStep First() => Requested switch
    {
        LleEigenSolver.Dense => SolverStep.Dense,
        LleEigenSolver.Direct => SolverStep.Direct,
        LleEigenSolver.Iterative => SolverStep.Lobpcg,
        _ => Rows <= QuicklyDenseRows ? SolverStep.Dense
            : Factor().Flops > DirectFlopsPerRow * Rows ? SolverStep.Lobpcg
            : IsLarge && AllowsSinglePrecision ? SolverStep.SinglePrecision
            : AllowsDirect ? SolverStep.Direct
            : AllowsSinglePrecision ? SolverStep.SinglePrecision
            : SolverStep.Lobpcg,
    };

    private IEnumerable<SolverStep> Iterations() =>
        HasRoot ? [SolverStep.Lobpcg, SolverStep.Inexact, SolverStep.FinerLobpcg] : [SolverStep.Lobpcg, SolverStep.FinerLobpcg];
}

/// <summary>What a direct factorisation takes.</summary>
/// <param name="Flops">Multiplications and additions.</param>
/// <param name="Bytes">What it holds at its peak.</param>
/// <param name="SinglePrecisionBytes">The same in single precision.</param>
internal readonly record struct FactorCosts(double Flops, double Bytes, double SinglePrecisionBytes);
