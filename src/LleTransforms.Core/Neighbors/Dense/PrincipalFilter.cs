using System.Runtime.CompilerServices;
using LleTransforms.Features;
using LleTransforms.Running;

namespace LleTransforms.Neighbors.Dense;

/// <summary>Finds the exact nearest rows of one query while reading only a short image of most rows.</summary>
/// <remarks>
/// Let Q have m orthonormal rows, y = Q a and r = |a - Q^T y|. Then a.b = y_a.y_b + (residuals' product) &lt;= y_a.y_b + r_a r_b. So the
/// image (y, r) of m + 1 values gives a lower bound on the squared distance, n_a + n_b - 2 (y_a.y_b + r_a r_b). This is the
/// partial-distance bound on principal axes with the residual's length added (cf. McNames 2001, "A fast nearest-neighbor algorithm based on
/// a principal axis search tree"). Rounding: with axes P, |P P^T - I| &lt;= E. The computed y is within q = E + 1.1 sqrt(m) gamma_D of Q a,
/// relative to |a|, and r is enlarged by what q may hide. The images' product is within e = 1.1 gamma_(m+1) + 2.1 q + 4u of a bound,
/// relative to |a||b|. So no neighbour is lost, and <see cref="SquaredDistance"/> has the last word. A query costs O(n m) plus O(D) for
/// each row the bound cannot exclude. Memory: 4 n (m + 2) bytes.
/// </remarks>
internal sealed unsafe partial class PrincipalFilter
{
    private const int BlockRows = 256;
    private const double LargestError = 0.01;
    private const int Elsewhere = int.MaxValue;

    [ThreadStatic]
    private static float[]? _scratch;

    private readonly CenteredFeatures _features;
    private readonly BlockKernel _kernel;
    private readonly int _axisCount;
    private readonly float[] _packedAxes;
    private readonly float[] _packedImages;
    private readonly float[] _halfNorms;
    private readonly double _projectionError;
    private readonly double _relativeError;
    private readonly double _absoluteError;

    private PrincipalFilter(
        DenseRows rows, CenteredFeatures features, BlockKernel kernel, FilterAxes axes, double projectionError, RunContext context)
    {
        _features = features;
        _kernel = kernel;
        Axes = axes;
        _axisCount = axes.Values.Length / features.NumberOfColumns;
        _projectionError = projectionError;
        _relativeError = (1.1 * BlockKernel.RelativeError(_axisCount + 1)) + (2.1 * projectionError) + (4 * Math.ScaleB(1, -24));
        _absoluteError = (features.NumberOfColumns + _axisCount + 8.0) * Math.ScaleB(1, -140);
        _packedAxes = new float[kernel.PackedLength(_axisCount, features.NumberOfColumns)];
        fixed (float* source = axes.Values, packed = _packedAxes)
        {
            kernel.Pack(source, _axisCount, features.NumberOfColumns, packed);
        }

        _packedImages = new float[kernel.PackedLength(features.NumberOfRows, _axisCount + 1)];
        _halfNorms = new float[features.NumberOfRows];
        ProjectFitted(rows, context);
    }

    /// <summary>What images are made by.</summary>
    public FilterAxes Axes { get; }

    /// <summary>The axes of an image, its residual not counted.</summary>
    public int AxisCount => _axisCount;

    /// <summary>A filter of given axes, or null where they are none or not orthonormal enough.</summary>
    public static PrincipalFilter? TryCreate(
        DenseRows rows, CenteredFeatures features, BlockKernel kernel, FilterAxes axes, RunContext context)
    {
        int found = axes.Values.Length / features.NumberOfColumns;
        double error = axes.Departure + (1.1 * Math.Sqrt(found) * BlockKernel.RelativeError(features.NumberOfColumns));
        return found == 0 || error > LargestError ? null : new PrincipalFilter(rows, features, kernel, axes, error, context);
    }

    /// <summary>The nearest rows of a query whose squared norm is given and moderate.</summary>
    public void FindNearest(ReadOnlySpan<float> query, double squaredNorm, Span<int> indices, Span<double> squaredDistances)
    {
        int rowCount = _features.NumberOfRows;
        int width = _kernel.SliverWidth;
        int needed = rowCount + width + BlockKernel.DepthChunk + width;
        if (_scratch is null || _scratch.Length < needed)
        {
            _scratch = new float[needed];
        }

        fixed (float* source = query, axes = _packedAxes, images = _packedImages, image = _scratch)
        {
            float* scores = image + BlockKernel.DepthChunk + width;
            _kernel.MultiplyRow(source, query.Length, axes, _axisCount, image);
            image[_axisCount] = Residual(image, squaredNorm);
            _kernel.MultiplyRow(image, _axisCount + 1, images, rowCount, scores);
            ReadOnlySpan<float> halfNorms = _halfNorms;
            Span<float> scoreSpan = new(scores, rowCount);
            System.Numerics.Tensors.TensorPrimitives.Subtract(scoreSpan, halfNorms, scoreSpan);
            new Span<float>(scores + rowCount, width).Fill(float.NegativeInfinity);
            Decide(query, squaredNorm, scores, [], indices, squaredDistances);
        }
    }

