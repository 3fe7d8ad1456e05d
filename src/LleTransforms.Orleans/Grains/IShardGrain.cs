using LleTransforms.Features;
using LleTransforms.Orleans.Wire;
using Orleans.Concurrency;

namespace LleTransforms.Orleans.Grains;

/// <summary>One shard of a fit: its rows, and what the phases make of them.</summary>
/// <remarks>
/// Each call is short, and may be repeated: what is done is not done again. A call that needs what the grain does not have, because it was
/// made anew on another silo, ends in <see cref="ShardLostException"/>. Then the client has the shard made again. Calls that only read are
/// answered beside others.
/// </remarks>
internal interface IShardGrain : IGrainWithStringKey
{
    /// <summary>What the reader says of the shard, before anything is read.</summary>
    Task<ShardFacts> PeekAsync(LleShard shard);

    /// <summary>Begins to read rows, or goes on; gives how many are read, and at the end a hash of all.</summary>
    Task<RowsRead> ReadAsync(FitDescription fit);

    /// <summary>Adds the shard's rows to the sums of those before it.</summary>
    Task<ColumnTotals> SumAsync(ColumnTotals totals);

    Task ScaleAsync(WireScaling scaling);

    /// <summary>Drops the rows that equal earlier ones.</summary>
    Task NumberAsync(ShardNumbers numbers);

    /// <summary>Adds the directions of the shard's rows to the sums of those before it: for a metric of angles.</summary>
    Task<ColumnTotals> SumDirectionsAsync(ColumnTotals totals);

    /// <summary>Has rows matched by their directions from here on.</summary>
    Task ScaleDirectionsAsync(WireScaling scaling);

    /// <summary>Matches some rows against a piece of a shard, and keeps the nearest.</summary>
    Task MatchAsync(int shard, int piece, int firstRow, int count);

    /// <summary>Finds the cells of some rows, those of the landmarks nearest to them.</summary>
    Task AssignAsync(int firstRow, int count, int landmarkCount);

    /// <summary>Sorts the rows by their cells; gives how many each cell has.</summary>
    Task<WireBlock> CellCountsAsync(int landmarkCount);

    /// <summary>Matches rows with cells of a range, those that they are in or others that they visit, for a short time.</summary>
    /// <returns>The cell to go on with.</returns>
    Task<int> MatchCellsAsync(CellRange range, int from, bool isOwn);

    /// <summary>Those of some of the shard's rows that are nearest to some rows, by their numbers among all: for recall.</summary>
    Task<NearestRows> NearestAsync(WireBlock numbers, int firstRow, int count);

    /// <summary>Those of the named rows of the shard that are nearest to some rows, by their numbers among all.</summary>
    Task<NearestRows> NearestAmongAsync(WireBlock numbers, WireBlock rows, int count);

    /// <summary>Puts the neighbours in order, once all pieces are matched.</summary>
    Task FinishListsAsync();

    /// <summary>Learns which part of the graph each row is in, and which rows have other neighbours now.</summary>
    Task DivideAsync(FitRoutes routes, int partCount);

    /// <summary>Makes this a shard of a part: its rows and their neighbours, from the shard of the whole.</summary>
    Task TakePartAsync(PartDescription description);

    /// <summary>Adds the rows of a part to the sums of the shards before it.</summary>
    Task<ColumnTotals> SumPartAsync(ColumnTotals totals);

    /// <summary>Finds the weights of some rows' neighbours, A, and of their landmarks, Z.</summary>
    Task WeighAsync(int firstRow, int count, int landmarkCount);

    /// <summary>Multiplies some rows of A by Z.</summary>
    Task ReduceAsync(int firstRow, int count);

    /// <summary>Takes a band of the sum of the shards before it, adds its rows, and keeps it for the next shard.</summary>
    Task AddToBandAsync(BandRequest request);

    [AlwaysInterleave]
    Task DropBandAsync(int band);

    /// <summary>Finds the rows' values of a basis that is known at the landmarks, and of its images under A.</summary>
    Task ProjectAsync(WireBlock landmarks, int componentCount);

    Task<WireBlock> AddRitzAsync(WireBlock sums, int componentCount);

    /// <summary>For each coordinate the entry of largest magnitude, the first of equals.</summary>
    Task<WireBlock> LargestAsync(WireBlock landmarks, int componentCount);

