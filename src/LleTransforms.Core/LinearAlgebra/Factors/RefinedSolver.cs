using LleTransforms.LinearAlgebra.Dense;
using LleTransforms.Running;

namespace LleTransforms.LinearAlgebra.Factors;

/// <summary>
/// Solves with stored factors of a bordered or shifted matrix and refines until the residual is at rounding level.
/// Higham, "Accuracy and Stability of Numerical Algorithms", 2nd ed. (2002), chapter 12: fixed-precision refinement gives a small backward
/// error even after static pivoting. Cost of a pass: one solve and one product.
/// </summary>
internal sealed class RefinedSolver : IFactorSolver
{
    private const int MaximumPasses = 5;
    private const double Sufficient = 1e-15;
    private const double Acceptable = 1e-12;

    /// <summary>A first solve with a backward error of at most this is a sign that the factors are good.</summary>
    private const double WellBelow = 0.25 * Sufficient;
    private const int SolvesToTrust = 2;
    private const int SolvesBetweenLooks = 8;

    private readonly FactoredMatrix _matrix;
    private readonly SupernodalFactor<double> _factor;
    private readonly double _norm;
    private readonly ColumnBlock _rightSide;
    private readonly ColumnBlock _residual;
    private readonly int[] _solves = new int[2];
    private readonly int[] _goodSolves = new int[2];

    /// <param name="matrix">What is solved with.</param>
    /// <param name="factor">Its factors.</param>
    public RefinedSolver(FactoredMatrix matrix, SupernodalFactor<double> factor)
    {
        _matrix = matrix;
        _factor = factor;
        _norm = matrix.Norm();
        _rightSide = new ColumnBlock(matrix.Matrix.NumberOfRows);
        _residual = new ColumnBlock(matrix.Matrix.NumberOfRows);
    }

    public void Solve(ColumnBlock block, bool transposed, RunContext context, double[]? scales = null)
    {
        int direction = transposed ? 1 : 0;
        if (++_solves[direction] % SolvesBetweenLooks != 0 && _goodSolves[direction] >= SolvesToTrust)
        {
            _factor.Solve(block, transposed, context);
            return;
        }

        block.Values.CopyTo(_rightSide.Values, 0);
        double[] rightNorms = _rightSide.Norms(context);
        _factor.Solve(block, transposed, context);
        double previous = double.PositiveInfinity;
        for (int pass = 0; ; pass++)
        {
            _matrix.Residual(block, transposed, _rightSide, _residual, context);
            double error = BackwardError(block, rightNorms, context);
            bool stalled = !(error < 0.25 * previous);
            _goodSolves[direction] = pass == 0 && error <= WellBelow ? _goodSolves[direction] + 1 : 0;
            if (error <= Sufficient || pass == MaximumPasses || (stalled && pass > 0))
            {
                if (!(error <= Acceptable))
                {
                    throw new SolverException(
                        $"refinement of the direct solve stopped at a backward error of {error:g3}, where {Acceptable:g1} is needed");
                }

                return;
            }

            previous = error;
            _factor.Solve(_residual, transposed, context);
            block.Add(_residual, context);
        }
    }

    private double BackwardError(ColumnBlock block, double[] rightNorms, RunContext context)
    {
        double[] residualNorms = _residual.Norms(context);
        double[] solutionNorms = block.Norms(context);
        double worst = 0;
        for (int c = 0; c < ColumnBlock.Width; c++)
        {
            double scale = (_norm * solutionNorms[c]) + rightNorms[c];

            // A solution of NaN makes the scale NaN, and so the error.
            double error = scale == 0 ? 0 : residualNorms[c] / scale;
            worst = Math.Max(worst, error);
        }

        return worst;
    }
}
