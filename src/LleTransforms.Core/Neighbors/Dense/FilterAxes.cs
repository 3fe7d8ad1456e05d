using LleTransforms.Features;
using LleTransforms.Running;

namespace LleTransforms.Neighbors.Dense;

/// <summary>Axes of a <see cref="PrincipalFilter"/>. Any rows of the same columns may use them; how well they fit decides its cost
/// alone.</summary>
/// <param name="Values">Nearly orthonormal directions, row-major.</param>
/// <param name="Departure">The Frobenius norm of axes x axes^T - I.</param>
internal sealed record FilterAxes(float[] Values, double Departure)
{
    /// <summary>Axes of some rows, as many as their filter takes.</summary>
    public static FilterAxes Of(CenteredFeatures features, RunContext context)
    {
        float[] values = PrincipalAxes.Find(features, DenseSearch.AxisCountFor(features.NumberOfColumns), context, out double departure);
        return new FilterAxes(values, departure);
    }
}
