using System.Collections.Concurrent;
using LleTransforms.Features;
using LleTransforms.Neighbors;
using LleTransforms.Neighbors.Dense;
using LleTransforms.Orleans.Grains;
using LleTransforms.Orleans.Wire;

namespace LleTransforms.Orleans.Silo;

/// <summary>Rows of a shard with a search among them, one of the pieces against which all other rows are matched.</summary>
/// <param name="FirstRow">The number of its first row among all distinct ones.</param>
/// <param name="Features">Its rows.</param>
internal sealed record RowPiece(int FirstRow, CenteredFeatures Features)
{
    /// <summary>An exact search of the rows, made by whoever asks first.</summary>
    public Lazy<INeighborSearch> Search { get; } = new(() => NeighborSearches.Create(Features));

    /// <summary>The rows and what searches them: a tree's copy where they are narrow, images where they are wide.</summary>
    public long Bytes => (4L * Features.Values.Length)
        + (long)(Features.NumberOfRows * Math.Max(4.0 * Math.Min(Features.NumberOfColumns, MostTreeColumns),
            DenseSearch.BytesOfImage(Features.NumberOfColumns)));

    private const int MostTreeColumns = 64;

    /// <summary>The rows of a shard that make a piece: 32 MB at most.</summary>
    public static int RowsFor(int columnCount) => Math.Max(1, (32 << 20) / sizeof(float) / columnCount);
}

/// <summary>The rows that grains of this silo have at hand: their own shards', which need no message, and pieces of others.</summary>
/// <remarks>Safe for any number of threads. All shards of a silo go through the pieces in one order, so that a piece is fetched
/// once.</remarks>
internal sealed class SiloRows(IGrainFactory grains, LleSiloOptions options, LleClusterMetrics metrics)
{
    private readonly ConcurrentDictionary<(Guid Fit, int Shard), CenteredFeatures> _own = new();
    private readonly FetchedPieces<(Guid Fit, int Shard, int Piece), RowPiece> _pieces = new(options.CacheInBytes, piece => piece.Bytes);

    public void Add(Guid fit, int shard, CenteredFeatures rows) => _own[(fit, shard)] = rows;

    public void Remove(Guid fit, int shard)
    {
        _own.TryRemove((fit, shard), out _);
        _pieces.Drop(key => key.Fit == fit && key.Shard == shard);
    }

    /// <summary>Drops all that was fetched for a fit.</summary>
    public void Forget(Guid fit) => _pieces.Drop(key => key.Fit == fit);

    /// <summary>The rows of a shard that lives on this silo.</summary>
    public CenteredFeatures? Own(Guid fit, int shard) => _own.GetValueOrDefault((fit, shard));

    /// <summary>A piece of a shard.</summary>
    public Task<RowPiece> PieceAsync(FitRoutes routes, int shard, int piece, FeatureScaling scaling) =>
        _pieces.GetAsync((routes.Id, shard, piece), () => FetchAsync(routes, shard, piece, scaling));

    /// <summary>The named distinct rows, in the order given.</summary>
    public async Task<float[]> GatherAsync(FitRoutes routes, int[] rows, int columnCount)
    {
        float[] values = new float[(long)rows.Length * columnCount];
        await GatherAsync(routes, rows, columnCount, values);
        return values;
    }

    /// <summary>The same into an array that may be longer.</summary>
    public Task GatherAsync(FitRoutes routes, int[] rows, int columnCount, float[] values) =>
        Task.WhenAll(Enumerable.Range(0, rows.Length).GroupBy(i => routes.ShardOf(rows[i])).Select(ofShard =>
            GatherAsync(routes, ofShard.Key, [.. ofShard], rows, values, columnCount)));

    /// <summary>Fills the rows that one shard has: from this silo as far as they are here, else by messages.</summary>
    private async Task GatherAsync(FitRoutes routes, int shard, int[] places, int[] rows, float[] values, int columnCount)
    {
        int start = routes.Starts[shard];
        CenteredFeatures? known = Own(routes.Id, shard);
        List<int> missing = [];
        foreach (int i in places)
        {
            ReadOnlySpan<float> row = known is not null
                ? known.Row(rows[i] - start)
                : FetchedRow(routes.Id, shard, rows[i], columnCount);
            if (row.IsEmpty)
            {
                missing.Add(i);
            }
            else
            {
                row.CopyTo(values.AsSpan(i * columnCount, columnCount));
            }
        }

        foreach (int[] part in missing.Chunk(Math.Max(1, WireBlock.MostBytes / sizeof(float) / columnCount)))
        {
            int[] numbers = Array.ConvertAll(part, i => rows[i] - start);
            WireBlock sent = await ShardKey.Grain(grains, routes, shard).RowsAsync(WireBlock.Of<int>(numbers));
            metrics.Received(sent);
            for (int p = 0; p < part.Length; p++)
            {
                sent.As<float>().Slice(p * columnCount, columnCount).CopyTo(values.AsSpan(part[p] * columnCount));
            }
        }
    }

    private ReadOnlySpan<float> FetchedRow(Guid fit, int shard, int row, int columnCount)
    {
        int rowsOfPiece = RowPiece.RowsFor(columnCount);
        for (int piece = 0; _pieces.TryGet((fit, shard, piece), out RowPiece found); piece++)
        {
            if (row < found.FirstRow + found.Features.NumberOfRows)
            {
                return found.Features.Row(row - found.FirstRow);
            }

            if (found.Features.NumberOfRows < rowsOfPiece)
            {
                return [];
            }
        }

        return [];
    }

    private async Task<RowPiece> FetchAsync(FitRoutes routes, int shard, int piece, FeatureScaling scaling)
    {
        int columnCount = scaling.NumberOfColumns;
        int rowsOfPiece = RowPiece.RowsFor(columnCount);
        int first = piece * rowsOfPiece;
        int count = Math.Min(rowsOfPiece, routes.CountOf(shard) - first);
        int start = routes.Starts[shard] + first;
        if (Own(routes.Id, shard) is CenteredFeatures own)
        {
            return new RowPiece(start, first == 0 && count == own.NumberOfRows
                ? own
                : new CenteredFeatures(own.Values.AsSpan(first * columnCount, count * columnCount).ToArray(), count, scaling));
        }

        float[] values = new float[count * columnCount];
        int rowsOfMessage = Math.Max(1, WireBlock.MostBytes / sizeof(float) / columnCount);
        for (int at = 0; at < count; at += rowsOfMessage)
        {
            int rows = Math.Min(rowsOfMessage, count - at);
            WireBlock sent = await ShardKey.Grain(grains, routes, shard).BlockAsync(first + at, rows);
            metrics.Received(sent);
            sent.As<float>().CopyTo(values.AsSpan(at * columnCount));
        }

        return new RowPiece(start, new CenteredFeatures(values, count, scaling));
    }
}
