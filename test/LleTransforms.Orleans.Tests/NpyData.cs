using LleTransforms.Tables;

namespace LleTransforms.Orleans.Tests;

/// <summary>Rows in a folder of their own, as silos read them.</summary>
internal sealed class NpyData : IDisposable
{
    public NpyData() => Directory.CreateDirectory(Folder);

    public string Folder { get; } = Path.Combine(Path.GetTempPath(), "lle-orleans-" + Guid.NewGuid().ToString("N"));

    public string Out(string name) => Path.Combine(Folder, name);

    public string Write(string name, float[] values, int columnCount)
    {
        string path = Path.Combine(Folder, name + ".npy");
        using FileStream stream = File.Create(path);
        stream.Write(NumpyHeader.Write(values.Length / columnCount, columnCount, isDoublePrecision: false));
        stream.Write(System.Runtime.InteropServices.MemoryMarshal.AsBytes<float>(values));
        return path;
    }

    public string Write(string name, double[] values, int columnCount)
    {
        string path = Path.Combine(Folder, name + ".npy");
        using FileStream stream = File.Create(path);
        stream.Write(NumpyHeader.Write(values.Length / columnCount, columnCount, isDoublePrecision: true));
        stream.Write(System.Runtime.InteropServices.MemoryMarshal.AsBytes<double>(values));
        return path;
    }

    /// <summary>Shards of a file, of the given numbers of rows.</summary>
    public static LleShard[] Split(string path, params int[] counts)
    {
        var shards = new LleShard[counts.Length];
        long first = 0;
        for (int i = 0; i < counts.Length; i++)
        {
            shards[i] = LleShard.Npy(path, first, counts[i]);
            first += counts[i];
        }

        return shards;
    }

    /// <summary>The coordinates that a fit wrote, shard after shard.</summary>
    public static double[] Coordinates(string folder) => Read<double>(folder);

    /// <summary>The coordinates that a transform wrote.</summary>
    public static float[] Singles(string folder) => Read<float>(folder);

    private static T[] Read<T>(string folder)
        where T : unmanaged
    {
        List<T> all = [];

        // A silo that is killed leaves what it had begun, under a longer name.
        foreach (string file in Directory.EnumerateFiles(folder, "coordinates-?????.npy").Order(StringComparer.Ordinal))
        {
            using FileStream stream = File.OpenRead(file);
            NumpyHeader header = NumpyHeader.Read(file, stream);
            T[] values = new T[header.RowCount * header.ColumnCount];
            stream.ReadExactly(System.Runtime.InteropServices.MemoryMarshal.AsBytes(values.AsSpan()));
            Assert.AreEqual(stream.Length, stream.Position, file);
            all.AddRange(values);
        }

        return [.. all];
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
