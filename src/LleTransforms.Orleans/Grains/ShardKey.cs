using System.Globalization;
using LleTransforms.Orleans.Wire;

namespace LleTransforms.Orleans.Grains;

/// <summary>The key of a shard's grain: the fit, the shard's number, and how often it moved because a silo could not open it.</summary>
internal readonly record struct ShardKey(Guid Fit, int Shard, int Attempt)
{
    public static ShardKey Parse(string key)
    {
        string[] parts = key.Split('/');
        return new ShardKey(
            Guid.ParseExact(parts[0], "N"),
            int.Parse(parts[1], CultureInfo.InvariantCulture),
            int.Parse(parts[2], CultureInfo.InvariantCulture));
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Fit:N}/{Shard}/{Attempt}");

    public static IShardGrain Grain(IGrainFactory grains, FitRoutes routes, int shard) =>
        grains.GetGrain<IShardGrain>(new ShardKey(routes.Id, shard, routes.Attempts[shard]).ToString());
}
