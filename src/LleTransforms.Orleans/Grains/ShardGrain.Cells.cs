using System.Diagnostics;
using System.Runtime.InteropServices;
using LleTransforms.Features;
using LleTransforms.Neighbors;
using LleTransforms.Orleans.Silo;
using LleTransforms.Orleans.Wire;
using LleTransforms.Running;

namespace LleTransforms.Orleans.Grains;

/// <summary>The approximate graph: each row is matched with the rows of the cells around the landmarks nearest to it.</summary>
/// <remarks>
/// Inverted lists: Sivic and Zisserman, "Video Google" (ICCV 2003). Several lists a query: Jegou, Douze and Schmid, "Product quantization
/// for nearest neighbor search" (PAMI 2011), section IV. The lists' centres are the fit's landmarks. A row x of the cell of landmark c is
/// at least as near to c as to a. So a row q, whose nearest landmark is a, has |q - x| at least (|q - c| - |q - a|) / 2. A cell is passed
/// over where that is farther than the k-th row found. Nothing is lost by it, so the lists are the k nearest rows of the cells probed, in
/// whatever order they come. Cost: n L for the cells, then n P n / L at most. Memory: 16 P bytes a row.
/// </remarks>
internal sealed partial class ShardGrain
{
    private const int FewestProbes = 8;

    // What rounding may take from a bound, and more.
    private const double Certainty = 1 - 1e-6;
    private static readonly TimeSpan _timeOfCall = TimeSpan.FromMilliseconds(150);

    private readonly HashSet<int> _assigned = [];
    private readonly HashSet<(int Cell, bool IsOwn)> _matchedCells = [];
    private int[] _probes = [];
    private float[] _gaps = [];
    private CellVisits? _own;
    private CellVisits? _others;

    /// <summary>The cells that each row is matched with. Each holds its landmark, so k + 1 have k other rows.</summary>
    public static int ProbesOf(int neighborCount) => Math.Max(FewestProbes, neighborCount + 1);

    public async Task AssignAsync(int firstRow, int count, int landmarkCount)
    {
        FitRoutes routes = RequireSought();
        if (_own is not null || _assigned.Contains(firstRow))
        {
            return;
        }

        CenteredFeatures rows = _rows!;
        LandmarkSet set = await landmarkSets.OfAsync(routes, _fit!.Settings, landmarkCount, _scaling!, _directions);
        int probes = Math.Min(landmarkCount, ProbesOf(_plan!.NumberOfNeighbors));
        NeighborGraph nearest = await work.RunAsync(
            context => set.Cells.Value.FindNearestBatch(Sought(firstRow, count), count, probes, context), _stop.Token);
        if (_probes.Length == 0)
        {
            (_probes, _gaps) = (new int[rows.NumberOfRows * probes], new float[rows.NumberOfRows * probes]);
        }

        nearest.Indices.CopyTo(_probes, firstRow * probes);
        for (int i = 0; i < nearest.SquaredDistances.Length; i++)
        {
            double own = Math.Sqrt(nearest.SquaredDistances[i / probes * probes]);
            _gaps[(firstRow * probes) + i] = (float)((Math.Sqrt(nearest.SquaredDistances[i]) - own) / 2 * Certainty);
        }

        _assigned.Add(firstRow);
    }

    public async Task<WireBlock> CellCountsAsync(int landmarkCount)
    {
        if (_own is null)
        {
            RequireNumbered();
            if (_assigned.Count != StepsOf(_rows!.NumberOfRows))
            {
                throw Lost();
            }

            int probes = Math.Min(landmarkCount, ProbesOf(_plan!.NumberOfNeighbors));
            (_own, _others) = await work.RunAsync(_ => (
                CellVisits.Create(_probes, _gaps, probes, 0, 1, landmarkCount),
                CellVisits.Create(_probes, _gaps, probes, 1, probes, landmarkCount)), _stop.Token);
            (_probes, _gaps) = ([], []);
        }

        return WireBlock.Of<int>(_own.Counts());
    }

    public Task<WireBlock> CellRowsAsync(CellRange range, int skipped, int most)
    {
        CellVisits own = _own ?? throw Lost();
        CenteredFeatures rows = _rows!;
        int start = _routes!.Starts[Shard];
        int first = own.Starts[range.First] + skipped;
        int count = Math.Min(most, own.Starts[range.End] - first);
        byte[] sent = new byte[count * ((2 * sizeof(int)) + (rows.NumberOfColumns * sizeof(float)))];
        Span<int> cells = MemoryMarshal.Cast<byte, int>(sent.AsSpan())[..count];
        Span<int> numbers = MemoryMarshal.Cast<byte, int>(sent.AsSpan()).Slice(count, count);
        Span<float> values = MemoryMarshal.Cast<byte, float>(sent.AsSpan())[(2 * count)..];
        rows.Gather(own.Rows.AsSpan(first, count), values);
        _directions?.MapAll(values, values);
        int cell = range.First;
        for (int i = 0; i < count; i++)
        {
            while (first + i >= own.Starts[cell + 1])
            {
                cell++;
            }

            cells[i] = cell;
            numbers[i] = start + own.Rows[first + i];
        }

        return Task.FromResult(new WireBlock(sent));
    }

