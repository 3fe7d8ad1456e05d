using System.Collections.Concurrent;
using LleTransforms.Features;
using LleTransforms.Neighbors;
using LleTransforms.Neighbors.Dense;
using LleTransforms.Orleans.Grains;
using LleTransforms.Orleans.Wire;
using LleTransforms.Running;

namespace LleTransforms.Orleans.Silo;

/// <summary>Rows of a shard with a search among them, one of the pieces against which all other rows are matched.</summary>
/// <param name="FirstRow">The number of its first row among all distinct ones.</param>
/// <param name="Features">Its rows.</param>
/// <param name="Sought">What is searched: the rows, or their directions.</param>
/// <param name="Axes">Axes that the fit's pieces on this silo share.</param>
internal sealed record RowPiece(int FirstRow, CenteredFeatures Features, CenteredFeatures Sought, Lazy<FilterAxes> Axes)
{
    /// <summary>An exact search of the rows, made by whoever asks first.</summary>
    public Lazy<INeighborSearch> Search { get; } = new(() => NeighborSearches.Create(Sought, Axes));

    public int NumberOfRows => Features.NumberOfRows;

    /// <summary>The rows and what searches them: a tree's copy where they are narrow, images where they are wide.</summary>
    public long Bytes => (4L * Features.Values.Length * (Sought == Features ? 1 : 2))
        + (long)(NumberOfRows * Math.Max(4.0 * Math.Min(Features.NumberOfColumns, MostTreeColumns),
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
    private readonly ConcurrentDictionary<Guid, Lazy<FilterAxes>> _axes = new();
    private readonly FetchedPieces<(Guid Fit, int Shard, int Piece), RowPiece> _pieces = new(options.CacheInBytes, piece => piece.Bytes);

    public void Add(Guid fit, int shard, CenteredFeatures rows) => _own[(fit, shard)] = rows;

    public void Remove(Guid fit, int shard)
    {
        _own.TryRemove((fit, shard), out _);
        _pieces.Drop(key => key.Fit == fit && key.Shard == shard);
    }

    /// <summary>Drops all that was fetched for a fit.</summary>
    public void Forget(Guid fit)
    {
        _pieces.Drop(key => key.Fit == fit);
        _axes.TryRemove(fit, out _);
    }

    /// <summary>The rows of a shard that lives on this silo.</summary>
    public CenteredFeatures? Own(Guid fit, int shard) => _own.GetValueOrDefault((fit, shard));

    /// <summary>A piece of a shard.</summary>
    public Task<RowPiece> PieceAsync(FitRoutes routes, int shard, int piece, FeatureScaling scaling, DirectionMap? directions) =>
        _pieces.GetAsync((routes.Id, shard, piece), () => FetchAsync(routes, shard, piece, scaling, directions));

    /// <summary>The named distinct rows, in the order given.</summary>
    public async Task<float[]> GatherAsync(FitRoutes routes, int[] rows, int columnCount)
    {
        float[] values = new float[(long)rows.Length * columnCount];
        ReadOnlyMemory<float>[] found = await FindAsync(routes, rows, columnCount);
        for (int i = 0; i < found.Length; i++)
        {
            found[i].CopyTo(values.AsMemory(i * columnCount));
        }

        return values;
    }

    /// <summary>The named distinct rows, in the order given, where they lie if they are on this silo.</summary>
    public async Task<ReadOnlyMemory<float>[]> FindAsync(FitRoutes routes, int[] rows, int columnCount)
    {
        var found = new ReadOnlyMemory<float>[rows.Length];
        await Task.WhenAll(Enumerable.Range(0, rows.Length).GroupBy(i => routes.ShardOf(rows[i])).Select(ofShard =>
            FindAsync(routes, ofShard.Key, [.. ofShard], rows, found, columnCount)));
        return found;
    }

    /// <summary>Finds the rows that one shard has: on this silo as far as they are here, else by messages.</summary>
    private async Task FindAsync(
        FitRoutes routes, int shard, int[] places, int[] rows, ReadOnlyMemory<float>[] found, int columnCount)
    {
        int start = routes.Starts[shard];
        CenteredFeatures? known = Own(routes.Id, shard);
        List<int> missing = [];
        foreach (int i in places)
        {
            found[i] = known is not null
                ? known.Values.AsMemory((rows[i] - start) * columnCount, columnCount)
                : FetchedRow(routes.Id, shard, rows[i], columnCount);
            if (found[i].IsEmpty)
            {
                missing.Add(i);
            }
        }

        foreach (int[] part in missing.Chunk(Math.Max(1, WireBlock.MostBytes / sizeof(float) / columnCount)))
        {
            int[] numbers = Array.ConvertAll(part, i => rows[i] - start);
            WireBlock sent = await ShardKey.Grain(grains, routes, shard).RowsAsync(WireBlock.Of<int>(numbers));
            metrics.Received(sent);
            float[] values = sent.ToArray<float>();
            for (int p = 0; p < part.Length; p++)
            {
                found[part[p]] = values.AsMemory(p * columnCount, columnCount);
            }
        }
    }

    private ReadOnlyMemory<float> FetchedRow(Guid fit, int shard, int row, int columnCount)
    {
        int rowsOfPiece = RowPiece.RowsFor(columnCount);
        for (int piece = 0; _pieces.TryGet((fit, shard, piece), out RowPiece found); piece++)
        {
            if (row < found.FirstRow + found.Features.NumberOfRows)
            {
                return found.Features.Values.AsMemory((row - found.FirstRow) * columnCount, columnCount);
            }

            if (found.Features.NumberOfRows < rowsOfPiece)
            {
                return default;
            }
        }

        return default;
    }

    private async Task<RowPiece> FetchAsync(FitRoutes routes, int shard, int piece, FeatureScaling scaling, DirectionMap? directions)
    {
        int columnCount = scaling.NumberOfColumns;
        int rowsOfPiece = RowPiece.RowsFor(columnCount);
        int first = piece * rowsOfPiece;
        int count = Math.Min(rowsOfPiece, routes.CountOf(shard) - first);
        int start = routes.Starts[shard] + first;
        if (Own(routes.Id, shard) is CenteredFeatures own)
        {
            return Piece(routes.Id, start, first == 0 && count == own.NumberOfRows
                ? own
                : new CenteredFeatures(own.Values.AsSpan(first * columnCount, count * columnCount).ToArray(), count, scaling), directions);
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

        return Piece(routes.Id, start, new CenteredFeatures(values, count, scaling), directions);
    }

    /// <summary>A piece, and the axes of the first one whose search wants them.</summary>
    private RowPiece Piece(Guid fit, int firstRow, CenteredFeatures rows, DirectionMap? directions)
    {
        CenteredFeatures sought = directions?.MapAll(rows) ?? rows;
        return new RowPiece(
            firstRow, rows, sought, _axes.GetOrAdd(fit, _ => new Lazy<FilterAxes>(() => FilterAxes.Of(sought, new RunContext()))));
    }
}
