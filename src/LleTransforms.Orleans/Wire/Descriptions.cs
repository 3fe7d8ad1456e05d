using LleTransforms.Features;
using LleTransforms.Fitting;

namespace LleTransforms.Orleans.Wire;

/// <summary>The options of a fit, as far as a cluster knows them.</summary>
[GenerateSerializer]
[Immutable]
internal sealed record FitSettings(
    [property: Id(0)] int NumberOfComponents,
    [property: Id(1)] int NumberOfNeighbors,
    [property: Id(2)] int NumberOfLandmarks,
    [property: Id(3)] double Regularization,
    [property: Id(4)] LlePlacement Placement,
    [property: Id(5)] int Seed,
    [property: Id(6)] bool IsApproximate,
    [property: Id(7)] LleMetric Metric,
    [property: Id(8)] LleDisconnectedGraph DisconnectedGraph)
{
    public static FitSettings Of(LleOptions options) => new(
        options.NumberOfComponents, options.KnownNumberOfNeighbors, options.NumberOfLandmarks!.Value, options.Regularization,
        options.ResolvedPlacement, options.Seed ?? 0, options.NeighborSearch == LleNeighborSearch.Approximate,
        options.Metric, options.DisconnectedGraph);

    public LleOptions ToOptions() => new()
    {
        NumberOfComponents = NumberOfComponents,
        NumberOfNeighbors = NumberOfNeighbors,
        NumberOfLandmarks = NumberOfLandmarks,
        PlaceAmongLandmarks = true,
        Metric = Metric,
        Regularization = Regularization,
        Placement = Placement,
        Seed = Seed,
    };

    public FitPlan ToPlan() => FitPlan.Of(ToOptions(), NumberOfNeighbors);
}

/// <summary>What every shard of a fit knows from the first.</summary>
[GenerateSerializer]
[Immutable]
internal sealed record FitDescription(
    [property: Id(0)] Guid Id,
    [property: Id(1)] FitSettings Settings,
    [property: Id(2)] int NumberOfColumns,
    [property: Id(3)] double[]? Offset,
    [property: Id(4)] LleShard Shard)
{
    /// <summary>The first shard's names of columns, which those of all shards must equal where both have some.</summary>
    [Id(5)]
    public string[]? ColumnNames { get; init; }
}

/// <summary>What a reader says of a shard before its rows are read.</summary>
[GenerateSerializer]
[Immutable]
internal sealed record ShardFacts(
    [property: Id(0)] int NumberOfColumns,
    [property: Id(1)] bool IsDoublePrecision,
    [property: Id(2)] double[]? FirstRow)
{
    [Id(3)]
    public string[]? ColumnNames { get; init; }
}

/// <summary>How far a shard is read.</summary>
/// <param name="Count">The rows that are read.</param>
/// <param name="Hash">A hash of all of them, once they are; 0 before.</param>
[GenerateSerializer]
[Immutable]
internal readonly record struct RowsRead([property: Id(0)] int Count, [property: Id(1)] ulong Hash);

/// <summary>The map to what the engine computes with.</summary>
[GenerateSerializer]
[Immutable]
internal sealed record WireScaling(
    [property: Id(0)] double[]? Offset, [property: Id(1)] double[] Mean, [property: Id(2)] int ScaleExponent)
{
    public static WireScaling Of(FeatureScaling scaling) => new(scaling.Offset, scaling.Mean, scaling.ScaleExponent);

    public FeatureScaling ToScaling() => new(Offset, Mean, ScaleExponent);
}

/// <summary>Which grains hold the shards of a fit, and which distinct rows each has.</summary>
/// <param name="Id">The fit.</param>
/// <param name="Attempts">For each shard how often it moved to another silo because one could not open it.</param>
/// <param name="Starts">The number of each shard's first distinct row, and behind the last the count of all.</param>
/// <param name="NumberOfSilos">The silos that there were when the fit began.</param>
[GenerateSerializer]
[Immutable]
internal sealed record FitRoutes(
    [property: Id(0)] Guid Id, [property: Id(1)] int[] Attempts, [property: Id(2)] int[] Starts, [property: Id(3)] int NumberOfSilos)
{
    public int NumberOfShards => Attempts.Length;

    public int NumberOfRows => Starts[^1];

    public int CountOf(int shard) => Starts[shard + 1] - Starts[shard];

    /// <summary>The shard that has a distinct row.</summary>
    public int ShardOf(int row)
    {
        int at = Array.BinarySearch(Starts, row);
        if (at < 0)
        {
            return ~at - 1;
        }

        // Shards without distinct rows of their own start where the next one does.
        while (Starts[at + 1] == row)
        {
            at++;
        }

        return at;
    }
}

/// <summary>What is left of a shard once rows that equal earlier ones are known.</summary>
/// <param name="Routes">All shards.</param>
/// <param name="Duplicates">The shard's rows that equal an earlier row, ascending.</param>
/// <param name="Representatives">For each of them the distinct row that it equals.</param>
[GenerateSerializer]
[Immutable]
internal sealed record ShardNumbers(
    [property: Id(0)] FitRoutes Routes, [property: Id(1)] int[] Duplicates, [property: Id(2)] int[] Representatives);

/// <summary>Some of the cells around landmarks, as many as a silo fetches at a time.</summary>
/// <param name="First">The first cell.</param>
/// <param name="End">Behind the last.</param>
[GenerateSerializer]
[Immutable]
internal readonly record struct CellRange([property: Id(0)] int First, [property: Id(1)] int End)
{
    /// <summary>Ranges that cover all cells, of as many rows as are allowed or of one cell.</summary>
    /// <param name="sizes">The rows of each cell.</param>
    /// <param name="mostRows">The most rows of a range.</param>
    public static CellRange[] Cover(int[] sizes, int mostRows)
    {
        List<CellRange> ranges = [];
        int first = 0;
        long rows = 0;
        for (int cell = 0; cell < sizes.Length; cell++)
        {
            if (cell > first && rows + sizes[cell] > mostRows)
            {
                ranges.Add(new CellRange(first, cell));
                (first, rows) = (cell, 0);
            }

            rows += sizes[cell];
        }

        ranges.Add(new CellRange(first, sizes.Length));
        return [.. ranges];
    }
}

/// <summary>A shard lost what it had, since its silo ended or never had it.</summary>
[GenerateSerializer]
internal sealed class ShardLostException : Exception
{
    public ShardLostException()
    {
    }

    public ShardLostException(int shard)
        : base($"Shard {shard} has lost what it had.") => Shard = shard;

    [Id(0)]
    public int Shard { get; set; }
}

/// <summary>The part of a sum that a shard should go on with is gone.</summary>
[GenerateSerializer]
internal sealed class BandLostException : Exception
{
    public BandLostException()
        : base("A part of the reduced matrix is lost.")
    {
    }
}
