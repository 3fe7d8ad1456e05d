using LleTransforms.Features;
using LleTransforms.LinearAlgebra;
using LleTransforms.Neighbors;
using LleTransforms.Running;

namespace LleTransforms.Quality;

/// <summary>Fits the same distinct rows with one number of neighbours after another, from one neighbour graph, and measures each
/// embedding.</summary>
/// <remarks>
/// Cost: the neighbour search for the largest k and the ranks of <see cref="TrustworthinessCriterion"/> once; for each k a fit from the
/// neighbour graph on. Not safe for several callers at once.
/// </remarks>
internal sealed class CandidateFits
{
    private readonly FeatureMatrix _rows;
    private readonly DistinctRows _distinct;
    private readonly NeighborGraph _widest;
    private readonly TrustworthinessCriterion _criterion;
    private readonly FitContext _context;

    private CandidateFits(FeatureMatrix rows, DistinctRows distinct, LleOptions options, FitContext context)
    {
        _rows = rows;
        _distinct = distinct;
        _widest = NeighborSearch.Create(distinct.Features, options.NeighborSearch, options.Metric, distinct.Representatives, context, options.Seed ?? 0)
            .FindGraph(options.NeighborCount, context);
        _criterion = new TrustworthinessCriterion(rows, context);
        _context = context;
    }

    /// <summary>The distinct rows of a table in the order of their first occurrence, or a seeded sample of them.</summary>
    public static FeatureMatrix SampleDistinct(FeatureMatrix features, int largestSampleSize, int seed, FitContext context)
    {
        int[] distinct = DistinctRows.Find(CenteredFeatures.Create(features, context), context).Representatives;
        int size = Math.Min(largestSampleSize, distinct.Length);
        if (size == features.RowCount)
        {
            return features.Widen();
        }

        int columnCount = features.ColumnCount;
        float[] values = FeatureMatrixBuilder.Allocate(size, columnCount);
        int[] chosen = AnchorRows.Choose(distinct.Length, size, seed);
        for (int row = 0; row < size; row++)
        {
            features.CopyRow(distinct[chosen[row]], values.AsSpan(row * columnCount, columnCount));
        }

        return new FeatureMatrix(values, size, columnCount, features.Offset);
    }

    /// <param name="distinctRows">The rows to fit.</param>
    /// <param name="options">The options of every fit; their number of neighbours is the largest that will be tried.</param>
    /// <param name="context">Threads and cancellation.</param>
    public static CandidateFits Prepare(FeatureMatrix distinctRows, LleOptions options, FitContext context) =>
        new(distinctRows, DistinctRows.Find(CenteredFeatures.Create(distinctRows, context), context), options, context);

    /// <summary>Fits with one k and measures the embedding at one neighbourhood size.</summary>
    public NeighborCountCandidate Try(int neighborCount, LleOptions options, int neighborhoodSize)
    {
        options.NumberOfNeighbors = neighborCount;
        try
        {
            LleModel model = RunContext.Unwrap(() => LleModel.FromContent(
                LocallyLinearEmbedding.FitGraph(_distinct, _widest.Nearest(neighborCount), options, _context), _context));
            double trustworthiness = _criterion.Measure(EmbeddingOf(model), neighborhoodSize, _context);
            return new NeighborCountCandidate(neighborCount, trustworthiness, model.ComponentSizes.Count, model.ReconstructionError, Failure: null);
        }
        catch (Exception failure) when (failure is InvalidOperationException or ArgumentException or ArithmeticException or SolverException)
        {
            // One k that cannot be fitted, by a graph that falls apart or a solver that gives up, says nothing against the others.
            return new NeighborCountCandidate(neighborCount, double.NaN, 0, double.NaN, failure.Message);
        }
    }

    private FeatureMatrix EmbeddingOf(LleModel model)
    {
        if (!model.HoldsTrainingRows)
        {
            return model.Transform(_rows, progress: null, _context.Cancellation);
        }

        int componentCount = model.NumberOfComponents;
        float[] values = FeatureMatrixBuilder.Allocate(_rows.RowCount, componentCount);
        for (int row = 0; row < _rows.RowCount; row++)
        {
            ReadOnlySpan<double> coordinates = model.Coordinates(row);
            for (int component = 0; component < componentCount; component++)
            {
                values[row * componentCount + component] = (float)coordinates[component];
            }
        }

        return FeatureMatrix.FromRowMajor(values, _rows.RowCount, componentCount);
    }
}