    /// <summary>
    /// The same for a block of queries, whose images are in the scratch and meet those of the fitted rows in one blocked product.
    /// </summary>
    /// <param name="queries">Rows, row-major.</param>
    /// <param name="squaredNorms">Their squared norms; a query whose norm is not moderate is left out.</param>
    /// <param name="excluded">The fitted rows that the queries are, which are left out, or none.</param>
    /// <param name="found">Squared distances of rows that each query has found elsewhere, farthest first, with infinity at the end where
    /// there is room; or none.</param>
    /// <param name="indices">Receives the nearest rows of each query.</param>
    /// <param name="squaredDistances">Receives their distances.</param>
    /// <param name="scratch">One thread's scratch.</param>
    /// <returns>How many distances were computed in full.</returns>
    public long FindNearestOfBlock(
        ReadOnlySpan<float> queries,
        ReadOnlySpan<double> squaredNorms,
        ReadOnlySpan<int> excluded,
        ReadOnlySpan<double> found,
        Span<int> indices,
        Span<double> squaredDistances,
        FilterScratch scratch)
    {
        int depth = _features.NumberOfColumns;
        int count = squaredNorms.Length;
        int neighborCount = indices.Length / count;
        int foundCount = found.Length / count;
        long decided = 0;
        Score(count, scratch);
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
                    found.Slice(query * foundCount, foundCount),
                    indices.Slice(query * neighborCount, neighborCount),
                    squaredDistances.Slice(query * neighborCount, neighborCount));
            }
        }

        return decided;
    }

    public FilterScratch NewScratch(int queryCount) => new(_kernel, queryCount, BlockRows, _axisCount, _features.NumberOfRows);

    /// <summary>Leaves a score for each query and fitted row in the scratch.</summary>
    private void Score(int count, FilterScratch scratch)
    {
        fixed (float* images = _packedImages, image = scratch.Images, product = scratch.Products)
        {
            for (int first = 0; first < _features.NumberOfRows; first += BlockRows)
            {
                int columnCount = Math.Min(BlockRows, _features.NumberOfRows - first);
                _kernel.Multiply(image, count, _axisCount + 1, images + ((long)first * (_axisCount + 1)), columnCount, product);
                UnpackScores(product, count, first, columnCount, scratch.Scores, scratch.ScoreStride);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void UnpackScores(float* product, int queryCount, int first, int columnCount, float* scores, int stride)
    {
        int width = _kernel.SliverWidth;
        int tileRows = BlockKernel.PaddedRows(queryCount);
        ReadOnlySpan<float> halfNorms = _halfNorms;
        for (int at = 0; at < columnCount; at += width)
        {
            int length = Math.Min(width, columnCount - at);
            for (int query = 0; query < queryCount; query++)
            {
                System.Numerics.Tensors.TensorPrimitives.Subtract(
                    new ReadOnlySpan<float>(product + (((at / width * tileRows) + query) * width), length),
                    halfNorms.Slice(first + at, length),
                    new Span<float>(scores + ((long)query * stride) + first + at, length));
            }
        }
    }

    private long Decide(
        ReadOnlySpan<float> query, double squaredNorm, float* scores, ReadOnlySpan<double> found, Span<int> indices,
        Span<double> squaredDistances)
    {
        if (!found.IsEmpty && found[^1] < double.PositiveInfinity)
        {
            return DecideAbove(query, squaredNorm, scores, found[0], found, indices, squaredDistances);
        }

        double bound = BoundFromBestScores(query, scores, indices, squaredDistances);
        return indices.Length + DecideAbove(query, squaredNorm, scores, bound, [], indices, squaredDistances);
    }

    // The exact k-th distance among the k rows of the best scores bounds the k-th of all.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
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

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private long DecideAbove(
        ReadOnlySpan<float> query, double squaredNorm, float* scores, double bound, ReadOnlySpan<double> found, Span<int> indices,
        Span<double> distances)
    {
        int rowCount = _features.NumberOfRows;
        int width = _kernel.SliverWidth;
        NearestHeap nearest = HeapWith(found, indices, distances);
        long decided = 0;
        float floor = Floor(squaredNorm, bound);
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
                floor = Floor(squaredNorm, bound);
            }
        }

        if (!found.IsEmpty)
        {
            nearest = WithoutElsewhere(nearest.Count, indices, distances);
        }

        nearest.SortAndFill();
        return decided;
    }

    /// <summary>Rows that were found elsewhere lower the bound from the first. As far as a fitted row they give way to it.</summary>
    private static NearestHeap HeapWith(ReadOnlySpan<double> found, Span<int> indices, Span<double> distances)
    {
        if (found.Length > indices.Length)
        {
            return new NearestHeap(indices, distances);
        }

        found.CopyTo(distances);
        indices[..found.Length].Fill(Elsewhere);
        return new NearestHeap(indices, distances, found.Length);
    }

    private static NearestHeap WithoutElsewhere(int count, Span<int> indices, Span<double> distances)
    {
        var fitted = new NearestHeap(indices, distances);
        for (int i = 0; i < count; i++)
        {
            if (indices[i] != Elsewhere)
            {
                fitted.Offer(indices[i], distances[i]);
            }
        }

        return fitted;
    }

    // The score a row must reach to lie within the bound; see CandidateBlock for the derivation, with
    // this filter's error in place of the product's.
    private float Floor(double squaredNorm, double bound) =>
        MathF.BitDecrement((float)((((squaredNorm * (1 - _relativeError)) - bound) / 2) - _absoluteError));
}
