using LleTransforms.Features;
using LleTransforms.LocalGeometry;
using MathNet.Numerics.LinearAlgebra;

namespace LleTransforms.Reliability.Laws;

/// <summary>How far the rounding of rows may turn the tangent spaces from which a method takes its geometry.</summary>
/// <remarks>
/// Wedin 1972 ("Perturbation bounds in connection with singular value decomposition", BIT 12): a change E of a neighbourhood's k x D
/// matrix turns its first d left singular vectors by at most |E| over the gap behind the d-th singular value. A flat sheet that is wavy by
/// 1e-6 has a third direction, which rounding turns anywhere. Where a neighbourhood has no d-th direction, the method takes those it has.
/// Modified LLE takes its directions about the row and not about the neighbours' mean. It takes as many as the variance asks for, at least
/// d, so none that counts may be as thin.
/// </remarks>
internal static class TangentStability
{
    /// <summary>The largest sine at which costs compare. A cost that is all but zero grows by the square of what the turn is, and that is
    /// far smaller, since the errors of many values do not all point one way.</summary>
    private const double LargestTurn = 1e-3;

    /// <summary>Whether a method takes nothing from tangent spaces, or takes it from such as rounding leaves alone.</summary>
    /// <param name="fit">The case.</param>
    /// <param name="problem">Its rows and neighbourhoods.</param>
    /// <param name="rounding">What a value may be wrong by, in the units of the problem's rows.</param>
    public static bool IsGiven(FitCase fit, FitProblem problem, double rounding) =>
        fit.Method is not (LleMethod.Modified or LleMethod.Hessian
            or LleMethod.LocalTangentSpaceAlignment or LleMethod.LinearLocalTangentSpaceAlignment)
            || Enumerable.Range(0, problem.Rows.NumberOfRows).All(row => Turn(fit, problem, row, rounding) <= LargestTurn);

    /// <summary>What single precision may make of two tables of the same shape, in the units of the rows. Each is rounded by its maker, and
    /// once more when it is centred, which at most doubles its largest magnitude.</summary>
    public static double RoundingOf(FeatureMatrix features, FeatureMatrix moved, CenteredFeatures rows)
    {
        double largest = Math.Max(Largest(features), Largest(moved));
        return Math.ScaleB(2 * (1 + 2) * largest, -24 - rows.ScaleExponent);
    }

    private static double Largest(FeatureMatrix features) =>
        Enumerable.Range(0, features.NumberOfRows).Max(row => features.Row(row).ToArray().Max(Math.Abs));

    private static double Turn(FitCase fit, FitProblem problem, int row, double rounding)
    {
        int k = fit.NumberOfNeighbors;
        bool isModified = fit.Method == LleMethod.Modified;
        Vector<double> lengths = Lengths(problem, row, k, isCentered: !isModified);
        int rank = lengths.Count(length => length * length > TangentCoordinates.NegligibleVariance * lengths[0] * lengths[0]);
        int last = isModified ? rank : fit.NumberOfComponents;
        if (last > rank)
        {
            return 0;
        }

        double gap = lengths[last - 1] - (last < rank ? lengths[last] : 0);
        return Math.Sqrt(k * problem.Rows.NumberOfColumns) * rounding / gap;
    }

    /// <summary>The lengths of a neighbourhood along its directions, about the row or about the neighbours' mean.</summary>
    private static Vector<double> Lengths(FitProblem problem, int row, int k, bool isCentered)
    {
        ReadOnlySpan<float> origin = problem.Rows.Row(row);
        var table = Matrix<double>.Build.Dense(k, origin.Length);
        for (int j = 0; j < k; j++)
        {
            ReadOnlySpan<float> values = problem.Rows.Row(problem.Neighbors[(row * k) + j]);
            for (int c = 0; c < origin.Length; c++)
            {
                table[j, c] = (double)values[c] - origin[c];
            }
        }

        if (isCentered)
        {
            Vector<double> means = table.ColumnSums() / k;
            table.MapIndexedInplace((_, c, value) => value - means[c]);
        }

        return table.Svd(computeVectors: false).S;
    }
}
