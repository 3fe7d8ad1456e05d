using System.Runtime.CompilerServices;
using LleTransforms.Running;

namespace LleTransforms.Features;

/// <summary>Rows grouped by equality, so that equal rows are fitted once and share their coordinates.</summary>
/// <remarks>
/// Open addressing over a 64-bit hash of each row's bits, where negative zero counts as zero. Rows with equal hashes are compared in full,
/// so a collision costs time and never correctness. O(n D) time. O(n) memory beside the compact copy, which is made only if some row
/// repeats.
/// </remarks>
internal sealed class DistinctRows
{
    private DistinctRows(CenteredFeatures features, int[] representatives, int[] distinctIndexOfRow)
    {
        Features = features;
        Representatives = representatives;
        DistinctIndexOfRow = distinctIndexOfRow;
    }

    /// <summary>The distinct rows, in the order of their first occurrence; the fitted features themselves if none repeats.</summary>
    public CenteredFeatures Features { get; }

    /// <summary>The number of the first row of each group, ascending.</summary>
    public int[] Representatives { get; }

    /// <summary>For each original row the index of its group.</summary>
    public int[] DistinctIndexOfRow { get; }

    public int Count => Representatives.Length;

    public bool AllEqual => Count == 1;

    public bool AllDistinct => Count == DistinctIndexOfRow.Length;

    /// <summary>Groups rows whose values are equal, or where they are distances, rows at distance 0.</summary>
    public static DistinctRows Find(CenteredFeatures features, FitContext context)
    {
        if (features.ColumnOfRow is not null)
        {
            (int[] groups, List<int> representing) = DistanceTable.Group(features, context);
            return Of(features, groups, representing);
        }

        int rowCount = features.NumberOfRows;
        var hashes = new ulong[rowCount];
        RowBlocks.ForEach(rowCount, context, (first, end) =>
        {
            float[] scratch = features.RowScratch();
            for (int row = first; row < end; row++)
            {
                hashes[row] = Hash(features.Row(row, scratch));
            }
        });

        var groupOfRow = new int[rowCount];
        var representatives = new List<int>(rowCount);
        Group(features, hashes, groupOfRow, representatives, context);
        return Of(features, groupOfRow, representatives);
    }

    /// <summary>Groups rows that were added to others, already grouped.</summary>
    /// <param name="features">The distinct rows that were there, then the added ones.</param>
    /// <param name="representatives">The number of the first row of each group that was there.</param>
    /// <param name="distinctIndexOfRow">For each row that was there the index of its group.</param>
    /// <param name="context">Threads and cancellation.</param>
    public static DistinctRows Append(
        CenteredFeatures features, int[] representatives, int[] distinctIndexOfRow, FitContext context)
    {
        DistinctRows all = Find(features, context);
        int known = representatives.Length;
        int shift = distinctIndexOfRow.Length - known;
        int[] firsts = Array.ConvertAll(all.Representatives, row => row < known ? representatives[row] : row + shift);
        return new DistinctRows(all.Features, firsts, [.. distinctIndexOfRow, .. all.DistinctIndexOfRow[known..]]);
    }

    private static DistinctRows Of(CenteredFeatures features, int[] groupOfRow, List<int> representatives)
    {
        int[] firsts = [.. representatives];
        CenteredFeatures compact = firsts.Length == features.NumberOfRows ? features : features.Gather(firsts);
        return new DistinctRows(compact, firsts, groupOfRow);
    }

    /// <summary>One label for each distinct row: the most frequent among the rows equal to it, the smallest of those that tie.</summary>
    public int[] LabelsByMajority(ReadOnlySpan<int> labels)
    {
        if (labels.Length != DistinctIndexOfRow.Length)
        {
            throw new ArgumentException($"There are {labels.Length} labels for {DistinctIndexOfRow.Length} rows.", nameof(labels));
        }

        (int Group, int Label)[] pairs = new (int, int)[labels.Length];
        for (int row = 0; row < pairs.Length; row++)
        {
            pairs[row] = (DistinctIndexOfRow[row], labels[row]);
        }

        Array.Sort(pairs);
        var result = new int[Count];
        var votes = new int[Count];
        for (int start = 0, end; start < pairs.Length; start = end)
        {
            end = start;
            while (end < pairs.Length && pairs[end] == pairs[start])
            {
                end++;
            }

            (int group, int label) = pairs[start];
            if (end - start > votes[group])
            {
                votes[group] = end - start;
                result[group] = label;
            }
        }

        return result;
    }

    /// <summary>Some of the distinct rows by themselves: a group each, under the numbers that they have in the whole.</summary>
    public DistinctRows Restrict(int[] rows) =>
        new(Features.Gather(rows), Array.ConvertAll(rows, row => Representatives[row]), [.. Enumerable.Range(0, rows.Length)]);

    /// <summary>A power of two that leaves an open-addressed table at most half full.</summary>
    internal static int SlotCountFor(int rowCount) =>
        (int)Math.Min(1L << 30, (long)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)rowCount) * 2);

    private static void Group(CenteredFeatures features, ulong[] hashes, int[] groupOfRow, List<int> representatives, FitContext context)
    {
        int slotCount = SlotCountFor(hashes.Length);
        var slots = new int[slotCount];
        for (int row = 0; row < hashes.Length; row++)
        {
            if ((row & 0xFFFF) == 0)
            {
                context.ThrowIfCancelled();
            }

            int slot = (int)(hashes[row] & (ulong)(slotCount - 1));
            while (true)
            {
                int group = slots[slot] - 1;
                if (group < 0)
                {
                    groupOfRow[row] = representatives.Count;
                    representatives.Add(row);
                    slots[slot] = representatives.Count;
                    break;
                }

                int first = representatives[group];
                if (hashes[first] == hashes[row] && features.AreEqual(first, row))
                {
                    groupOfRow[row] = group;
                    break;
                }

                slot = (slot + 1) & (slotCount - 1);
            }
        }
    }

    // Four independent multiply-and-rotate lanes keep the multiplier's latency out of the way; the
    // finish is that of a 64-bit avalanche mixer.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static ulong Hash(ReadOnlySpan<float> row)
    {
        const ulong Multiplier = 0x9E3779B97F4A7C15;
        ulong a = 1, b = 2, c = 3, d = 4;
        int i = 0;
        for (; i <= row.Length - 4; i += 4)
        {
            a = Mix(a, row[i]);
            b = Mix(b, row[i + 1]);
            c = Mix(c, row[i + 2]);
            d = Mix(d, row[i + 3]);
        }

        for (; i < row.Length; i++)
        {
            a = Mix(a, row[i]);
        }

        ulong hash = a ^ ulong.RotateLeft(b, 17) ^ ulong.RotateLeft(c, 31) ^ ulong.RotateLeft(d, 47);
        hash = (hash ^ (hash >> 32)) * Multiplier;
        return hash ^ (hash >> 29);

        static ulong Mix(ulong lane, float value) =>
            ulong.RotateLeft((lane ^ BitConverter.SingleToUInt32Bits(value + 0f)) * Multiplier, 29);
    }
}
