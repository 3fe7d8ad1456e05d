using LleTransforms.Orleans.Wire;

namespace LleTransforms.Orleans.Grains;

/// <summary>The rows of a shard that belong to a part, with their neighbours, as one block: numbers, then lists, then features.</summary>
internal static class RowsOfPart
{
    /// <summary>The bytes of a row.</summary>
    public static int BytesOfRow(int neighborCount, int columnCount) => sizeof(int) * (1 + neighborCount + columnCount);

    /// <summary>Fetches them, in as many messages as it takes.</summary>
    /// <param name="shard">The shard.</param>
    /// <param name="part">The part.</param>
    /// <param name="numbers">Takes the rows' numbers among all.</param>
    /// <param name="lists">Takes their neighbours, numbered among all.</param>
    /// <param name="values">Takes the rows.</param>
    /// <param name="received">Hears of each message.</param>
    public static async Task FetchAsync(
        IShardGrain shard, int part, Memory<int> numbers, Memory<int> lists, Memory<float> values, Action<WireBlock> received)
    {
        int count = numbers.Length;
        if (count == 0)
        {
            return;
        }

        int k = lists.Length / count;
        int columnCount = values.Length / count;
        int most = Math.Max(1, WireBlock.MostBytes / BytesOfRow(k, columnCount));
        foreach ((int first, int rows) in ShardSteps.Through(count, most))
        {
            WireBlock sent = await shard.PartAsync(part, first, rows);
            received(sent);
            sent.As<int>()[..rows].CopyTo(numbers.Span[first..]);
            sent.As<int>().Slice(rows, rows * k).CopyTo(lists.Span[(first * k)..]);
            sent.As<float>()[(rows * (1 + k))..].CopyTo(values.Span[(first * columnCount)..]);
        }
    }
}
