using LleTransforms.Features;
using LleTransforms.LocalGeometry;
using LleTransforms.Neighbors;
using LleTransforms.Running;

namespace LleTransforms.Placement;

/// <summary>
/// Places a row at the weighted mean of its neighbours' coordinates, with the weights of a rule that knows only the features. A row equal
/// to a fitted one takes that row's coordinates exactly.
/// </summary>
/// <remarks>
/// Saul &amp; Roweis 2003 ("Think globally, fit locally", JMLR 4), section 6.1, the non-parametric mapping. Cost: one neighbour search,
/// then the weights and k d.
/// </remarks>
internal sealed class NeighborPlacement : IPlacement, INeighborExplainer
{
    private const int RowsInStep = 128;

    private readonly CenteredFeatures _features;
    private readonly INeighborSearch _search;
    private readonly RowLookup _fitted;
    private readonly double[] _embedding;
    private readonly int _componentCount;
    private readonly int _neighborCount;
    private readonly ScratchPool<Scratch> _scratch;

    /// <param name="features">The distinct fitted rows.</param>
    /// <param name="search">Finds neighbours among them.</param>
    /// <param name="embedding">Their coordinates, row-major, d a row.</param>
    /// <param name="componentCount">d.</param>
    /// <param name="neighborCount">k.</param>
    /// <param name="createWeights">Makes one thread's scratch of the rule.</param>
    public NeighborPlacement(
        CenteredFeatures features, INeighborSearch search, double[] embedding, int componentCount, int neighborCount,
        Func<IRowWeights> createWeights)
    {
        _features = features;
        _search = search;
        _fitted = new RowLookup(features);
        _embedding = embedding;
        _componentCount = componentCount;
        _neighborCount = neighborCount;
        _scratch = new ScratchPool<Scratch>(() => new Scratch(neighborCount, features, createWeights()));
    }

    public INeighborExplainer Explainer => this;

    public INeighborSearch Search => _search;

    public void Place(ReadOnlySpan<float> row, Span<double> coordinates)
    {
        if (TryPlaceFitted(row, coordinates))
        {
            return;
        }

        Scratch scratch = _scratch.Rent();
        _search.FindNearest(row, scratch.Neighbors, scratch.SquaredDistances);
        Combine(row, scratch.Neighbors, scratch.SquaredDistances[0], scratch, coordinates);
        _scratch.Return(scratch);
    }

    public void PlaceBlock(ReadOnlyMemory<float> rows, int count, Memory<double> coordinates, FitContext context)
    {
        int columnCount = _features.NumberOfColumns;
        NeighborGraph nearest = _search.FindNearestBatch(rows, count, _neighborCount, context);
        Parallel.For(0, (count + RowsInStep - 1) / RowsInStep, context.Parallelism, step =>
        {
            Scratch scratch = _scratch.Rent();
            int start = step * RowsInStep;
            int end = Math.Min(count, start + RowsInStep);
            for (int row = start; row < end; row++)
            {
                ReadOnlySpan<float> features = rows.Span.Slice(row * columnCount, columnCount);
                Span<double> target = coordinates.Span.Slice(row * _componentCount, _componentCount);
                if (!TryPlaceFitted(features, target))
                {
                    Combine(features, nearest.Of(row), nearest.SquaredDistances[row * _neighborCount], scratch, target);
                }
            }

            _scratch.Return(scratch);
        });
    }

    public int FindFitted(ReadOnlySpan<float> row) => _fitted.IndexOf(row);

    public void PlaceFitted(Memory<double> coordinates, FitContext context)
    {
        NeighborGraph graph = _search.FindGraph(_neighborCount, context);
        Parallel.For(0, (graph.NumberOfRows + RowsInStep - 1) / RowsInStep, context.Parallelism, step =>
        {
            Scratch scratch = _scratch.Rent();
            int start = step * RowsInStep;
            int end = Math.Min(graph.NumberOfRows, start + RowsInStep);
            for (int row = start; row < end; row++)
            {
                scratch.Weights.Solve(_features.Row(row, scratch.Row), _features, graph.Of(row), scratch.Values);
                WeightedSum.Fill(graph.Of(row), scratch.Values, _embedding, coordinates.Span.Slice(row * _componentCount, _componentCount));
            }

            _scratch.Return(scratch);
        });
        context.Report(LlePhase.Placement, graph.NumberOfRows, graph.NumberOfRows);
    }

