using LleTransforms.Features;
using LleTransforms.Running;

namespace LleTransforms.Neighbors.Dense;

/// <summary>Finds the exact nearest rows of one query while reading only a short image of most rows.</summary>
/// <remarks>
/// <see cref="FilterImages"/> has the images and the bound on a distance that they give, with what rounding may hide. So no neighbour is
/// lost, and <see cref="SquaredDistance"/> has the last word. A query costs O(n m) for m axes, plus O(D) for each row the bound cannot
/// exclude.
/// </remarks>
internal sealed unsafe partial class PrincipalFilter
{
    private const double LargestError = 0.01;

    [ThreadStatic]
    private static float[]? _scratch;

    private readonly CenteredFeatures _features;
    private readonly BlockKernel _kernel;
    private readonly FilterImages _images;

    private PrincipalFilter(CenteredFeatures features, BlockKernel kernel, FilterImages images)
    {
        _features = features;
        _kernel = kernel;
        _images = images;
    }

    /// <summary>The axes of an image, its residual not counted.</summary>
    public int AxisCount => _images.AxisCount;

    /// <summary>A filter of given axes, or null where they are none or not orthonormal enough.</summary>
    public static PrincipalFilter? TryCreate(
        DenseRows rows, CenteredFeatures features, BlockKernel kernel, FilterAxes axes, RunContext context)
    {
        int found = axes.Values.Length / features.NumberOfColumns;
        double error = axes.Departure + (1.1 * Math.Sqrt(found) * BlockKernel.RelativeError(features.NumberOfColumns));
        return found == 0 || error > LargestError
            ? null
            : new PrincipalFilter(features, kernel, new FilterImages(rows, kernel, axes.Values, error, context));
    }

    /// <summary>The nearest rows of a query whose squared norm is given and moderate.</summary>
    public void FindNearest(ReadOnlySpan<float> query, double squaredNorm, Span<int> indices, Span<double> squaredDistances)
    {
        if (_scratch is null || _scratch.Length < _images.ScratchLength)
        {
            _scratch = new float[_images.ScratchLength];
        }

        fixed (float* scratch = _scratch)
        {
            _images.Score(query, squaredNorm, scratch);
            Decide(query, squaredNorm, scratch + _images.ScoreStart, double.PositiveInfinity, indices, squaredDistances);
        }
    }

    /// <summary>
    /// The same for a block of queries, whose images meet those of the fitted rows in one blocked product.
    /// </summary>
    /// <param name="queries">Rows, row-major.</param>
    /// <param name="squaredNorms">Their squared norms; a query whose norm is not moderate is left out.</param>
    /// <param name="excluded">The fitted rows that the queries are, which are left out, or none.</param>
    /// <param name="bounds">Squared distances of the queries beyond which rows may be left out, or none.</param>
    /// <param name="indices">Receives the nearest rows of each query.</param>
    /// <param name="squaredDistances">Receives their distances.</param>
    /// <param name="scratch">One thread's scratch.</param>
    /// <returns>How many distances were computed in full.</returns>
    public long FindNearestOfBlock(
        ReadOnlySpan<float> queries,
        ReadOnlySpan<double> squaredNorms,
        ReadOnlySpan<int> excluded,
        ReadOnlySpan<double> bounds,
        Span<int> indices,
        Span<double> squaredDistances,
        FilterScratch scratch)
    {
        int depth = _features.NumberOfColumns;
        int count = squaredNorms.Length;
        int neighborCount = indices.Length / count;
        long decided = 0;
        _images.Score(queries, squaredNorms, scratch);
        for (int query = 0; query < count; query++)
        {
            if (squaredNorms[query] < DenseSearch.LargestSquaredNorm)
            {
                float* own = scratch.Scores + ((long)query * scratch.ScoreStride);
                if (!excluded.IsEmpty)
                {
                    own[excluded[query]] = float.NegativeInfinity;
                }

                decided += Decide(
                    queries.Slice(query * depth, depth),
                    squaredNorms[query],
                    own,
                    bounds.IsEmpty ? double.PositiveInfinity : bounds[query],
                    indices.Slice(query * neighborCount, neighborCount),
                    squaredDistances.Slice(query * neighborCount, neighborCount));
            }
        }

        return decided;
    }

    /// <summary>Queries that lie near each other stand together. They measure the same rows in full, which then come from the processor's
    /// cache and not from memory.</summary>
    /// <param name="queries">The queries.</param>
    /// <param name="blockQueries">How many are worked on at once.</param>
    /// <param name="context">Threads and when to stop.</param>
    public int[] OrderOf(DenseRows queries, int blockQueries, RunContext context)
    {
        float[] coordinates = _images.FirstCoordinates(queries, out int width, context);
        return NearOrder.Of(coordinates, width, blockQueries, context);
    }

    public FilterScratch NewScratch(int queryCount) => _images.NewScratch(queryCount);

    private long Decide(
        ReadOnlySpan<float> query, double squaredNorm, float* scores, double bound, Span<int> indices, Span<double> squaredDistances)
    {
        if (bound < double.PositiveInfinity)
        {
            return DecideAbove(query, squaredNorm, scores, bound, indices, squaredDistances);
        }

        bound = BoundFromBestScores(query, scores, indices, squaredDistances);
        return indices.Length + DecideAbove(query, squaredNorm, scores, bound, indices, squaredDistances);
    }

    // The exact k-th distance among the k rows of the best scores bounds the k-th of all.
    private double BoundFromBestScores(ReadOnlySpan<float> query, float* scores, Span<int> indices, Span<double> distances)
    {
        int rowCount = _features.NumberOfRows;
        int width = _kernel.SliverWidth;
        var best = new NearestHeap(indices, distances);
        float floor = float.NegativeInfinity;
        for (int at = _kernel.NextSliverAtLeast(scores, 0, rowCount, floor); at < rowCount;
            at = _kernel.NextSliverAtLeast(scores, at + width, rowCount, floor))
        {
            int end = Math.Min(at + width, rowCount);
            for (int row = at; row < end; row++)
            {
                best.Offer(row, -scores[row]);
            }

            floor = best.IsFull ? -(float)best.Bound : floor;
        }

        double bound = 0;
        foreach (int row in indices)
        {
            bound = Math.Max(bound, SquaredDistance.Between(query, _features.Row(row)));
        }

        return bound;
    }

    private long DecideAbove(
        ReadOnlySpan<float> query, double squaredNorm, float* scores, double bound, Span<int> indices, Span<double> distances)
    {
        int rowCount = _features.NumberOfRows;
        int width = _kernel.SliverWidth;
        var nearest = new NearestHeap(indices, distances);
        long decided = 0;
        float floor = _images.Floor(squaredNorm, bound);
        for (int at = _kernel.NextSliverAtLeast(scores, 0, rowCount, floor); at < rowCount;
            at = _kernel.NextSliverAtLeast(scores, at + width, rowCount, floor))
        {
            int end = Math.Min(at + width, rowCount);
            for (int row = at; row < end; row++)
            {
                if (scores[row] >= floor)
                {
                    nearest.Offer(row, SquaredDistance.Between(query, _features.Row(row)));
                    decided++;
                }
            }

            if (nearest.Bound < bound)
            {
                bound = nearest.Bound;
                floor = _images.Floor(squaredNorm, bound);
            }
        }

        nearest.SortAndFill();
        return decided;
    }
}
