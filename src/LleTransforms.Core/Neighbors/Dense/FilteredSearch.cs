using LleTransforms.Features;
using LleTransforms.Running;

namespace LleTransforms.Neighbors.Dense;

/// <summary>Many queries through a <see cref="PrincipalFilter"/>, where that is cheaper than the full product.</summary>
/// <remarks>
/// What the filter costs depends on how many rows its bound cannot exclude, so a few queries are tried first. The neighbours are the same
/// either way. O(m n a) multiply-adds for m queries and a axes, and O(D) for each row that must be decided.
/// </remarks>
internal sealed class FilteredSearch
{
    private const int MostTrialQueries = 48;
    private const int FewestTrialQueries = 8;
    private const int QueriesForTrial = 32;
    private const int MostBlockQueries = 48;
    private const int ScoresOfBlock = 1 << 21;

    // Nanoseconds, measured on the kernels' benchmarks; a poor fit to another machine costs time only.
    private const double MultiplyAdd = 0.025;
    private const double ScoreOverhead = 0.5;
    private const double RowOverhead = 60;
    private const double ExactTerm = 0.15;

    private readonly DenseSearch _search;
    private readonly CenteredFeatures _features;
    private readonly PrincipalFilter _filter;
    private readonly int _blockQueries;

    public FilteredSearch(DenseSearch search, CenteredFeatures features, PrincipalFilter filter)
    {
        _search = search;
        _features = features;
        _filter = filter;
        int fitting = ScoresOfBlock / features.NumberOfRows / BlockKernel.RowGroup * BlockKernel.RowGroup;
        _blockQueries = Math.Clamp(fitting, BlockKernel.RowGroup, MostBlockQueries);
    }

    /// <summary>Whether the filter is cheaper for these queries, judged by a few of them.</summary>
    /// <param name="queries">The queries.</param>
    /// <param name="neighborCount">k.</param>
    /// <param name="areFitted">Whether the queries are the fitted rows, so that the full product needs each pair but once.</param>
    /// <param name="found">What the queries have found elsewhere, or none.</param>
    public bool Pays(DenseRows queries, int neighborCount, bool areFitted, ReadOnlySpan<double> found = default)
    {
        int n = _features.NumberOfRows;
        int depth = _features.NumberOfColumns;
        int count = Math.Clamp(queries.NumberOfRows / QueriesForTrial, FewestTrialQueries, MostTrialQueries);
        count = Math.Min(count, queries.NumberOfRows);
        float[] sample = new float[count * depth];
        double[] norms = new double[count];
        int foundCount = found.Length / queries.NumberOfRows;
        double[] foundOfSample = new double[foundCount * count];
        for (int i = 0; i < count; i++)
        {
            int query = (int)((long)i * queries.NumberOfRows / count);
            found.Slice(query * foundCount, foundCount).CopyTo(foundOfSample.AsSpan(i * foundCount));
            queries.Row(query).CopyTo(sample.AsSpan(i * depth, depth));
            norms[i] = queries.SquaredNorm(query);
        }

        using FilterScratch scratch = _filter.NewScratch(count);
        _filter.Project(sample, norms, scratch);
        long decided =
            _filter.FindNearestOfBlock(
                sample, norms, [], foundOfSample, new int[count * neighborCount], new double[count * neighborCount], scratch);
        double filtered = (n * (((_filter.AxisCount + 1) * MultiplyAdd) + ScoreOverhead))
            + ((double)decided / count * (RowOverhead + (ExactTerm * depth)));
        double full = n * (depth * MultiplyAdd) * (areFitted ? 0.5 : 1);
        return filtered < full;
    }

    /// <summary>The nearest rows of each query, itself left out where the queries are the fitted rows.</summary>
    public NeighborGraph Find(DenseRows queries, int neighborCount, bool areFitted, LlePhase phase, FitContext context) =>
        Find(queries, neighborCount, areFitted, phase, context, default, null, _filter.OrderOf(queries, _blockQueries, context));

    /// <summary>As <see cref="INeighborSearch.FindNearer"/>.</summary>
    public NeighborGraph FindNearer(
        DenseRows queries, int neighborCount, ReadOnlyMemory<double> found, RecurringQueries recurring, FitContext context)
    {
        QueryImages images = recurring.ImagesOf(queries, _filter, _blockQueries, context);
        return Find(queries, neighborCount, areFitted: false, LlePhase.Placement, context, found, images.Values, images.Order);
    }

    private NeighborGraph Find(
        DenseRows queries, int neighborCount, bool areFitted, LlePhase phase, FitContext context, ReadOnlyMemory<double> found,
        float[]? images, int[] order)
    {
        int queryCount = queries.NumberOfRows;
        var indices = new int[checked(queryCount * neighborCount)];
        var distances = new double[indices.Length];
        long done = 0;
        int blockCount = (queryCount + _blockQueries - 1) / _blockQueries;
        BlockOfQueries NewBlock() => new(this, queries, images, found, neighborCount);
        Parallel.For(0, blockCount, context.Parallelism, NewBlock, (block, _, own) =>
        {
            int first = block * _blockQueries;
            int count = Math.Min(_blockQueries, queryCount - first);
            own.Find(order.AsSpan(first, count), areFitted, indices, distances);
            context.Report(phase, Interlocked.Add(ref done, count), queryCount);
            return own;
        }, own => own.Dispose());
        return new NeighborGraph(queryCount, neighborCount, indices, distances);
    }

