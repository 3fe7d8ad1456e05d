using LleTransforms.Orleans.Silo;
using LleTransforms.Orleans.Wire;

namespace LleTransforms.Orleans.Client;

/// <summary>Numbers distinct rows in the order of their first occurrence, as a fit on one machine does.</summary>
internal static class DistinctNumbers
{
    /// <param name="routes">All shards, with the numbers of all their rows.</param>
    /// <param name="pairs">Each row that equals an earlier one, and the first such row, in turn.</param>
    /// <returns>What each shard drops, and where each shard's distinct rows start.</returns>
    public static (ShardNumbers[] Numbers, int[] Starts) Of(FitRoutes routes, int[] pairs)
    {
        int[] duplicates = new int[pairs.Length / 2];
        int[] firsts = new int[duplicates.Length];
        for (int i = 0; i < duplicates.Length; i++)
        {
            (duplicates[i], firsts[i]) = (pairs[2 * i], pairs[(2 * i) + 1]);
        }

        Array.Sort(duplicates, firsts);
        int shardCount = routes.NumberOfShards;
        int[] starts = new int[shardCount + 1];
        int[] from = new int[shardCount + 1];
        for (int shard = 0; shard <= shardCount; shard++)
        {
            from[shard] = AscendingNumbers.CountBelow(duplicates, routes.Starts[shard]);
            starts[shard] = routes.Starts[shard] - from[shard];
        }

        // A row is counted without those below it that are dropped.
        var numbers = new ShardNumbers[shardCount];
        for (int shard = 0; shard < shardCount; shard++)
        {
            numbers[shard] = new ShardNumbers(
                routes,
                Array.ConvertAll(duplicates[from[shard]..from[shard + 1]], row => row - routes.Starts[shard]),
                Array.ConvertAll(firsts[from[shard]..from[shard + 1]], row => row - AscendingNumbers.CountBelow(duplicates, row)));
        }

        return (numbers, starts);
    }
}
