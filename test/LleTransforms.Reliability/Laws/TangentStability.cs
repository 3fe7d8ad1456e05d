using LleTransforms.Features;
using LleTransforms.LocalGeometry;
using MathNet.Numerics.LinearAlgebra;

namespace LleTransforms.Reliability.Laws;

/// <summary>How far the rounding of rows may turn the tangent spaces from which a method takes its geometry.</summary>
/// <remarks>
/// Wedin 1972 ("Perturbation bounds in connection with singular value decomposition", BIT 12): a change E of a neighbourhood's k x D
/// matrix turns its first d left singular vectors by at most |E| over the gap behind the d-th singular value. A flat sheet that is wavy by
/// 1e-6 has a third direction, which rounding turns anywhere. Where a neighbourhood has no d-th direction, the method takes those it has.
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
        fit.Method is not (LleMethod.Hessian or LleMethod.LocalTangentSpaceAlignment or LleMethod.LinearLocalTangentSpaceAlignment)
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
        int d = fit.NumberOfComponents;
        int columnCount = problem.Rows.NumberOfColumns;
        Vector<double> lengths = SingularValues(problem.Rows, problem.Neighbors.AsSpan(row * k, k));
        if (d > lengths.Count || !Counts(lengths[d - 1], lengths[0]))
        {
            return 0;
        }

        double behind = d < lengths.Count ? lengths[d] : 0;
        return Math.Sqrt(k * columnCount) * rounding / (lengths[d - 1] - behind);
    }

    private static bool Counts(double length, double longest) =>
        length * length > TangentCoordinates.NegligibleVariance * longest * longest;

    private static Vector<double> SingularValues(CenteredFeatures rows, ReadOnlySpan<int> neighbors)
    {
        var table = Matrix<double>.Build.Dense(neighbors.Length, rows.NumberOfColumns);
        for (int j = 0; j < neighbors.Length; j++)
        {
            ReadOnlySpan<float> values = rows.Row(neighbors[j]);
            for (int c = 0; c < values.Length; c++)
            {
                table[j, c] = values[c];
            }
        }

        Vector<double> means = table.ColumnSums() / neighbors.Length;
        table.MapIndexedInplace((_, c, value) => value - means[c]);
        return table.Svd(computeVectors: false).S;
    }
}
