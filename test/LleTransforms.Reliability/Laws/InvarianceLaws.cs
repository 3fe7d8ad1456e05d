using MathNet.Numerics.LinearAlgebra;

namespace LleTransforms.Reliability.Laws;

/// <summary>
/// What a motion of all rows does to an embedding. Where eigenvalues lie close together a rounding may turn the embedding within their
/// space, so what is compared is its cost in the rows' own alignment matrix, which no turning changes. A motion that changes who is whose
/// neighbour, as rounding does where distances tie, is not compared. Nor is one whose rounding turns a tangent space.
/// </summary>
internal static class InvarianceLaws
{
    private const double LargestRelativeChange = 0.02;

    /// <summary>Of the norm of M.</summary>
    private const double LargestChange = 1e-8;

    public static LawVerdict KeepsCostWhenTranslated(FitCase fit) => KeepsCost(fit, Snap, row => Translate(Snap(row)), isRounded: false);

    public static LawVerdict KeepsCostWhenRotated(FitCase fit) => KeepsCost(fit, row => row, Rotate, isRounded: true);

    private static double[] Translate(double[] row) => [.. row.Select((value, c) => value + (c % 2 == 0 ? 50 : -30))];

    /// <summary>A quarter of a turn and a bit in each plane of two columns that follow each other.</summary>
    private static double[] Rotate(double[] row)
    {
        double[] turned = [.. row];
        (double sine, double cosine) = Math.SinCos(1.9);
        for (int c = 0; c + 1 < turned.Length; c++)
        {
            (turned[c], turned[c + 1]) = ((cosine * turned[c]) - (sine * turned[c + 1]), (sine * turned[c]) + (cosine * turned[c + 1]));
        }

        return turned;
    }

    /// <summary>Single precision would round rows that are moved away, and the projection of a linear method enlarges that without
    /// bound. Multiples of this keep every bit when they are translated.</summary>
    private static double[] Snap(double[] row) => [.. row.Select(value => Math.ScaleB(Math.Round(Math.ScaleB(value, 17)), -17))];

    private static LawVerdict KeepsCost(FitCase fit, Func<double[], double[]> still, Func<double[], double[]> motion, bool isRounded)
    {
        // An angle from the origin is no invariant of a translation, and a tiny ridge lets rounding choose among equal weights.
        FeatureMatrix features = fit.Features(still);
        FeatureMatrix moved = fit.Features(motion);
        if (fit.Metric == LleMetric.Cosine || fit.Regularization < 1e-6
            || fit.TryFit(features) is not LleModel model
            || FitProblem.Find(fit, features) is not FitProblem problem || FitProblem.Find(fit, moved) is not FitProblem other
            || !problem.Neighbors.SequenceEqual(other.Neighbors) || fit.TryFit(moved) is not LleModel movedModel)
        {
            return LawVerdict.DoesNotApply;
        }

        double rounding = TangentStability.RoundingOf(features, moved, problem.Rows);
        if (isRounded && !(TangentStability.IsGiven(fit, problem, rounding) && TangentStability.IsGiven(fit, other, rounding)))
        {
            return LawVerdict.DoesNotApply;
        }

        Matrix<double> y = other.UnitCoordinates(movedModel);
        double cost = (y.TransposeThisAndMultiply(problem.Alignment) * y).Trace();
        double change = Math.Abs(cost - model.ReconstructionError);
        return LawVerdict.Of(
            change <= (LargestRelativeChange * model.ReconstructionError) + (LargestChange * problem.Norm),
            $"cost {model.ReconstructionError:E4}, after the motion {cost:E4}");
    }
}
