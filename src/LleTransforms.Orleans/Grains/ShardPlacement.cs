using Orleans.Placement;
using Orleans.Runtime.Placement;

namespace LleTransforms.Orleans.Grains;

/// <summary>Deals a fit's shards out to the silos in turn, so that each gets as many as the others.</summary>
[GenerateSerializer]
[Immutable]
internal sealed class ShardPlacement : PlacementStrategy;

/// <summary>Names <see cref="ShardPlacement"/>.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class ShardPlacementAttribute() : PlacementAttribute(new ShardPlacement());

/// <summary>Shard i goes to the i-th silo in the order of addresses, and to the next one each time a silo cannot open it.</summary>
internal sealed class ShardPlacementDirector : IPlacementDirector
{
    public Task<SiloAddress> OnAddActivation(PlacementStrategy strategy, PlacementTarget target, IPlacementContext context)
    {
        SiloAddress[] silos = [.. context.GetCompatibleSilos(target).Order()];
        ShardKey key = ShardKey.Parse(target.GrainIdentity.Key.ToString()!);
        return Task.FromResult(silos[(key.Shard + key.Attempt) % silos.Length]);
    }
}
