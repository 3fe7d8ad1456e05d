using Orleans.Placement;
using Orleans.Runtime.Placement;

namespace LleTransforms.Orleans.Grains;

/// <summary>Gives each silo as many of a fit's shards as the others, those that follow each other together.</summary>
[GenerateSerializer]
[Immutable]
internal sealed class ShardPlacement : PlacementStrategy;

/// <summary>Names <see cref="ShardPlacement"/>.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class ShardPlacementAttribute() : PlacementAttribute(new ShardPlacement());

/// <summary>A shard goes to the silo of its slot, in the order of addresses. Each time a silo cannot open it, it goes to the next
/// one.</summary>
/// <remarks>Once silos are gone, those that are left take the lost shards in turn: by slots one could get all of them.</remarks>
internal sealed class ShardPlacementDirector : IPlacementDirector
{
    public Task<SiloAddress> OnAddActivation(PlacementStrategy strategy, PlacementTarget target, IPlacementContext context)
    {
        SiloAddress[] silos = [.. context.GetCompatibleSilos(target).Order()];
        ShardKey key = ShardKey.Parse(target.GrainIdentity.Key.ToString()!);
        int place = silos.Length == key.NumberOfSilos ? key.Slot : key.Shard;
        return Task.FromResult(silos[(place + key.Attempt) % silos.Length]);
    }
}
