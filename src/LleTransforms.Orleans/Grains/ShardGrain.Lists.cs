using LleTransforms.Features;
using LleTransforms.Neighbors;
using LleTransforms.Neighbors.Dense;
using LleTransforms.Orleans.Silo;
using LleTransforms.Orleans.Wire;

namespace LleTransforms.Orleans.Grains;

/// <summary>The k nearest rows of each row, gathered piece by piece.</summary>
/// <remarks>Distances are in double and ties go by the rows' numbers, so the lists do not depend on the pieces.</remarks>
internal sealed partial class ShardGrain
{
    private readonly HashSet<(int Shard, int Piece, int FirstRow)> _matched = [];
    private readonly Dictionary<int, RecurringQueries> _queries = [];
    private int[] _neighbors = [];
    private double[] _distances = [];
    private int[] _found = [];
    private long _pairs;
    private bool _hasLists;

    public async Task MatchAsync(int shard, int piece, int firstRow, int count)
    {
        FitRoutes routes = RequireSought();
        if (_hasLists || _matched.Contains((shard, piece, firstRow)))
        {
            return;
        }

        RowPiece matched = await siloRows.PieceAsync(routes, shard, piece, _scaling!, _directions);
        int k = _plan!.NumberOfNeighbors;

        // A row may find itself, and is then left out.
        int wanted = Math.Min(matched.NumberOfRows, shard == Shard ? k + 1 : k);
        double[] known = DistancesOf(firstRow, count);

        // A call that was given up may still be at work with what it has taken.
        if (!_queries.Remove(firstRow, out RecurringQueries? queries))
        {
            queries = new RecurringQueries();
        }

        NeighborGraph nearest = await work.RunAsync(
            context => matched.Search.Value.FindNearer(Sought(firstRow, count), count, wanted, known, queries, context), _stop.Token);
        _queries[firstRow] = queries;
        Merge(nearest, query => firstRow + query, row => matched.FirstRow + row, routes.Starts[Shard]);
        _matched.Add((shard, piece, firstRow));
        _pairs += (long)count * matched.NumberOfRows;
    }

    public Task FinishListsAsync()
    {
        RequireNumbered();
        if (_hasLists)
        {
            return Task.CompletedTask;
        }

        // Another shard may have had this one made again between two of its calls.
        if (_own is not null)
        {
            RequireMatched(isOwn: true);
            RequireMatched(isOwn: false);
        }
        else if (_pairs != (long)_rows!.NumberOfRows * _routes!.NumberOfRows)
        {
            throw Lost();
        }

        int k = _plan!.NumberOfNeighbors;
        for (int row = 0; row < _found.Length; row++)
        {
            new NearestHeap(_neighbors.AsSpan(row * k, k), _distances.AsSpan(row * k, k), _found[row]).Sort();
        }

        // Whoever follows needs the neighbours alone. The look at the graph has the room until weights need it.
        FitSettings settings = _fit!.Settings;
        double freed = _rows!.NumberOfRows
            * (SiloMemory.BytesOfLists(_rows.NumberOfColumns, settings) - SiloMemory.BytesOfNeighbors(settings));
        _heldMemory.Add(memory.Hold(-freed, Shard, $"Shard {Shard}"));
        (_hasLists, _distances, _found, _others) = (true, [], [], null);
        _queries.Clear();
        return Task.CompletedTask;
    }

    public Task<WireBlock> ListsAsync(int firstRow, int count)
    {
        int k = RequireLists();
        int[] lists = _neighbors.AsSpan(firstRow * k, count * k).ToArray();
        foreach ((int row, int[] before) in _listsBefore)
        {
            if (row >= firstRow && row < firstRow + count)
            {
                before.CopyTo(lists, (row - firstRow) * k);
            }
        }

        return Task.FromResult(WireBlock.Of<int>(lists));
    }

    public async Task<NearestRows> NearestAsync(WireBlock numbers, int firstRow, int count)
    {
        FitRoutes routes = RequireSought();
        int[] queries = numbers.ToArray<int>();
        float[] values = await siloRows.GatherAsync(routes, queries, _scaling!.NumberOfColumns);
        int wanted = Math.Min(count, _plan!.NumberOfNeighbors + 1);
        NeighborGraph nearest = await work.RunAsync(context =>
        {
            _directions?.MapAll(values, values);
            var rows = new CenteredFeatures(Sought(firstRow, count).ToArray(), count, SoughtScaling);
            return new DenseSearch(rows).FindNearestBatch(values, queries.Length, wanted, context);
        }, _stop.Token);
        int[] found = Array.ConvertAll(nearest.Indices, row => routes.Starts[Shard] + firstRow + row);
        return new NearestRows(wanted, WireBlock.Of<int>(found), WireBlock.Of<double>(nearest.SquaredDistances));
    }

    private void BeginLists()
    {
        int k = _plan!.NumberOfNeighbors;
        _found = new int[_rows!.NumberOfRows];
        _neighbors = new int[checked(_found.Length * k)];
        _distances = new double[_neighbors.Length];
    }

    /// <param name="nearest">Rows found for some queries.</param>
    /// <param name="rowOf">The row of this shard that a query is.</param>
    /// <param name="numberOf">The number among all rows of one that was found.</param>
    /// <param name="firstOfShard">The number of the shard's first row.</param>
    private void Merge(NeighborGraph nearest, Func<int, int> rowOf, Func<int, int> numberOf, int firstOfShard)
    {
        int k = _plan!.NumberOfNeighbors;
        for (int i = 0; i < nearest.NumberOfRows; i++)
        {
            int row = rowOf(i);
            var heap = new NearestHeap(_neighbors.AsSpan(row * k, k), _distances.AsSpan(row * k, k), _found[row]);
            for (int j = i * nearest.NumberOfNeighbors; j < (i + 1) * nearest.NumberOfNeighbors && nearest.Indices[j] >= 0; j++)
            {
                int number = numberOf(nearest.Indices[j]);
                if (number != firstOfShard + row)
                {
                    heap.Offer(number, nearest.SquaredDistances[j]);
                }
            }

            _found[row] = heap.Count;
        }
    }

    /// <summary>The squared distances in the lists of some rows, with infinity where a list has room.</summary>
    private double[] DistancesOf(int firstRow, int count)
    {
        int k = _plan!.NumberOfNeighbors;
        double[] distances = _distances.AsSpan(firstRow * k, count * k).ToArray();
        for (int row = 0; row < count; row++)
        {
            distances.AsSpan(row * k, k)[_found[firstRow + row]..].Fill(double.PositiveInfinity);
        }

        return distances;
    }

    private int RequireLists() => _hasLists ? _plan!.NumberOfNeighbors : throw Lost();
}