    public async Task<int> MatchCellsAsync(CellRange range, int from, bool isOwn)
    {
        FitRoutes routes = RequireSought();
        if (_hasLists)
        {
            return range.End;
        }

        CellVisits visits = (isOwn ? _own : _others) ?? throw Lost();

        // Another shard may have had this one made again since it was matched with its own cells.
        if (!isOwn)
        {
            RequireMatched(isOwn: true);
        }

        Cell[] cells = await siloCells.OfAsync(routes, range, SoughtScaling);
        (int end, List<(int Cell, int[] Rows, NeighborGraph Nearest)> found) = await work.RunAsync(context =>
        {
            long begun = Stopwatch.GetTimestamp();
            List<(int, int[], NeighborGraph)> matches = [];
            int cell = from;
            for (; cell < range.End && Stopwatch.GetElapsedTime(begun) < _timeOfCall; cell++)
            {
                context.ThrowIfCancelled();
                int[] queries = _matchedCells.Contains((cell, isOwn)) ? [] : Near(visits, cell);
                if (queries.Length > 0)
                {
                    matches.Add((cell, queries, Match(cells[cell - range.First], queries, context)));
                }
            }

            return (cell, matches);
        }, _stop.Token);
        foreach ((int cell, int[] queries, NeighborGraph nearest) in found)
        {
            int[] numbers = cells[cell - range.First].Numbers;
            Merge(nearest, query => queries[query], row => numbers[row], routes.Starts[Shard]);
        }

        for (int cell = from; cell < end; cell++)
        {
            _matchedCells.Add((cell, isOwn));
        }

        return end;
    }

    private void RequireMatched(bool isOwn)
    {
        int cellCount = _own!.Starts.Length - 1;
        for (int cell = 0; cell < cellCount; cell++)
        {
            if (!_matchedCells.Contains((cell, isOwn)))
            {
                throw Lost();
            }
        }
    }

    /// <summary>The rows that visit a cell and may find a nearer row there than they have.</summary>
    private int[] Near(CellVisits visits, int cell)
    {
        int k = _plan!.NumberOfNeighbors;
        List<int> near = [];
        for (int visit = visits.Starts[cell]; visit < visits.Starts[cell + 1]; visit++)
        {
            int row = visits.Rows[visit];
            double gap = visits.Gaps[visit];
            if (_found[row] < k || gap * gap <= _distances[row * k])
            {
                near.Add(row);
            }
        }

        return [.. near];
    }

    private NeighborGraph Match(Cell cell, int[] queries, FitContext context)
    {
        CenteredFeatures rows = Sought(queries);
        int wanted = Math.Min(cell.Numbers.Length, _plan!.NumberOfNeighbors + 1);
        if (cell.Search is INeighborSearch search)
        {
            return search.FindNearestBatch(rows.Values, queries.Length, wanted, context);
        }

        int[] indices = new int[queries.Length * wanted];
        double[] distances = new double[indices.Length];
        for (int query = 0; query < queries.Length; query++)
        {
            var heap = new NearestHeap(indices.AsSpan(query * wanted, wanted), distances.AsSpan(query * wanted, wanted));
            for (int row = 0; row < cell.Numbers.Length; row++)
            {
                heap.Offer(row, SquaredDistance.Between(rows.Row(query), cell.Features.Row(row)));
            }
        }

        return new NeighborGraph(queries.Length, wanted, indices, distances);
    }
}

/// <summary>Rows of a shard in the order of the cells that they visit.</summary>
/// <param name="Starts">Where each cell's rows start, and where the last's end.</param>
/// <param name="Rows">The rows, ascending in each cell.</param>
/// <param name="Gaps">What a row of the cell is away at least.</param>
internal sealed record CellVisits(int[] Starts, int[] Rows, float[] Gaps)
{
    /// <param name="probes">The cells nearest to each row, one row's after the other's.</param>
    /// <param name="gaps">How far away a row of each is at least.</param>
    /// <param name="width">How many each row has.</param>
    /// <param name="first">The first of them that counts.</param>
    /// <param name="end">Behind the last that counts.</param>
    /// <param name="cellCount">L.</param>
    public static CellVisits Create(int[] probes, float[] gaps, int width, int first, int end, int cellCount)
    {
        int[] starts = new int[cellCount + 1];
        for (int i = 0; i < probes.Length; i++)
        {
            if (i % width >= first && i % width < end)
            {
                starts[probes[i] + 1]++;
            }
        }

        for (int cell = 0; cell < cellCount; cell++)
        {
            starts[cell + 1] += starts[cell];
        }

        int[] next = starts[..cellCount];
        int[] rows = new int[starts[cellCount]];
        float[] kept = new float[rows.Length];
        for (int i = 0; i < probes.Length; i++)
        {
            if (i % width >= first && i % width < end)
            {
                int at = next[probes[i]]++;
                (rows[at], kept[at]) = (i / width, gaps[i]);
            }
        }

        return new CellVisits(starts, rows, kept);
    }

    public int[] Counts() => [.. Enumerable.Range(0, Starts.Length - 1).Select(cell => Starts[cell + 1] - Starts[cell])];
}
