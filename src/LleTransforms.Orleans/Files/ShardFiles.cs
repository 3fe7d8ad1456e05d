namespace LleTransforms.Orleans.Files;

/// <summary>What readers of files share: the columns that a shard names, and how faults of a file are told.</summary>
internal static class ShardFiles
{
    private const string ColumnsOption = nameof(LleShard.Columns);

    /// <summary>Opens a file, and tells its faults as those of a shard.</summary>
    public static T Open<T>(Func<T> open)
    {
        try
        {
            return open();
        }
        catch (TableException fault)
        {
            throw Told(fault);
        }
    }

    /// <summary>A fault with advice that whoever describes shards can take, in place of the command's.</summary>
    public static InvalidDataException Told(TableException fault)
    {
        string advice = fault.Kind == TableFaultKind.Header
            ? $" Set {nameof(LleShard.HasHeader)} of the shard to true or false."
            : string.Empty;
        return new InvalidDataException(fault.Fault + advice, fault);
    }

    /// <summary>The columns that a shard names, in its order; all others than the rows' names where it names none.</summary>
    public static int[] Columns(LleShard shard, string[]? names, int count, int? rowNames)
    {
        var finder = new ColumnFinder(shard.Location, names, count);
        int[] found = finder.FindAll(ColumnsOption, shard.Columns);
        found = found.Length > 0 ? found : [.. Enumerable.Range(0, count).Where(column => column != rowNames)];
        return found.Length > 0 ? found : throw new InvalidDataException("The file has no column of features.");
    }
}
