using System.Globalization;

namespace LleTransforms.Orleans.Files;

/// <summary>What a shard may ask of a reader of files.</summary>
/// <remarks>Compiled into the package of each such reader, so that none needs the internals of another package.</remarks>
internal static class ShardLimits
{
    /// <summary>Refuses what a reader would pass over in silence.</summary>
    public static void RefuseHeader(LleShard shard)
    {
        if (shard.HasHeader is not null)
        {
            throw new NotSupportedException(
                $"{nameof(LleShard.HasHeader)} is {shard.HasHeader}, but the reader {shard.Reader} knows no headers; leave it out.");
        }
    }

    /// <summary>Requires that a file has the shard's rows.</summary>
    public static void RequireRows(LleShard shard, long rowsOfFile)
    {
        if (shard.FirstRow < 0 || shard.FirstRow + shard.NumberOfRows > rowsOfFile)
        {
            throw new InvalidDataException(string.Create(CultureInfo.InvariantCulture, $"The file has {rowsOfFile} rows."));
        }
    }
}
