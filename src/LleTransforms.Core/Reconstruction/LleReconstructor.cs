using LleTransforms.Features;
using LleTransforms.Model;
using LleTransforms.Reconstruction;
using LleTransforms.Running;

namespace LleTransforms;

/// <summary>The way back from an embedding: gives features for a point of it.</summary>
/// <remarks>Immutable, and safe for any number of threads. It holds the model's rows, and a search of their coordinates.</remarks>
/// <threadsafety instance="true"/>
public sealed class LleReconstructor
{
    private const int PointsInStep = 64;

    private readonly IReconstruction _rule;
    private readonly FeatureScaling _scaling;

    internal LleReconstructor(LleModelContent content, TrainingRowNumbers numbers, LleReconstructionOptions? options)
    {
        options ??= new LleReconstructionOptions();
        options.Validate();
        if (content.Metric == LleMetric.Precomputed)
        {
            throw new InvalidOperationException(
                "The model was fitted on distances (Metric is Precomputed), which tell nothing of features; there is no way back to them.");
        }

        (NumberOfComponents, _scaling, FeatureNames) = (content.NumberOfComponents, content.Scaling, content.FeatureNames);
        _rule = content.Projection is { } projection
            ? new ProjectionReconstruction(projection, content.Scaling)
            : new NeighborReconstruction(content, numbers, options);
    }

    /// <summary>The number of coordinates of a point, d.</summary>
    public int NumberOfComponents { get; }

    /// <summary>The number of features of a row, D.</summary>
    public int NumberOfFeatures => _scaling.NumberOfColumns;

    /// <summary>The names of the features, where the model knows them; else null.</summary>
    public IReadOnlyList<string>? FeatureNames { get; }

    /// <summary>Gives the features of one point.</summary>
    /// <param name="coordinates">d coordinates. A value that is not finite gives NaN in all features.</param>
    /// <param name="features">Receives D features, in the units of those that were fitted.</param>
    /// <exception cref="ArgumentException">A length is wrong.</exception>
    public LleReconstructedPoint Reconstruct(ReadOnlySpan<float> coordinates, Span<double> features)
    {
        if (coordinates.Length != NumberOfComponents)
        {
            throw new ArgumentException(
                $"The point has {coordinates.Length} coordinates, but the model's have {NumberOfComponents}.", nameof(coordinates));
        }

        if (features.Length != NumberOfFeatures)
        {
            throw new ArgumentException(
                $"There is room for {features.Length} features, but the model's rows have {NumberOfFeatures}.", nameof(features));
        }

        foreach (float coordinate in coordinates)
        {
            if (!float.IsFinite(coordinate))
            {
                features.Fill(double.NaN);
                return new LleReconstructedPoint(-1, double.NaN, IsOutside: true);
            }
        }

        return _rule.Reconstruct(coordinates, features);
    }

    /// <summary>Gives the features of many points, to the same bits as one by one, on several threads.</summary>
    /// <param name="coordinates">Rows of d coordinates.</param>
    /// <param name="progress">Hears how many points are done; or null.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <exception cref="ArgumentException">The rows have another number of coordinates than the model's.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public LleReconstruction Reconstruct(
        FeatureMatrix coordinates, IProgress<LleProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(coordinates);
        var context = new FitContext(progress, null, cancellationToken);
        return RunContext.Unwrap(() => ReconstructAll(coordinates, context));
    }

    private LleReconstruction ReconstructAll(FeatureMatrix coordinates, FitContext context)
    {
        int count = coordinates.NumberOfRows;
        float[] values = FeatureMatrixBuilder.Allocate(count, NumberOfFeatures);
        var points = new LleReconstructedPoint[count];

        // What double precision has beyond single lies in differences from the mean, as in a table that is read.
        double[]? offset = _scaling.Offset is null ? null : _scaling.Center;
        Parallel.For(0, (count + PointsInStep - 1) / PointsInStep, context.Parallelism, step =>
        {
            double[] features = new double[NumberOfFeatures];
            for (int row = step * PointsInStep; row < Math.Min(count, (step + 1) * PointsInStep); row++)
            {
                points[row] = Reconstruct(coordinates.Row(row), features);
                for (int c = 0; c < features.Length; c++)
                {
                    values[((long)row * features.Length) + c] = (float)(features[c] - (offset?[c] ?? 0));
                }
            }
        });
        context.Report(LlePhase.Placement, count, count);
        return new LleReconstruction(new FeatureMatrix(values, count, NumberOfFeatures, offset), points);
    }
}
