using LleTransforms.Features;
using LleTransforms.Running;

namespace LleTransforms.Neighbors.Dense;

/// <summary>Axes of a <see cref="PrincipalFilter"/>. Any rows of the same columns may use them; how well they fit decides its cost
/// alone.</summary>
/// <param name="Values">Nearly orthonormal directions, row-major.</param>
/// <param name="Departure">The Frobenius norm of axes x axes^T - I.</param>
internal sealed record FilterAxes(float[] Values, double Departure)
{
    /// <summary>Axes of some rows, as many as a search among them takes.</summary>
    public static FilterAxes Of(CenteredFeatures features, RunContext context) =>
        Of(features, DenseSearch.AxisCountFor(features.NumberOfColumns), context);

    /// <summary>At most so many axes of some rows.</summary>
    public static FilterAxes Of(CenteredFeatures features, int axisCount, RunContext context)
    {
        float[] values = PrincipalAxes.Find(features, axisCount, context, out double departure);
        return new FilterAxes(values, departure);
    }
}
