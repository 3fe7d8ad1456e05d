using System.Globalization;
using System.IO.Compression;
using System.Text;
using Parquet;
using Parquet.Schema;

namespace LleTransforms.Orleans.Tests;

/// <summary>Rows as files hold them that other programs write.</summary>
internal static class TableData
{
    /// <summary>Lines of text, with all digits of a number.</summary>
    public static string Csv(double[] values, int columnCount, string header) =>
        header + "\n" + string.Concat(values.Chunk(columnCount).Select((row, number) =>
            $"name {number},{string.Join(',', row.Select(value => value.ToString("r", CultureInfo.InvariantCulture)))}\n"));

    public static string Write(this NpyData data, string name, string text)
    {
        string path = data.Out(name);
        using Stream file = File.Create(path);
        using Stream stream = name.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(file, CompressionLevel.Fastest) : file;
        stream.Write(Encoding.UTF8.GetBytes(text));
        return path;
    }

    /// <summary>Columns c0, c1 and so on behind one of text; NaN is null.</summary>
    public static async Task<string> WriteParquetAsync<T>(this NpyData data, string name, T[] values, int columnCount, int rowsOfGroup)
        where T : struct, System.Numerics.IFloatingPointIeee754<T>
    {
        var text = new DataField<string>("name");
        DataField[] columns = [.. Enumerable.Range(0, columnCount).Select(column => new DataField<T?>($"c{column}"))];
        string path = data.Out(name);
        await using FileStream file = File.Create(path);
        await using ParquetWriter writer = await ParquetWriter.CreateAsync(new ParquetSchema([text, .. columns]), file);
        foreach (T[] group in values.Chunk(rowsOfGroup * columnCount))
        {
            int count = group.Length / columnCount;
            using ParquetRowGroupWriter rows = writer.CreateRowGroup();
            await rows.WriteAsync(text, Enumerable.Range(0, count).Select(row => $"name {row}").ToArray());
            for (int column = 0; column < columnCount; column++)
            {
                T?[] cells = [.. Enumerable.Range(0, count).Select(row => group[(row * columnCount) + column])
                    .Select(value => T.IsNaN(value) ? (T?)null : value)];
                await rows.WriteAsync<T>(columns[column], cells.AsMemory());
            }
        }

        return path;
    }

    /// <summary>The same description for parts of a file.</summary>
    public static LleShard[] Split(Func<long, int, LleShard> describe, params int[] counts)
    {
        long first = 0;
        return [.. counts.Select(count => describe((first += count) - count, count))];
    }
}
