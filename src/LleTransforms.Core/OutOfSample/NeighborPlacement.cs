using LleTransforms.Features;
using LleTransforms.LocalGeometry;
using LleTransforms.Neighbors;

namespace LleTransforms.OutOfSample;

/// <summary>
/// Places a row at the weighted mean of its neighbours' coordinates, with the weights of a rule that knows only the features; a row equal to
/// a fitted one takes that row's coordinates exactly.
/// </summary>
/// <remarks>
/// Saul &amp; Roweis 2003 ("Think globally, fit locally", JMLR 4), section 6.1, the non-parametric mapping. Cost: one neighbour search,
/// then the weights and k d.
/// </remarks>
internal sealed class NeighborPlacement : IPlacement
{
    private const int RowsInStep = 128;

    private readonly CenteredFeatures _features;
    private readonly INeighborSearch _search;
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
        CenteredFeatures features, INeighborSearch search, double[] embedding, int componentCount, int neighborCount, Func<IRowWeights> createWeights)
    {
        _features = features;
        _search = search;
        _embedding = embedding;
        _componentCount = componentCount;
        _neighborCount = neighborCount;
        _scratch = new ScratchPool<Scratch>(() => new Scratch(neighborCount, createWeights()));
    }

    public void Place(ReadOnlySpan<float> row, Span<double> coordinates)
    {
        Scratch scratch = _scratch.Rent();
        _search.FindNearest(row, scratch.Neighbors, scratch.SquaredDistances);
        Combine(row, scratch.Neighbors, scratch.SquaredDistances[0], scratch, coordinates);
        _scratch.Return(scratch);
    }

    public void PlaceBlock(ReadOnlyMemory<float> rows, int count, Memory<double> coordinates, FitContext context)
    {
        int columnCount = _features.ColumnCount;
        NeighborGraph nearest = _search.FindNearestBatch(rows, count, _neighborCount, context);
        Parallel.For(0, (count + RowsInStep - 1) / RowsInStep, context.Parallelism, step =>
        {
            Scratch scratch = _scratch.Rent();
            int end = Math.Min(count, (step + 1) * RowsInStep);
            for (int row = step * RowsInStep; row < end; row++)
            {
                Combine(
                    rows.Span.Slice(row * columnCount, columnCount),
                    nearest.Of(row),
                    nearest.SquaredDistances[row * _neighborCount],
                    scratch,
                    coordinates.Span.Slice(row * _componentCount, _componentCount));
            }

            _scratch.Return(scratch);
        });
    }

    /// <summary>Places one row and tells by what: the neighbours among the fitted rows, their weights, and how badly they rebuild the row.</summary>
    /// <returns>The squared distance from the row to its reconstruction, in the features' own scale.</returns>
    public double Explain(ReadOnlySpan<float> row, Span<int> neighbors, Span<double> weights, Span<double> coordinates)
    {
        Scratch scratch = _scratch.Rent();
        _search.FindNearest(row, neighbors, scratch.SquaredDistances);
        double error = 0;
        if (scratch.SquaredDistances[0] == 0 && TryFindEqual(row, neighbors, out int equal))
        {
            weights.Clear();
            weights[equal] = 1;
        }
        else
        {
            scratch.Weights.Solve(row, _features, neighbors, weights);
            error = SquaredResidual(row, neighbors, weights);
        }

        AddWeighted(neighbors, weights, coordinates);
        _scratch.Return(scratch);
        return error;
    }

    /// <summary>The same for a fitted row by its number, from its neighbours without itself.</summary>
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
        _scratch.Return(scratch);
        AddWeighted(neighbors, weights, coordinates);
        return SquaredResidual(features, neighbors, weights);
    }

    /// <summary>Finds the fitted row that equals the given one: by angle, rows at distance 0 may differ in length.</summary>
    private bool TryFindEqual(ReadOnlySpan<float> row, ReadOnlySpan<int> neighbors, out int place)
    {
        for (place = 0; place < neighbors.Length; place++)
        {
            if (_features.Row(neighbors[place]).SequenceEqual(row))
            {
                return true;
            }
        }

        return false;
    }

    private double SquaredResidual(ReadOnlySpan<float> row, ReadOnlySpan<int> neighbors, ReadOnlySpan<double> weights)
    {
        double sum = 0;
        for (int c = 0; c < row.Length; c++)
        {
            double residual = row[c];
            for (int j = 0; j < neighbors.Length; j++)
            {
                residual -= weights[j] * _features.Row(neighbors[j])[c];
            }

            sum += residual * residual;
        }

        return sum;
    }

    private void AddWeighted(ReadOnlySpan<int> neighbors, ReadOnlySpan<double> weights, Span<double> coordinates)
    {
        coordinates.Clear();
        for (int j = 0; j < neighbors.Length; j++)
        {
            ReadOnlySpan<double> neighbor = CoordinatesOf(neighbors[j]);
            double weight = weights[j];
            for (int c = 0; c < coordinates.Length; c++)
            {
                coordinates[c] += weight * neighbor[c];
            }
        }
    }

    private void Combine(
        ReadOnlySpan<float> row, ReadOnlySpan<int> neighbors, double nearestSquaredDistance, Scratch scratch, Span<double> coordinates)
    {
        if (nearestSquaredDistance == 0 && TryFindEqual(row, neighbors, out int equal))
        {
            CoordinatesOf(neighbors[equal]).CopyTo(coordinates);
            return;
        }

        if (double.IsNaN(nearestSquaredDistance))
        {
            coordinates.Fill(double.NaN);
            return;
        }

        scratch.Weights.Solve(row, _features, neighbors, scratch.Values);
        AddWeighted(neighbors, scratch.Values, coordinates);
    }

    private ReadOnlySpan<double> CoordinatesOf(int row) => _embedding.AsSpan(row * _componentCount, _componentCount);

    private sealed class Scratch(int neighborCount, IRowWeights weights)
    {
        public int[] Neighbors { get; } = new int[neighborCount];

        public double[] SquaredDistances { get; } = new double[neighborCount];

        public double[] Values { get; } = new double[neighborCount];

        public IRowWeights Weights { get; } = weights;
    }
}
