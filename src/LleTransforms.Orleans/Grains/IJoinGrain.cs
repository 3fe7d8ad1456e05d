using LleTransforms.Orleans.Wire;

namespace LleTransforms.Orleans.Grains;

/// <summary>What one silo does for a whole fit. It finds equal rows, divides the graph, fits small parts, and solves the small
/// eigenproblem.</summary>
internal interface IJoinGrain : IGrainWithGuidKey
{
    /// <summary>Finds out whether this silo has memory for the jobs of a fit, before any work is done.</summary>
    /// <exception cref="ShardFaultException">It has not.</exception>
    Task RequireAsync(long rowCount, FitSettings settings);

    /// <summary>Begins a job, unless it has begun already; jobs may take long, so that nobody waits in a call.</summary>
    Task StartAsync(JoinJob job);

    /// <summary>What came out; null while the job runs.</summary>
    /// <exception cref="ShardLostException">The grain or a shard has lost what it had.</exception>
    Task<JoinAnswer?> AskAsync(JoinKind kind);

    /// <summary>The parts of some rows, once the graph is divided, and other neighbours that some have now.</summary>
    /// <exception cref="ShardLostException">The grain has lost the parts.</exception>
    Task<DividedRows> DivisionAsync(int firstRow, int count);

    Task ForgetAsync();
}

/// <summary>The jobs of a fit.</summary>
internal enum JoinKind
{
    /// <summary>Finding rows that equal earlier ones.</summary>
    Duplicates = 0,

    /// <summary>Finding out whether the graph holds together, and what parts it has where it does not.</summary>
    Graph = 1,

    /// <summary>Solving the eigenproblem over the landmarks.</summary>
    Solve = 2,

    /// <summary>Fitting parts of few rows.</summary>
    SmallParts = 3,
}

/// <summary>A job.</summary>
[GenerateSerializer]
[Immutable]
internal sealed record JoinJob(
    [property: Id(0)] JoinKind Kind,
    [property: Id(1)] FitRoutes Routes,
    [property: Id(2)] FitSettings Settings,
    [property: Id(3)] int NumberOfColumns,
    [property: Id(4)] int NumberOfLandmarks)
{
    /// <summary>The parts to fit.</summary>
    [Id(5)]
    public SmallPart[] Parts { get; init; } = [];

    /// <summary>How their rows are centred and scaled.</summary>
    [Id(6)]
    public WireScaling? Scaling { get; init; }
}

/// <summary>What came out of a job.</summary>
/// <param name="Numbers">Equal rows: each row that equals an earlier one, and that one, in turn. Of fitted parts their
/// landmarks.</param>
/// <param name="Values">The landmarks' values of a basis, L x d. Of each fitted part d eigenvalues, the radius, the mean row, and its
/// landmarks' coordinates.</param>
/// <param name="Fault">Why the fit cannot go on; null where it can.</param>
/// <param name="IsLost">Whether a band of the reduced matrix was lost.</param>
/// <param name="LostShard">A shard that was lost; -1 for none.</param>
/// <param name="Parts">The parts of the graph, largest first; none where it holds together as it is.</param>
/// <param name="Messages">What the job has to say.</param>
[GenerateSerializer]
[Immutable]
internal sealed record JoinAnswer(
    [property: Id(0)] WireBlock Numbers,
    [property: Id(1)] WireBlock Values,
    [property: Id(2)] string? Fault,
    [property: Id(3)] bool IsLost,
    [property: Id(4)] int LostShard,
    [property: Id(5)] PartFacts[] Parts,
    [property: Id(6)] JobMessage[] Messages);
