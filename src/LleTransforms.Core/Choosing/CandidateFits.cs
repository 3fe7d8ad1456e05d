using LleTransforms.Features;
using LleTransforms.Fitting;
using LleTransforms.LinearAlgebra;
using LleTransforms.Model;
using LleTransforms.Neighbors;
using LleTransforms.Placement;
using LleTransforms.Quality;
using LleTransforms.Running;

namespace LleTransforms.Choosing;

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
    private readonly FitPlan _plan;
    private readonly NeighborGraph _widest;
    private readonly TrustworthinessCriterion _criterion;
    private readonly FitContext _context;

    private CandidateFits(FeatureMatrix rows, PreparedRows prepared, FitPlan plan, FitContext context)
    {
        _rows = rows;
        _distinct = prepared.Distinct;
        _plan = plan;
        _widest = FitPipeline.FindNeighbors(prepared, plan, context).Graph;
        _criterion = new TrustworthinessCriterion(RowDistances.Of(rows, IsOfDistances(plan.Metric), context), context);
        _context = context;
    }

    /// <summary>The distinct rows of a table in the order of their first occurrence, or a seeded sample of them.</summary>
    /// <param name="features">The table.</param>
    /// <param name="distinct">For each distinct row the first row that is equal to it.</param>
    /// <param name="largestSampleSize">The most rows of the sample.</param>
    /// <param name="seed">Draws it.</param>
    /// <param name="metric">Tells whether the columns are the rows, of which some are left out with them.</param>
    public static FeatureMatrix SampleDistinct(
        FeatureMatrix features, int[] distinct, int largestSampleSize, int seed, LleMetric metric = LleMetric.Euclidean)
    {
        int size = Math.Min(largestSampleSize, distinct.Length);
        if (size == features.NumberOfRows)
        {
            return features.Widen();
        }

        int columnCount = features.NumberOfColumns;
        int[] chosen = AnchorRows.Choose(distinct.Length, size, seed);
        if (IsOfDistances(metric))
        {
            return DistanceTable.Restrict(features, Array.ConvertAll(chosen, row => distinct[row]));
        }

        float[] values = FeatureMatrixBuilder.Allocate(size, columnCount);
        for (int row = 0; row < size; row++)
        {
            features.CopyStoredRow(distinct[chosen[row]], values.AsSpan(row * columnCount, columnCount));
        }

        return new FeatureMatrix(values, size, columnCount, features.Offset);
    }

    /// <param name="distinctRows">The rows to fit.</param>
    /// <param name="plan">What every fit does; its number of neighbours is the largest that will be tried.</param>
    /// <param name="context">Threads and cancellation.</param>
    public static CandidateFits Prepare(FeatureMatrix distinctRows, FitPlan plan, FitContext context)
    {
        LleMetric kept = IsOfDistances(plan.Metric) ? plan.Metric : LleMetric.Euclidean;
        return new CandidateFits(distinctRows, PreparedRows.Of(distinctRows, kept, context), plan, context);
    }

    private static bool IsOfDistances(LleMetric metric) => metric == LleMetric.Precomputed;

    /// <summary>Fits with one k and measures the embedding at one neighbourhood size.</summary>
    public NumberOfNeighborsCandidate Try(int neighborCount, int neighborhoodSize)
    {
        try
        {
            var neighbors = new FoundNeighbors(_widest.Nearest(neighborCount), null);
            FitResult result = RunContext.Unwrap(
                () => FitPipeline.FromNeighbors(_distinct, neighbors, _plan with { NumberOfNeighbors = neighborCount }, _context));
            LleModelContent fitted = result.Content;
            double trustworthiness = _criterion.Measure(EmbeddingOf(fitted), neighborhoodSize, _context);
            return new NumberOfNeighborsCandidate(
                neighborCount, trustworthiness, fitted.PartSizes.Length, fitted.Eigenvalues.Sum(), Failure: null)
            {
                Participation = result.Participation!,
            };
        }
        catch (Exception failure) when (failure is InvalidOperationException or ArgumentException or ArithmeticException
            or SolverException or InsufficientMemoryException)
        {
            // One k cannot be fitted where its graph falls apart, a solver gives up or memory is too small. That says nothing
            // against the others.
            return new NumberOfNeighborsCandidate(neighborCount, double.NaN, 0, double.NaN, failure);
        }
    }

    private FeatureMatrix EmbeddingOf(LleModelContent fitted)
    {
        int componentCount = fitted.NumberOfComponents;
        if (fitted.Projection is { } projection)
        {
            return BatchPlacement.Apply(_rows, fitted.Scaling, projection, componentCount, _context);
        }

        FittedRows held = fitted.Rows!;
        float[] values = FeatureMatrixBuilder.Allocate(_rows.NumberOfRows, componentCount);
        for (int row = 0; row < _rows.NumberOfRows; row++)
        {
            int source = (held.DistinctIndex?[row] ?? row) * componentCount;
            for (int component = 0; component < componentCount; component++)
            {
                values[(row * componentCount) + component] = (float)held.Embedding[source + component];
            }
        }

        return FeatureMatrix.FromRowMajor(values, _rows.NumberOfRows, componentCount);
    }
}