    /// <summary>How far the coordinates of a part reach from 0.</summary>
    Task<double> RadiusAsync(WireBlock landmarks, int componentCount);

    /// <summary>Finds the weights of some rows among landmarks that are told.</summary>
    Task InterpolateAsync(int firstRow, int count, WireBlock landmarks);

    Task<WireBlock> AddCoordinatesAsync(WireBlock sums, int componentCount);

    Task<WireBlock> AddDeviationsAsync(WireBlock sums, WireBlock means, int componentCount);

    /// <summary>Finds the rows' coordinates, as the model would place them.</summary>
    Task FinishAsync(WireBlock landmarks, int componentCount);

    Task WriteAsync(LleSink sink, int componentCount);

    /// <summary>Places the next rows of a shard by a model; gives how many are placed.</summary>
    Task<int> PlaceAsync(PlaceDescription description);

    /// <summary>Answers once the steps that came before have ended.</summary>
    Task SettleAsync();

    Task ForgetAsync();

    [AlwaysInterleave]
    Task RouteAsync(FitRoutes routes);

    [AlwaysInterleave]
    Task<WireBlock> HashesAsync(int firstRow, int count);

    /// <summary>Rows one after the other.</summary>
    [AlwaysInterleave]
    Task<WireBlock> BlockAsync(int firstRow, int count);

    /// <summary>Rows by their numbers within the shard.</summary>
    [AlwaysInterleave]
    Task<WireBlock> RowsAsync(WireBlock numbers);

    /// <summary>Rows of some cells: the cell of each, its number among all rows, and the rows.</summary>
    [AlwaysInterleave]
    Task<WireBlock> CellRowsAsync(CellRange range, int skipped, int most);

    /// <summary>Rows of a part, as <see cref="RowsOfPart"/> has them.</summary>
    [AlwaysInterleave]
    Task<WireBlock> PartAsync(int part, int first, int count);

    /// <summary>The numbers of rows within their parts, of those of each part that this shard has.</summary>
    [AlwaysInterleave]
    Task<WireBlock> NumbersInPartAsync(WireBlock numbers);

    /// <summary>The numbers among all rows of some of a part's rows that this shard has.</summary>
    [AlwaysInterleave]
    Task<WireBlock> NumbersOfPartAsync(int part, WireBlock places);

    /// <summary>The neighbours of rows, as they were found.</summary>
    [AlwaysInterleave]
    Task<WireBlock> ListsAsync(int firstRow, int count);

    /// <summary>Rows of Z by their numbers within the shard: k places, then k weights each.</summary>
    [AlwaysInterleave]
    Task<WireBlock> InterpolationAsync(WireBlock numbers);

    [AlwaysInterleave]
    Task<WireBlock> BandAsync(int band);

    /// <summary>Hands a band over to be added to, and keeps nothing of it. Where it is lost on the way the sum starts anew.</summary>
    [AlwaysInterleave]
    Task<WireBlock> TakeBandAsync(int band);

    /// <summary>Coordinates of rows by their numbers within the shard.</summary>
    [AlwaysInterleave]
    Task<WireBlock> CoordinatesAsync(WireBlock numbers, int componentCount);

    [AlwaysInterleave]
    Task CancelAsync();
}

/// <summary>One step of the sum of a band.</summary>
/// <param name="Band">The number of the band; an even one is of (A Z)^T (A Z), an odd one of Z^T Z.</param>
/// <param name="First">Its first row.</param>
/// <param name="End">Behind its last.</param>
[GenerateSerializer]
[Immutable]
internal sealed record BandRequest([property: Id(0)] int Band, [property: Id(1)] int First, [property: Id(2)] int End);

/// <summary>Sums of columns on their way from shard to shard.</summary>
[GenerateSerializer]
[Immutable]
internal sealed record ColumnTotals(
    [property: Id(0)] long NumberOfRows,
    [property: Id(1)] WireBlock Sum,
    [property: Id(2)] WireBlock Low,
    [property: Id(3)] WireBlock High)
{
    public static ColumnTotals Of(ColumnSums sums) => new(
        sums.NumberOfRows, WireBlock.Of<double>(sums.Sum), WireBlock.Of<float>(sums.Low), WireBlock.Of<float>(sums.High));

    public ColumnSums ToSums() => new(NumberOfRows, Sum.ToArray<double>(), Low.ToArray<float>(), High.ToArray<float>());
}
