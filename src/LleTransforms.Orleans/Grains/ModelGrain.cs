using LleTransforms.Orleans.Wire;
using Orleans.Concurrency;

namespace LleTransforms.Orleans.Grains;

/// <summary>Holds the bytes of a model, in parts, until every silo that places rows has fetched them.</summary>
internal interface IModelGrain : IGrainWithGuidKey
{
    Task PutAsync(int part, WireBlock bytes);

    /// <exception cref="ModelLostException">The part is not there, or no longer.</exception>
    [AlwaysInterleave]
    Task<WireBlock> PartAsync(int part);

    Task ForgetAsync();
}

/// <inheritdoc cref="IModelGrain"/>
internal sealed class ModelGrain : Grain, IModelGrain
{
    private readonly Dictionary<int, WireBlock> _parts = [];

    public Task PutAsync(int part, WireBlock bytes)
    {
        _parts[part] = bytes;
        return Task.CompletedTask;
    }

    public Task<WireBlock> PartAsync(int part) =>
        _parts.TryGetValue(part, out WireBlock bytes) ? Task.FromResult(bytes) : throw new ModelLostException();

    public Task ForgetAsync()
    {
        DeactivateOnIdle();
        return Task.CompletedTask;
    }
}

/// <summary>The silo that held the model is gone; the client has it still.</summary>
[GenerateSerializer]
internal sealed class ModelLostException : Exception
{
    public ModelLostException()
        : base("The model is lost.")
    {
    }
}

/// <summary>What a shard needs to know to place its rows.</summary>
[GenerateSerializer]
[Immutable]
internal sealed record PlaceDescription(
    [property: Id(0)] Guid Id, [property: Id(1)] LleShard Shard, [property: Id(2)] LleSink Sink, [property: Id(3)] int NumberOfModelParts);
