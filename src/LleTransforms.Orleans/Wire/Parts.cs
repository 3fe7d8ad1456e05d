namespace LleTransforms.Orleans.Wire;

/// <summary>A part of a graph, which is embedded by itself.</summary>
/// <param name="SinkRow">The number within the part of a row that every row of it reaches.</param>
/// <param name="Counts">How many of the part's rows each shard has.</param>
[GenerateSerializer]
[Immutable]
internal sealed record PartFacts([property: Id(0)] int SinkRow, [property: Id(1)] int[] Counts)
{
    public int NumberOfRows => Counts.Sum();
}

/// <summary>A message of a job, for whoever listens to the fit.</summary>
[GenerateSerializer]
[Immutable]
internal sealed record JobMessage([property: Id(0)] LleSeverity Severity, [property: Id(1)] string Text);

/// <summary>What a division of the graph says of some rows that follow each other.</summary>
/// <param name="Parts">The part of each; -1 for a row that belongs to none.</param>
/// <param name="ChangedRows">Those whose neighbours are others now, ascending, counted from the first of them.</param>
/// <param name="ChangedLists">Their neighbours, k each.</param>
[GenerateSerializer]
[Immutable]
internal sealed record DividedRows(
    [property: Id(0)] WireBlock Parts, [property: Id(1)] WireBlock ChangedRows, [property: Id(2)] WireBlock ChangedLists);

/// <summary>What a shard of a part takes from a shard of the whole.</summary>
/// <param name="Whole">The shards of all rows.</param>
/// <param name="Routes">The shards of the part.</param>
/// <param name="Part">The number of the part.</param>
/// <param name="Settings">The options of the fit.</param>
/// <param name="Scaling">How rows are centred and scaled.</param>
/// <param name="Shard">The shard of the whole, for messages.</param>
[GenerateSerializer]
[Immutable]
internal sealed record PartDescription(
    [property: Id(0)] FitRoutes Whole,
    [property: Id(1)] FitRoutes Routes,
    [property: Id(2)] int Part,
    [property: Id(3)] FitSettings Settings,
    [property: Id(4)] WireScaling Scaling,
    [property: Id(5)] LleShard Shard);

/// <summary>A part that one silo fits alone.</summary>
/// <param name="Part">Its number.</param>
/// <param name="Facts">Its rows.</param>
/// <param name="NumberOfLandmarks">How many of them are landmarks.</param>
[GenerateSerializer]
[Immutable]
internal sealed record SmallPart(
    [property: Id(0)] int Part, [property: Id(1)] PartFacts Facts, [property: Id(2)] int NumberOfLandmarks);
