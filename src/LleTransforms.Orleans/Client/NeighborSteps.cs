using LleTransforms.Features;
using LleTransforms.Neighbors;
using LleTransforms.Orleans.Grains;
using LleTransforms.Orleans.Silo;
using LleTransforms.Orleans.Wire;

namespace LleTransforms.Orleans.Client;

/// <summary>Has all shards find the k nearest rows of their rows, among all rows or among those of cells around landmarks.</summary>
/// <param name="calls">The shards.</param>
/// <param name="columnCount">D.</param>
/// <param name="report">Hears how many rows are done, of how many.</param>
/// <param name="token">Stops the work.</param>
internal sealed class NeighborSteps(ShardCalls calls, int columnCount, Action<long, long> report, CancellationToken token)
{
    private const int SampledRows = 256;

    private readonly int _rowsOfPiece = RowPiece.RowsFor(columnCount);
    private long _done;

    /// <summary>Exact: each shard against every piece of every shard.</summary>
    public Task FindExactAsync()
    {
        FitRoutes routes = calls.Routes;
        int mostRows = Math.Min(_rowsOfPiece, Enumerable.Range(0, routes.NumberOfShards).Max(routes.CountOf));
        return calls.RunAsync(async shard =>
        {
            // The same rows meet all pieces, so that their shard may keep what it finds out about them.
            int queries = ShardSteps.QueriesOfCall(routes.CountOf(shard), (double)routes.CountOf(shard) * mostRows * columnCount);
            for (int other = 0; other < routes.NumberOfShards; other++)
            {
                foreach ((int first, _) in ShardSteps.Through(routes.CountOf(other), _rowsOfPiece))
                {
                    foreach ((int firstQuery, int queryCount) in ShardSteps.Through(routes.CountOf(shard), queries))
                    {
                        token.ThrowIfCancellationRequested();
                        await calls.DoStepAsync(
                            shard, grain => grain.MatchAsync(other, first / _rowsOfPiece, firstQuery, queryCount));
                    }
                }

                Report(routes, routes.NumberOfShards);
            }

            await calls.DoAsync(shard, grain => grain.FinishListsAsync());
        });
    }

    /// <summary>Approximate: each row first with the rows of its own cell, then with those of cells beside it.</summary>
    public async Task FindApproximateAsync(int landmarkCount)
    {
        FitRoutes routes = calls.Routes;
        await calls.RunAsync(async shard =>
        {
            foreach ((int first, int count) in ShardSteps.Through(routes.CountOf(shard), ShardSteps.RowsOfStep))
            {
                token.ThrowIfCancellationRequested();
                await calls.DoStepAsync(shard, grain => grain.AssignAsync(first, count, landmarkCount));
            }
        });
        int[][] counts = new int[routes.NumberOfShards][];
        await calls.RunAsync(async shard =>
            counts[shard] = (await calls.DoAsync(shard, grain => grain.CellCountsAsync(landmarkCount))).ToArray<int>());
        int[] sizes = [.. Enumerable.Range(0, landmarkCount).Select(cell => counts.Sum(ofShard => ofShard[cell]))];
        CellRange[] ranges = CellRange.Cover(sizes, _rowsOfPiece);
        foreach (bool isOwn in new[] { true, false })
        {
            await calls.RunAsync(async shard =>
            {
                foreach (CellRange range in ranges)
                {
                    for (int next = range.First; next < range.End;)
                    {
                        token.ThrowIfCancellationRequested();
                        int from = next;
                        next = await calls.DoStepAsync(shard, grain => grain.MatchCellsAsync(range, from, isOwn));
                    }

                    Report(routes, 2 * ranges.Length);
                }
            });
        }

        await calls.RunAsync(shard => calls.DoAsync(shard, grain => grain.FinishListsAsync()));
    }

    /// <summary>The share of true neighbours in the lists of some rows, drawn by seed, which are matched with all rows.</summary>
    public async Task<(double Recall, int SampledRows)> RecallAsync(FitSettings settings)
    {
        FitRoutes routes = calls.Routes;
        int k = settings.NumberOfNeighbors;
        int[] sample = RowSample.Draw(routes.NumberOfRows, Math.Min(routes.NumberOfRows, SampledRows), settings.Seed);
        WireBlock numbers = WireBlock.Of<int>(sample);
        var found = new List<NearestRows>[routes.NumberOfShards];
        await calls.RunAsync(async shard =>
        {
            List<NearestRows> ofShard = [];
            foreach ((int first, int count) in ShardSteps.Through(routes.CountOf(shard), _rowsOfPiece))
            {
                token.ThrowIfCancellationRequested();
                ofShard.Add(await calls.DoAsync(shard, grain => grain.NearestAsync(numbers, first, count)));
            }

            found[shard] = ofShard;
        });
        long hits = 0;
        for (int i = 0; i < sample.Length; i++)
        {
            int[] nearest = new int[k];
            var heap = new NearestHeap(nearest, new double[k]);
            foreach (NearestRows ofPiece in found.SelectMany(ofShard => ofShard))
            {
                ofPiece.OfferTo(ref heap, i, sample[i]);
            }

            int shard = routes.ShardOf(sample[i]);
            int row = sample[i] - routes.Starts[shard];
            WireBlock list = await calls.CallAsync(shard, () => calls.Grain(shard).ListsAsync(row, 1));
            hits += list.ToArray<int>().Intersect(nearest).Count();
        }

        return ((double)hits / ((long)k * sample.Length), sample.Length);
    }

    private void Report(FitRoutes routes, int partsOfShard)
    {
        long all = (long)partsOfShard * routes.NumberOfShards;
        report(Math.Min(Interlocked.Increment(ref _done), all) * routes.NumberOfRows / all, routes.NumberOfRows);
    }
}