    public double Explain(ReadOnlySpan<float> row, Span<int> neighbors, Span<double> weights, Span<double> coordinates)
    {
        Scratch scratch = _scratch.Rent();
        _search.FindNearest(row, neighbors, scratch.SquaredDistances);
        double error = 0;
        int equal = _fitted.IndexOf(row);
        if (equal >= 0)
        {
            int place = Math.Max(0, neighbors.IndexOf(equal));
            neighbors[place] = equal;
            weights.Clear();
            weights[place] = 1;
        }
        else
        {
            scratch.Weights.Solve(row, _features, neighbors, weights);
            error = SquaredResidual(row, neighbors, weights, scratch);
        }

        WeightedSum.Fill(neighbors, weights, _embedding, coordinates);
        _scratch.Return(scratch);
        return error;
    }

    public double ExplainFitted(int row, Span<int> neighbors, Span<double> weights, Span<double> coordinates)
    {
        Span<int> found = new int[_neighborCount + 1];
        Span<double> distances = new double[_neighborCount + 1];
        ReadOnlySpan<float> features = _features.Row(row);
        _search.FindNearest(features, found, distances);
        int kept = 0;
        for (int j = 0; j < found.Length && kept < _neighborCount; j++)
        {
            if (found[j] != row)
            {
                neighbors[kept++] = found[j];
            }
        }

        Scratch scratch = _scratch.Rent();
        scratch.Weights.Solve(features, _features, neighbors, weights);
        double error = SquaredResidual(features, neighbors, weights, scratch);
        _scratch.Return(scratch);
        WeightedSum.Fill(neighbors, weights, _embedding, coordinates);
        return error;
    }

    private bool TryPlaceFitted(ReadOnlySpan<float> row, Span<double> coordinates)
    {
        int equal = _fitted.IndexOf(row);
        if (equal < 0)
        {
            return false;
        }

        CoordinatesOf(equal).CopyTo(coordinates);
        return true;
    }

    private double SquaredResidual(ReadOnlySpan<float> row, ReadOnlySpan<int> neighbors, ReadOnlySpan<double> weights, Scratch scratch)
    {
        if (_features.ColumnOfRow is not null)
        {
            return LocalCoordinates.SquaredResidual(row, _features, neighbors, weights);
        }

        Span<double> residuals = scratch.Residuals;
        for (int c = 0; c < row.Length; c++)
        {
            residuals[c] = row[c];
        }

        for (int j = 0; j < neighbors.Length; j++)
        {
            ReadOnlySpan<float> neighbor = _features.Row(neighbors[j], scratch.Row);
            for (int c = 0; c < row.Length; c++)
            {
                residuals[c] -= weights[j] * neighbor[c];
            }
        }

        double sum = 0;
        foreach (double residual in residuals)
        {
            sum += residual * residual;
        }

        return sum;
    }

    private void Combine(
        ReadOnlySpan<float> row, ReadOnlySpan<int> neighbors, double nearestSquaredDistance, Scratch scratch, Span<double> coordinates)
    {
        // A row without direction is near to nothing by angle.
        if (double.IsNaN(nearestSquaredDistance))
        {
            coordinates.Fill(double.NaN);
            return;
        }

        scratch.Weights.Solve(row, _features, neighbors, scratch.Values);
        WeightedSum.Fill(neighbors, scratch.Values, _embedding, coordinates);
    }

    private ReadOnlySpan<double> CoordinatesOf(int row) => _embedding.AsSpan(row * _componentCount, _componentCount);

    private sealed class Scratch(int neighborCount, CenteredFeatures features, IRowWeights weights)
    {
        public int[] Neighbors { get; } = new int[neighborCount];

        public double[] SquaredDistances { get; } = new double[neighborCount];

        public double[] Values { get; } = new double[neighborCount];

        public IRowWeights Weights { get; } = weights;

        /// <summary>For <see cref="CenteredFeatures.Row(int, float[])"/>.</summary>
        public float[] Row { get; } = features.RowScratch();

        public double[] Residuals { get; } = new double[features.NumberOfColumns];
    }
}
