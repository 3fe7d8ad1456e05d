using System.Globalization;
using MathNet.Numerics;

namespace LleTransforms.Reliability.Numerics;

/// <summary>The worst figures of every method and solver over many random problems.</summary>
internal sealed class NumericsAudit
{
    /// <summary>What docs/evidence/numerics.md promises. The iteration stops at an error of the space, not of the
    /// equations, hence bounds of its own.</summary>
    private static readonly NumericsFigures _exactBounds = new(1e-8, 1e-12, 1e-8, 0.02, 0.02, 0.02);
    private static readonly NumericsFigures _iterativeBounds = new(1e-4, 1e-12, 1e-6, 0.02, 0.05, 0.02);

    private readonly SortedDictionary<(LleMethod Method, string Solver), (int Problems, NumericsFigures Worst)> _worst = [];

    public int Problems { get; private set; }

    /// <summary>Problems that the reference itself could not solve.</summary>
    public int WithoutReference { get; private set; }

    /// <summary>How often another solver answered than the one that was asked.</summary>
    public int HandedOver { get; private set; }

    public int Iterations { get; private set; }

    /// <summary>Solutions of the iteration whose equations hold and whose cost is beyond its bound: it stopped too early, or left a smaller
    /// eigenvalue out. They are among the faults.</summary>
    public int TooCostly { get; private set; }

    public List<string> Faults { get; } = [];

    /// <summary>What the command ends with: 0 only if no figure is beyond its bound.</summary>
    public int ExitCode => Faults.Count == 0 ? 0 : 1;

    /// <summary>The bounds of a solution's figures, by whether LOBPCG gave it.</summary>
    public static NumericsFigures Promised(bool isIterative) => isIterative ? _iterativeBounds : _exactBounds;

    public static NumericsAudit Run(int problems, int seed) => Run(NumericsProblem.Create(problems, seed));

    public static NumericsAudit Run(IEnumerable<NumericsProblem> problems)
    {
        var audit = new NumericsAudit();
        foreach (NumericsProblem problem in problems)
        {
            audit.Add(problem);
        }

        return audit;
    }

    public void Print()
    {
        Console.WriteLine(
            "| method | solver | problems | residual | Y^T Y - I | eigenvalue / norm | eigenvalue, relative | excess cost | sine x gap |");
        Console.WriteLine("| --- | --- | --: | --: | --: | --: | --: | --: | --: |");
        foreach (((LleMethod method, string solver), (int problems, NumericsFigures worst)) in _worst)
        {
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {method} | {solver} | {problems} | {worst.Residual:0.0e0} | {worst.Orthonormality:0.0e0} | " +
                $"{worst.EigenvalueError:0.0e0} | {worst.RelativeError:0.0e0} | {worst.ExcessCost:0.0e0} | {worst.GapAngle:0.0e0} |"));
        }

        Console.WriteLine(
            $"{Problems} problems, {WithoutReference} more that the reference could not solve; another solver than the one asked " +
            $"answered {HandedOver} times; {Faults.Count} solutions beyond their bounds; of {Iterations} of the iteration {TooCostly} " +
            "cost too much though their equations hold.");
        Faults.ForEach(fault => Console.WriteLine($"    {fault}"));
    }

    /// <summary>Takes a solution's figures among the worst, and among the faults where one is beyond its bound.</summary>
    /// <param name="method">Whose alignment matrix was solved.</param>
    /// <param name="solver">What answered.</param>
    /// <param name="title">What tells the problem from others.</param>
    /// <param name="figures">The figures.</param>
    internal void Judge(LleMethod method, string solver, string title, NumericsFigures figures)
    {
        bool isIterative = solver == "iterative";
        NumericsFigures bounds = Promised(isIterative);
        (int count, NumericsFigures worst) = _worst.GetValueOrDefault((method, solver));
        _worst[(method, solver)] = (count + 1, count == 0 ? figures : worst.Worst(figures));
        Iterations += isIterative ? 1 : 0;
        TooCostly += isIterative && figures.Residual <= bounds.Residual && !(figures.ExcessCost <= bounds.ExcessCost) ? 1 : 0;
        if (!IsWithin(figures, bounds))
        {
            Faults.Add($"{title}, {solver}: {figures}");
        }
    }

    private static bool IsWithin(NumericsFigures figures, NumericsFigures bounds) => figures.Worst(bounds) == bounds;

    private static string Title(NumericsProblem problem) =>
        $"{problem.Kind}, {problem.Method}, n = {problem.Features.NumberOfRows}, d = {problem.NumberOfComponents}";

    private void Add(NumericsProblem problem)
    {
        DenseReference reference;
        try
        {
            reference = DenseReference.Of(problem);
        }
        catch (NonConvergenceException)
        {
            WithoutReference++;
            return;
        }

        Problems++;
        LleEigenSolver[] solvers = problem.Method.IsLinear()
            ? [LleEigenSolver.Auto]
            : [LleEigenSolver.Dense, LleEigenSolver.Direct, LleEigenSolver.Iterative];
        foreach (LleEigenSolver solver in solvers)
        {
            try
            {
                var (values, vectors, name) = EngineSolution.Solve(problem, solver);
                HandedOver += solver == LleEigenSolver.Auto || name.Equals($"{solver}", StringComparison.OrdinalIgnoreCase) ? 0 : 1;
                Judge(problem.Method, name, Title(problem), NumericsFigures.Of(reference, values, vectors));
            }
            catch (InvalidOperationException error)
            {
                Faults.Add($"{Title(problem)}, {solver}: {error.Message}");
            }
        }
    }
}
