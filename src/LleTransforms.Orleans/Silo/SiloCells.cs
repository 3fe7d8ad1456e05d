using System.Globalization;
using LleTransforms.Features;
using LleTransforms.Neighbors;
using LleTransforms.Orleans.Grains;
using LleTransforms.Orleans.Wire;

namespace LleTransforms.Orleans.Silo;

/// <summary>All rows whose nearest landmark is one of them, from every shard.</summary>
/// <param name="numbers">Their numbers among all distinct rows, ascending.</param>
/// <param name="features">The rows.</param>
internal sealed class Cell(int[] numbers, CenteredFeatures features)
{
    // Fewer rows are measured one by one before a search of them is made.
    private const int FewestSearched = 512;

    private readonly Lazy<INeighborSearch> _search = new(() => NeighborSearches.Create(features));

    public int[] Numbers => numbers;

    public CenteredFeatures Features => features;

    /// <summary>A search of the rows; null where there are so few that none pays.</summary>
    public INeighborSearch? Search => numbers.Length < FewestSearched ? null : _search.Value;
}

/// <summary>The cells that grains of this silo match their rows with, fetched once a silo.</summary>
/// <remarks>Safe for any number of threads. All shards of a silo go through the cells in one order.</remarks>
internal sealed class SiloCells(IGrainFactory grains, LleSiloOptions options, SiloRows siloRows, LleClusterMetrics metrics)
{
    private readonly FetchedPieces<(Guid Fit, CellRange Range), Cell[]> _ranges = new(options.CacheInBytes, BytesOf);

    /// <summary>The cells of a range.</summary>
    public Task<Cell[]> OfAsync(FitRoutes routes, CellRange range, FeatureScaling scaling) =>
        _ranges.GetAsync((routes.Id, range), () => FetchAsync(routes, range, scaling));

    public void Forget(Guid fit) => _ranges.Drop(key => key.Fit == fit);

    /// <summary>The rows, and a tree's copy of them.</summary>
    private static long BytesOf(Cell[] cells) => cells.Sum(cell => (8L * cell.Features.Values.Length) + (4L * cell.Numbers.Length));

    private async Task<Cell[]> FetchAsync(FitRoutes routes, CellRange range, FeatureScaling scaling)
    {
        int columnCount = scaling.NumberOfColumns;
        int bytesOfRow = (2 * sizeof(int)) + (columnCount * sizeof(float));
        int most = Math.Max(1, WireBlock.MostBytes / bytesOfRow);
        List<WireBlock> blocks = [];
        long bytes = 0;
        for (int shard = 0; shard < routes.NumberOfShards; shard++)
        {
            for (int skipped = 0, count = most; count == most; skipped += count)
            {
                WireBlock sent = await ShardKey.Grain(grains, routes, shard).CellRowsAsync(range, skipped, most);
                if (siloRows.Own(routes.Id, shard) is null)
                {
                    metrics.Received(sent);
                }

                count = sent.Bytes.Length / bytesOfRow;
                blocks.Add(sent);
                bytes += sent.Bytes.Length;
                if (2 * bytes > options.CacheInBytes)
                {
                    throw new ShardFaultException(ShardFaultKind.TooLarge, shard, string.Create(
                        CultureInfo.InvariantCulture,
                        $"The rows nearest to landmarks {range.First} to {range.End - 1}, up to those of shard {shard}, take " +
                        $"{2 * bytes / 1e6:f1} MB with a search of them; rows of others may take {options.CacheInBytes / 1e6:f1} MB. " +
                        $"More landmarks or a larger {nameof(LleSiloOptions.CacheInBytes)} would do."));
                }
            }
        }

        return Sort(blocks, range, scaling, bytesOfRow);
    }

    private static Cell[] Sort(List<WireBlock> blocks, CellRange range, FeatureScaling scaling, int bytesOfRow)
    {
        int columnCount = scaling.NumberOfColumns;
        int[] sizes = new int[range.End - range.First];
        foreach (WireBlock block in blocks)
        {
            foreach (int cell in CellsOf(block))
            {
                sizes[cell - range.First]++;
            }
        }

        int[][] numbers = Array.ConvertAll(sizes, size => new int[size]);
        float[][] values = Array.ConvertAll(sizes, size => new float[size * columnCount]);
        int[] filled = new int[sizes.Length];
        foreach (WireBlock block in blocks)
        {
            ReadOnlySpan<int> cells = CellsOf(block);
            ReadOnlySpan<int> rows = block.As<int>().Slice(cells.Length, cells.Length);
            ReadOnlySpan<float> features = block.As<float>()[(2 * cells.Length)..];
            for (int i = 0; i < cells.Length; i++)
            {
                int cell = cells[i] - range.First;
                int at = filled[cell]++;
                numbers[cell][at] = rows[i];
                features.Slice(i * columnCount, columnCount).CopyTo(values[cell].AsSpan(at * columnCount));
            }
        }

        return [.. numbers.Select((ofCell, cell) => new Cell(ofCell, new CenteredFeatures(values[cell], ofCell.Length, scaling)))];

        ReadOnlySpan<int> CellsOf(WireBlock block) => block.As<int>()[..(block.Bytes.Length / bytesOfRow)];
    }
}
