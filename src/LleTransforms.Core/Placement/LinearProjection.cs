using System.Numerics.Tensors;
using LleTransforms.Running;

namespace LleTransforms.Placement;

/// <summary>Places a row by one matrix product: y = P^T x + b. Training rows take part like any other, so they map to themselves.</summary>
/// <remarks>He et al. 2005, equation 9. Cost D d a row. Immutable.</remarks>
internal sealed class LinearProjection : IPlacement
{
    private const int RowsInStep = 128;

    /// <param name="axes">P^T, row-major: one row of D for each component.</param>
    /// <param name="intercept">b, d values.</param>
    public LinearProjection(double[] axes, double[] intercept)
    {
        Axes = axes;
        Intercept = intercept;
    }

    public double[] Axes { get; }

    public double[] Intercept { get; }

    public int NumberOfComponents => Intercept.Length;

    public INeighborExplainer? Explainer => null;

    private int NumberOfColumns => Axes.Length / Intercept.Length;

    /// <param name="axes">P^T, row-major: one row of D for each component.</param>
    /// <param name="mean">What is subtracted from a row first, D values.</param>
    public static LinearProjection Of(double[] axes, double[] mean)
    {
        double[] intercept = new double[axes.Length / mean.Length];
        for (int c = 0; c < intercept.Length; c++)
        {
            intercept[c] = -TensorPrimitives.Dot<double>(axes.AsSpan(c * mean.Length, mean.Length), mean);
        }

        return new LinearProjection(axes, intercept);
    }

    /// <summary>The projection with each component multiplied by a factor.</summary>
    public LinearProjection Scale(double[] factors) => new(
        [.. Axes.Select((value, i) => value * factors[i / NumberOfColumns])],
        [.. Intercept.Select((value, i) => value * factors[i])]);

    /// <summary>Some of the components, in the given order.</summary>
    public LinearProjection Select(int[] components) => new(
        [.. components.SelectMany(c => Axes[(c * NumberOfColumns)..((c + 1) * NumberOfColumns)])],
        Array.ConvertAll(components, c => Intercept[c]));

    public void Place(ReadOnlySpan<float> row, Span<double> coordinates)
    {
        for (int c = 0; c < coordinates.Length; c++)
        {
            ReadOnlySpan<double> axis = Axes.AsSpan(c * row.Length, row.Length);
            double sum = 0;
            for (int j = 0; j < row.Length; j++)
            {
                sum += axis[j] * row[j];
            }

            coordinates[c] = sum + Intercept[c];
        }
    }

    public void PlaceBlock(ReadOnlyMemory<float> rows, int count, Memory<double> coordinates, FitContext context) =>
        Parallel.For(0, (count + RowsInStep - 1) / RowsInStep, context.Parallelism, step =>
        {
            int start = step * RowsInStep;
            int end = Math.Min(count, start + RowsInStep);
            for (int row = start; row < end; row++)
            {
                Place(
                    rows.Span.Slice(row * NumberOfColumns, NumberOfColumns),
                    coordinates.Span.Slice(row * NumberOfComponents, NumberOfComponents));
            }
        });
}
