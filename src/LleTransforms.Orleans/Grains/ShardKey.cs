using System.Globalization;
using LleTransforms.Orleans.Wire;

namespace LleTransforms.Orleans.Grains;

/// <summary>The key of a shard's grain.</summary>
/// <param name="Fit">The fit.</param>
/// <param name="Shard">The shard's number.</param>
/// <param name="Attempt">How often it moved because a silo could not open it.</param>
/// <param name="Slot">Which silo it goes to, as long as there are as many as when the fit began.</param>
/// <param name="NumberOfSilos">How many there were then.</param>
internal readonly record struct ShardKey(Guid Fit, int Shard, int Attempt, int Slot, int NumberOfSilos)
{
    public static ShardKey Parse(string key)
    {
        string[] parts = key.Split('/');
        return new ShardKey(Guid.ParseExact(parts[0], "N"), Number(1), Number(2), Number(3), Number(4));

        int Number(int part) => int.Parse(parts[part], CultureInfo.InvariantCulture);
    }

    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Fit:N}/{Shard}/{Attempt}/{Slot}/{NumberOfSilos}");

    /// <summary>The grain of a shard. Shards that follow each other lie on one silo, so that sums go from silo to silo but
    /// seldom.</summary>
    public static IShardGrain Grain(IGrainFactory grains, FitRoutes routes, int shard)
    {
        int slot = (int)((long)shard * routes.NumberOfSilos / routes.NumberOfShards);
        var key = new ShardKey(routes.Id, shard, routes.Attempts[shard], slot, routes.NumberOfSilos);
        return grains.GetGrain<IShardGrain>(key.ToString());
    }
}
