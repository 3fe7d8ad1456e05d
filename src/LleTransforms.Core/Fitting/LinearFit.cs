using System.Numerics.Tensors;
using LleTransforms.Alignment;
using LleTransforms.Eigen;
using LleTransforms.Features;
using LleTransforms.Neighbors;
using LleTransforms.Placement;
using LleTransforms.Running;

namespace LleTransforms.Fitting;

/// <summary>Fits the linear methods, whose whole result is a projection.</summary>
internal static class LinearFit
{
    /// <returns>The projection, scaled to unit variance per column over the rows, signs fixed; and the eigenvalues.</returns>
    public static (LinearProjection Projection, double[] Eigenvalues) Fit(
        CenteredFeatures features, NeighborGraph graph, FitPlan plan, FitContext context)
    {
        AlignmentMatrix alignment = plan.Variant.Align(features, graph, 0, plan.Geometry, context);
        LinearAlignment solution = LinearAlignment.Solve(features, alignment, plan.NumberOfComponents, context);
        double[] axes = solution.Axes.Values;
        TensorPrimitives.Multiply(axes, Math.Sqrt(features.NumberOfRows), axes);
        context.Report(LlePhase.Eigenvectors, plan.NumberOfComponents, plan.NumberOfComponents);
        return (FixSigns(LinearProjection.Of(axes, solution.Mean), features), solution.Eigenvalues);
    }

    private static LinearProjection FixSigns(LinearProjection projection, CenteredFeatures features)
    {
        double[] largest = new double[projection.NumberOfComponents];
        double[] coordinates = new double[projection.NumberOfComponents];
        for (int row = 0; row < features.NumberOfRows; row++)
        {
            projection.Place(features.Row(row), coordinates);
            for (int c = 0; c < largest.Length; c++)
            {
                if (Math.Abs(coordinates[c]) > Math.Abs(largest[c]))
                {
                    largest[c] = coordinates[c];
                }
            }
        }

        return projection.Scale([.. largest.Select(value => value < 0 ? -1.0 : 1.0)]);
    }
}