    /// <summary>All pairs nearer than the fitted row's bound, in order; null where a query's norm is not moderate.</summary>
    /// <param name="queries">The queries.</param>
    /// <param name="bounds">Squared distances for the first fitted rows.</param>
    /// <param name="context">Threads to use and when to stop.</param>
    public NearPair[]? TryFindWithin(DenseRows queries, ReadOnlyMemory<double> bounds, RunContext context)
    {
        double[] norms = [.. Enumerable.Range(0, queries.NumberOfRows).Select(queries.SquaredNorm)];
        if (!Array.TrueForAll(norms, norm => norm < DenseSearch.LargestSquaredNorm))
        {
            return null;
        }

        int depth = _features.NumberOfColumns;
        float[] halfBounds = _filter.HalfBounds(bounds.Span);
        List<NearPair> pairs = [];
        int blockCount = (norms.Length + _blockQueries - 1) / _blockQueries;
        Parallel.For(0, blockCount, context.Parallelism, () => (_filter.NewScratch(_blockQueries), new List<NearPair>()), (block, _, own) =>
        {
            (FilterScratch scratch, List<NearPair> found) = own;
            int first = block * _blockQueries;
            int count = Math.Min(_blockQueries, norms.Length - first);
            _filter.FindWithinOfBlock(
                queries.Values.Span.Slice(first * depth, count * depth), norms.AsSpan(first, count), first, bounds.Span, halfBounds, found,
                scratch);
            return own;
        }, own =>
        {
            (FilterScratch scratch, List<NearPair> found) = own;
            scratch.Dispose();
            lock (pairs)
            {
                pairs.AddRange(found);
            }
        });
        pairs.Sort();
        return [.. pairs];
    }

    /// <summary>Queries that are answered together, brought side by side. One thread's scratch.</summary>
    private sealed class BlockOfQueries(
        FilteredSearch search, DenseRows queries, float[]? images, ReadOnlyMemory<double> found, int neighborCount) : IDisposable
    {
        private readonly int _foundCount = found.Length / queries.NumberOfRows;
        private readonly FilterScratch _scratch = search._filter.NewScratch(search._blockQueries);
        private readonly float[] _values = new float[search._blockQueries * queries.NumberOfColumns];
        private readonly double[] _norms = new double[search._blockQueries];
        private readonly double[] _found = new double[search._blockQueries * (found.Length / queries.NumberOfRows)];
        private readonly int[] _indices = new int[search._blockQueries * neighborCount];
        private readonly double[] _distances = new double[search._blockQueries * neighborCount];

        public void Find(ReadOnlySpan<int> rows, bool areFitted, int[] indices, double[] distances)
        {
            int depth = queries.NumberOfColumns, count = rows.Length;
            for (int i = 0; i < count; i++)
            {
                queries.Row(rows[i]).CopyTo(_values.AsSpan(i * depth));
                _norms[i] = queries.SquaredNorm(rows[i]);
                found.Span.Slice(rows[i] * _foundCount, _foundCount).CopyTo(_found.AsSpan(i * _foundCount));
            }

            LoadImages(rows);

            search._filter.FindNearestOfBlock(
                _values.AsSpan(0, count * depth),
                _norms.AsSpan(0, count),
                areFitted ? rows : [],
                _found.AsSpan(0, count * _foundCount),
                _indices.AsSpan(0, count * neighborCount),
                _distances.AsSpan(0, count * neighborCount),
                _scratch);
            for (int i = 0; i < count; i++)
            {
                Span<int> found = indices.AsSpan(rows[i] * neighborCount, neighborCount);
                Span<double> far = distances.AsSpan(rows[i] * neighborCount, neighborCount);
                if (_norms[i] < DenseSearch.LargestSquaredNorm)
                {
                    _indices.AsSpan(i * neighborCount, neighborCount).CopyTo(found);
                    _distances.AsSpan(i * neighborCount, neighborCount).CopyTo(far);
                }
                else
                {
                    search._search.FindNearest(queries.Row(rows[i]), found, far);
                }
            }
        }

        public void Dispose() => _scratch.Dispose();

        private void LoadImages(ReadOnlySpan<int> rows)
        {
            if (images is null)
            {
                search._filter.Project(_values.AsSpan(0, rows.Length * queries.NumberOfColumns), _norms.AsSpan(0, rows.Length), _scratch);
                return;
            }

            int length = search._filter.AxisCount + 1;
            for (int i = 0; i < rows.Length; i++)
            {
                images.AsSpan(rows[i] * length, length).CopyTo(_scratch.Images.AsSpan(i * length));
            }
        }
    }
}
