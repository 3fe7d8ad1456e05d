using System.Numerics.Tensors;
using LleTransforms.Alignment;
using LleTransforms.Eigen;
using LleTransforms.Features;
using LleTransforms.Neighbors;
using LleTransforms.Placement;
using LleTransforms.Quality;
using LleTransforms.Running;

namespace LleTransforms.Fitting;

/// <summary>Fits the linear methods, whose whole result is a projection.</summary>
internal static class LinearFit
{
    /// <returns>The projection, scaled to unit variance per column over the rows, signs fixed; the eigenvalues; and the rows' coordinates,
    /// row-major.</returns>
    public static (LinearProjection Projection, double[] Eigenvalues, double[] Coordinates) Fit(
        CenteredFeatures features, NeighborGraph graph, FitPlan plan, FitContext context)
    {
        AlignmentMatrix alignment = plan.Variant.Align(features, graph, 0, plan.Geometry, context);
        LinearAlignment solution = LinearAlignment.Solve(features, alignment, plan.NumberOfComponents, context);
        LinearProjection projection = ProjectionOf(solution, features);
        double[] coordinates = Apply(projection, features, context);
        double[] eigenvalues = solution.Eigenvalues;
        if (plan.MinimumParticipation > 0)
        {
            int[] chosen = WideCoordinates.Choose(plan.NumberOfComponents, plan.MinimumParticipation, Shares(), count =>
            {
                solution = LinearAlignment.Solve(features, alignment, count, context, orFewer: true);
                projection = ProjectionOf(solution, features);
                coordinates = Apply(projection, features, context);
                return Shares();
            }, context);
            eigenvalues = Array.ConvertAll(chosen, c => solution.Eigenvalues[c]);
            projection = projection.Select(chosen);
            coordinates = Apply(projection, features, context);
        }

        context.Report(LlePhase.Eigenvectors, plan.NumberOfComponents, plan.NumberOfComponents);
        return (FixSigns(projection, coordinates), eigenvalues, coordinates);

        double[] Shares() => Array.ConvertAll(
            ParticipationRatio.Of(coordinates, projection.NumberOfComponents), rows => rows / features.NumberOfRows);
    }

    private static LinearProjection ProjectionOf(LinearAlignment solution, CenteredFeatures features)
    {
        double[] axes = solution.Axes.Values;
        TensorPrimitives.Multiply(axes, Math.Sqrt(features.NumberOfRows), axes);
        return LinearProjection.Of(axes, solution.Mean);
    }

    /// <summary>The rows' coordinates, row-major.</summary>
    private static double[] Apply(LinearProjection projection, CenteredFeatures features, FitContext context)
    {
        int d = projection.NumberOfComponents;
        double[] coordinates = new double[(long)features.NumberOfRows * d];
        Parallel.For(0, features.NumberOfRows, context.Parallelism, row =>
            projection.Place(features.Row(row), coordinates.AsSpan(row * d, d)));
        return coordinates;
    }

    private static LinearProjection FixSigns(LinearProjection projection, double[] coordinates)
    {
        double[] largest = new double[projection.NumberOfComponents];
        for (int i = 0; i < coordinates.Length; i++)
        {
            ref double found = ref largest[i % largest.Length];
            found = Math.Abs(coordinates[i]) > Math.Abs(found) ? coordinates[i] : found;
        }

        return projection.Scale([.. largest.Select(value => value < 0 ? -1.0 : 1.0)]);
    }
}
