namespace LleTransforms.Running;

/// <summary>What the process may still allocate: its limit or the machine's memory, less what is used. A container's limit and the
/// runtime's own (DOTNET_GCHeapHardLimit) count, as does what other processes hold.</summary>
internal static class AvailableMemory
{
    /// <summary>What is left for the collector's own pages, and for what is small and not counted.</summary>
    private const double UsableShare = 0.9;

    /// <summary>What a small fit takes is never refused because other processes have filled the machine.</summary>
    private const double AlwaysAllowedShare = 0.05;

    /// <summary>Bytes that the process may use in all.</summary>
    public static long Limit => GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;

    /// <summary>Bytes that may still be allocated.</summary>
    /// <param name="largestNeed">Bytes that the caller would never pass. The heap is only cleared of garbage where less seems left.</param>
    public static double Left(double largestNeed)
    {
        double left = Left();
        if (left >= largestNeed)
        {
            return left;
        }

        GC.Collect();
        return Left();
    }

    /// <summary>Gives garbage back to the system, before much is allocated in its place.</summary>
    public static void Reclaim() => GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);

    /// <summary>Lets the runtime collect garbage before much is allocated, where it finds that worth its time. By itself it looks at large
    /// arrays late, and what the search and the order have left would stay beside the factors.</summary>
    public static void SuggestCollection() => GC.Collect(GC.MaxGeneration, GCCollectionMode.Optimized, blocking: true);

    private static double Left()
    {
        GCMemoryInfo info = GC.GetGCMemoryInfo();
        double left = (UsableShare * info.TotalAvailableMemoryBytes) - GC.GetTotalMemory(forceFullCollection: false);

        // Before the first collection nothing is known of the machine's load.
        double free = info.Index == 0
            ? double.PositiveInfinity
            : Math.Max(info.HighMemoryLoadThresholdBytes - info.MemoryLoadBytes, AlwaysAllowedShare * info.TotalAvailableMemoryBytes);
        return Math.Max(0, Math.Min(left, free));
    }
}
