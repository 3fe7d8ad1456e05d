using LleTransforms.Features;
using LleTransforms.LocalGeometry;
using LleTransforms.Methods;
using LleTransforms.Model;
using LleTransforms.Neighbors;
using LleTransforms.Placement;
using LleTransforms.Running;

namespace LleTransforms.Reconstruction;

/// <summary>
/// Gives a point the weighted sum of the features of the training rows that are nearest in the embedding. The weights are those by which
/// their coordinates stand for the point. A point equal to a training row's has that row's features.
/// </summary>
/// <remarks>
/// Saul &amp; Roweis 2003 ("Think globally, fit locally", JMLR 4), section 6.1: coordinates and features change places in the
/// mapping of unseen rows. Cost: one neighbour search in d columns, k^2 d and k^3 for the weights, and k D.
/// </remarks>
internal sealed class NeighborReconstruction : IReconstruction
{
    /// <summary>The ridge of the hull's problem: so small that the nearest point of the hull moves by less than the tolerance.</summary>
    private const double HullRidge = 1e-10;

    /// <summary>The squared distance to the hull, as a share of the neighbours' mean squared distance, up to which a point is
    /// inside.</summary>
    private const double HullTolerance = 1e-6;

    private readonly CenteredFeatures _features;
    private readonly CenteredFeatures _coordinates;
    private readonly TrainingRowNumbers _numbers;
    private readonly INeighborSearch _search;
    private readonly ScratchPool<Scratch> _scratch;

    public NeighborReconstruction(LleModelContent content, TrainingRowNumbers numbers, LleReconstructionOptions options)
    {
        FittedRows rows = content.Rows!;
        int d = content.NumberOfComponents;
        int held = rows.Features.NumberOfRows;
        float[] coordinates = new float[held * d];
        for (int i = 0; i < coordinates.Length; i++)
        {
            // As they are given away, so that a point that was given away is known again.
            coordinates[i] = BatchPlacement.ToSingle(rows.Embedding[i]);
        }

        var context = new FitContext();
        _features = rows.Features;
        _coordinates = CenteredFeatures.Create(FeatureMatrix.FromRowMajor(coordinates, held, d), context);
        _numbers = numbers;
        _search = NeighborSearches.Create(_coordinates, LleNeighborSearch.Auto, LleMetric.Euclidean, null, context);
        int k = Math.Min(options.NumberOfNeighbors, held);
        _scratch = new ScratchPool<Scratch>(() => new Scratch(k, d, _features, WeightsOf(options, k, d)));
    }

    public LleReconstructedPoint Reconstruct(ReadOnlySpan<float> coordinates, Span<double> features)
    {
        Scratch scratch = _scratch.Rent();
        _coordinates.Scaling.Map(coordinates, scratch.Point);
        _search.FindNearest(scratch.Point, scratch.Neighbors, scratch.SquaredDistances);
        int nearest = scratch.Neighbors[0];
        bool isFitted = scratch.SquaredDistances[0] == 0;
        if (isFitted)
        {
            scratch.Weights.AsSpan().Clear();
            scratch.Weights[0] = 1;
        }
        else
        {
            scratch.Rule.Solve(scratch.Point, _coordinates, scratch.Neighbors, scratch.Weights);
        }

        Combine(scratch, features);
        bool isOutside = !isFitted && IsOutside(scratch);
        double distance = Math.ScaleB(Math.Sqrt(scratch.SquaredDistances[0]), _coordinates.ScaleExponent);
        _scratch.Return(scratch);
        return new LleReconstructedPoint(_numbers.FirstOf(nearest), distance, isOutside);
    }

    private static IRowWeights WeightsOf(LleReconstructionOptions options, int k, int d) =>
        options.Rule == LleReconstructionRule.LocalAffine
            ? new LocalAffineWeights(k, d, options.Regularization)
            : new BarycentricWeights(k, d, options.Regularization);

    private void Combine(Scratch scratch, Span<double> features)
    {
        features.Clear();
        for (int j = 0; j < scratch.Neighbors.Length; j++)
        {
            double weight = scratch.Weights[j];
            if (weight == 0)
            {
                continue;
            }

            ReadOnlySpan<float> row = _features.Row(scratch.Neighbors[j], scratch.Row);
            for (int c = 0; c < features.Length; c++)
            {
                features[c] += weight * row[c];
            }
        }

        double unit = Math.ScaleB(1, _features.ScaleExponent);
        for (int c = 0; c < features.Length; c++)
        {
            features[c] = _features.Center[c] + (unit * features[c]);
        }
    }

    /// <summary>Whether the nearest mixture of the neighbours' coordinates misses the point.</summary>
    private bool IsOutside(Scratch scratch)
    {
        scratch.Hull.Solve(scratch.Point, _coordinates, scratch.Neighbors, scratch.Shares);
        double missed = 0;
        for (int c = 0; c < scratch.Point.Length; c++)
        {
            double difference = 0;
            for (int j = 0; j < scratch.Neighbors.Length; j++)
            {
                difference += scratch.Shares[j] * ((double)_coordinates.Row(scratch.Neighbors[j])[c] - scratch.Point[c]);
            }

            missed += difference * difference;
        }

        double meanSquared = 0;
        foreach (double squared in scratch.SquaredDistances)
        {
            meanSquared += squared / scratch.SquaredDistances.Length;
        }

        return missed > HullTolerance * meanSquared;
    }

    private sealed class Scratch(int neighborCount, int componentCount, CenteredFeatures features, IRowWeights rule)
    {
        public float[] Point { get; } = new float[componentCount];

        public int[] Neighbors { get; } = new int[neighborCount];

        public double[] SquaredDistances { get; } = new double[neighborCount];

        public double[] Weights { get; } = new double[neighborCount];

        public double[] Shares { get; } = new double[neighborCount];

        public IRowWeights Rule { get; } = rule;

        public ConvexWeights Hull { get; } = new(neighborCount, componentCount, HullRidge);

        /// <summary>For <see cref="CenteredFeatures.Row(int, float[])"/>.</summary>
        public float[] Row { get; } = features.RowScratch();
    }
}
