using LleTransforms.Alignment;
using LleTransforms.LinearAlgebra;
using LleTransforms.LinearAlgebra.Dense;
using LleTransforms.Running;

namespace LleTransforms.Eigen;

/// <summary>Has the last word on a solution, whichever way it was found: M y - lambda y must be small, and all of it finite.</summary>
/// <remarks>
/// A solver judges itself by figures of its own, on M's pseudo-inverse or on a preconditioned residual. Those can deceive where eigenvalues
/// of M are all but 0. A residual cannot tell that an eigenvector was left out. Cost: one product with M for each eigenvector.
/// </remarks>
internal static class ResidualCheck
{
    /// <summary>The part of the eigenvalue that a residual may be, in addition to a part of the norm of M.</summary>
    private const double LargestRelativeResidual = 0.05;

    /// <summary>The part of the norm of M that a residual may be after a factorisation. An eigenvalue that is all but 0 may leave as
    /// much.</summary>
    private const double LargestResidual = 1e-8;

    /// <summary>That part after an iteration, in units of the tolerance that the iteration was given. The iteration stops at an error of
    /// the space relative to its gap, which is not the residual.</summary>
    private const double LargestIterativeResidual = 2;

    /// <summary>The part after an iteration is never below this, what the tolerance of a fit allows. A tighter tolerance asks no more of
    /// the residual.</summary>
    private const double LeastIterativeResidual = 1e-4;

    /// <exception cref="SolverException">A pair is none.</exception>
    public static void Require(
        AlignmentMatrix alignment, double[] values, DenseMatrix vectors, double? iterativeTolerance, FitContext context)
    {
        int n = alignment.Size;
        double share = iterativeTolerance is double tolerance
            ? Math.Max(LeastIterativeResidual, LargestIterativeResidual * tolerance)
            : LargestResidual;
        double floor = share * alignment.Norm();
        double[] worst = new double[values.Length];
        Parallel.For(0, values.Length, context.Parallelism, c =>
        {
            ReadOnlySpan<double> vector = vectors.Row(c);
            double[] image = alignment.Multiply(vector);
            double sum = 0;
            for (int i = 0; i < n; i++)
            {
                double residual = image[i] - (values[c] * vector[i]);
                sum += residual * residual;
            }

            worst[c] = Math.Sqrt(sum) / ((LargestRelativeResidual * Math.Abs(values[c])) + floor);
        });
        int failed = Array.FindIndex(worst, error => !(error <= 1));
        if (failed >= 0)
        {
            throw new SolverException(
                $"its eigenpair {failed}, {values[failed]:g4}, leaves a residual {worst[failed]:g3} times above what is allowed");
        }
    }
}
