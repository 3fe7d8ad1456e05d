using LleTransforms.LinearAlgebra.Dense;
using LleTransforms.Running;

namespace LleTransforms.LinearAlgebra.Factors;

/// <summary>
/// Solves with factors in single precision, and refines in double until a residual is as small as it is asked to be. Langou and others,
/// "Exploiting the performance of 32 bit floating point arithmetic in obtaining 64 bit accuracy", SC 2006. Higham, "Accuracy and Stability
/// of Numerical Algorithms", 2nd ed. (2002), chapter 12. A pass takes off some two digits, fewer where the condition is worse. Cost of a
/// pass: one solve and one product.
/// </summary>
/// <param name="matrix">What is solved with.</param>
/// <param name="factor">Its factors.</param>
/// <param name="tolerance">The largest residual of a solve, as a part of its scale.</param>
internal sealed class SinglePrecisionSolver(FactoredMatrix matrix, SupernodalFactor<float> factor, double tolerance) : IFactorSolver
{
    private const int MaximumPasses = 12;

    /// <summary>A pass that leaves more than this part of a residual will not be followed by better ones.</summary>
    private const double Stalled = 0.5;

    private readonly ColumnBlock _rightSide = new(matrix.Matrix.NumberOfRows);
    private readonly ColumnBlock _residual = new(matrix.Matrix.NumberOfRows);

    public void Solve(ColumnBlock block, bool transposed, RunContext context, double[]? scales = null)
    {
        block.Values.CopyTo(_rightSide.Values, 0);
        scales ??= _rightSide.Norms(context);
        factor.Solve(block, transposed, context);
        double previous = double.PositiveInfinity;
        for (int pass = 0; ; pass++)
        {
            matrix.Residual(block, transposed, _rightSide, _residual, context);
            double left = _residual.LargestNorm(scales, context);
            if (left <= tolerance)
            {
                return;
            }

            // A residual that is not a number has not become smaller.
            if (pass == MaximumPasses || !(left <= Stalled * previous))
            {
                throw new SolverException(
                    $"refinement of a solve in single precision stopped at a residual of {left:g3}, where {tolerance:g1} is needed");
            }

            previous = left;
            factor.Solve(_residual, transposed, context);
            block.Add(_residual, context);
        }
    }
}
