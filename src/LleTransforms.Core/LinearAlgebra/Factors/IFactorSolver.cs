using LleTransforms.LinearAlgebra.Dense;
using LleTransforms.Running;

namespace LleTransforms.LinearAlgebra.Factors;

/// <summary>Solves with stored factors.</summary>
internal interface IFactorSolver
{
    /// <summary>Turns four right sides into solutions with the matrix, or with its transpose.</summary>
    /// <param name="block">Right sides, then solutions.</param>
    /// <param name="transposed">Whether to solve with the transpose.</param>
    /// <param name="context">Threads and cancellation.</param>
    /// <param name="scales">What the residual of each column is measured by, where refinement goes only as far as it is asked to. Null
    /// means its right side.</param>
    /// <exception cref="SolverException">The factors are too inaccurate for refinement to repair.</exception>
    void Solve(ColumnBlock block, bool transposed, RunContext context, double[]? scales = null);
}
