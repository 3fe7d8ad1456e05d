using LleTransforms.Neighbors;
using LleTransforms.Orleans.Grains;
using LleTransforms.Orleans.Wire;
using LleTransforms.Running;

namespace LleTransforms.Orleans.Silo;

/// <summary>Rows of a graph that may fall into parts, which lie with the shards.</summary>
/// <remarks>A division is a plain loop, so that its thread waits for the shards. Rows go from shard to shard alone. Where rows find their
/// neighbours anew, those that lose none keep theirs.</remarks>
/// <param name="grains">Where shards are found.</param>
/// <param name="job">The shards and the options.</param>
/// <param name="memory">What the silo may use.</param>
/// <param name="context">Cancellation.</param>
internal sealed class ShardedPartRows(IGrainFactory grains, JoinJob job, SiloMemory memory, FitContext context) : IPartRows, IDisposable
{
    private const int MostQueries = 2048;

    private readonly FitRoutes _routes = job.Routes;
    private readonly List<IDisposable> _held = [];

    public LinkedGraph Link(NeighborGraph graph)
    {
        var linked = new LinkedGraph(graph, graph.Links, GraphComponents.Find(graph.Links, context)) { CutsSmallSinks = true };
        if (!linked.HoldsTogether && _held.Count == 0)
        {
            // Who lists whom; and where parts are joined a second graph.
            int lists = job.Settings.DisconnectedGraph == LleDisconnectedGraph.Connect ? 2 : 1;
            Hold(4.0 * graph.NumberOfRows * ((lists * graph.NumberOfNeighbors) + 8));
        }

        return linked;
    }

    public LinkedGraph FindAnew(int[] rows, int[] places, NeighborGraph graph, bool keepsLists)
    {
        int k = graph.NumberOfNeighbors;
        Hold(4.0 * rows.Length * ((2 * k) + 12));
        int[] indices = new int[checked(rows.Length * k)];
        List<int> losers = [];
        for (int i = 0; i < rows.Length; i++)
        {
            bool isWhole = keepsLists;
            for (int j = 0; j < k; j++)
            {
                indices[(i * k) + j] = Array.BinarySearch(places, graph.Of(places[i])[j]);
                isWhole &= indices[(i * k) + j] >= 0;
            }

            if (!isWhole)
            {
                losers.Add(i);
            }
        }

        Hold(16.0 * losers.Count * k);
        (int[] found, _) = FindNearest([.. losers.Select(loser => rows[loser])], rows, k);
        for (int i = 0; i < found.Length; i++)
        {
            indices[(losers[i / k] * k) + (i % k)] = Array.BinarySearch(rows, found[i]);
        }

        return Link(new NeighborGraph(rows.Length, k, indices, []));
    }

    public (int[] Rows, double[] SquaredDistances) FindNearest(int[] rows, int[] among) => FindNearest(rows, among, 1);

    public void Dispose() => _held.ForEach(held => held.Dispose());

    /// <summary>The nearest of some rows, without the row itself, nearest first, ties by number.</summary>
    private (int[] Rows, double[] SquaredDistances) FindNearest(int[] queries, int[] among, int count)
    {
        int[] rows = new int[checked(queries.Length * count)];
        double[] distances = new double[rows.Length];
        int[] found = new int[queries.Length];
        int mostRows = Math.Min(RowPiece.RowsFor(job.NumberOfColumns), WireBlock.MostBytes / sizeof(int));
        for (int shard = 0; shard < _routes.NumberOfShards; shard++)
        {
            int[] ofShard = among[AscendingNumbers.CountBelow(among, _routes.Starts[shard])
                ..AscendingNumbers.CountBelow(among, _routes.Starts[shard + 1])];
            foreach (int[] piece in Array.ConvertAll(ofShard, row => row - _routes.Starts[shard]).Chunk(mostRows))
            {
                double products = (double)queries.Length * piece.Length * job.NumberOfColumns;
                int mostQueries = Math.Min(MostQueries, ShardSteps.QueriesOfCall(queries.Length, products));
                WireBlock searched = WireBlock.Of<int>(piece);
                foreach ((int first, int number) in ShardSteps.Through(queries.Length, mostQueries))
                {
                    context.ThrowIfCancelled();
                    NearestRows nearest = ShardKey.Grain(grains, _routes, shard)
                        .NearestAmongAsync(WireBlock.Of<int>(queries.AsSpan(first, number)), searched, count).GetAwaiter().GetResult();
                    for (int i = 0; i < number; i++)
                    {
                        NearestHeap heap = HeapOf(first + i);
                        nearest.OfferTo(ref heap, i, queries[first + i]);
                        found[first + i] = heap.Count;
                    }
                }
            }
        }

        for (int query = 0; query < queries.Length; query++)
        {
            HeapOf(query).Sort();
        }

        return (rows, distances);

        NearestHeap HeapOf(int query) =>
            new(rows.AsSpan(query * count, count), distances.AsSpan(query * count, count), found[query]);
    }

    private void Hold(double bytes) => _held.Add(memory.Hold(
        bytes, -1, $"The division of the graph of {_routes.NumberOfRows} rows and {job.Settings.NumberOfNeighbors} neighbours"));
}
