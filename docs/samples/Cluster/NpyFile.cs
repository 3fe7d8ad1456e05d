using System.Runtime.InteropServices;
using System.Text;

namespace LleTransforms.Samples.Cluster;

/// <summary>Writes rows as NumPy does, and reads what a fit wrote.</summary>
public static class NpyFile
{
    private const int HeaderLength = 128;

    /// <summary>Writes rows of single precision.</summary>
    /// <param name="path">The file.</param>
    /// <param name="rows">The rows, one after the other.</param>
    /// <param name="columnCount">The values of a row.</param>
    public static void Write(string path, float[] rows, int columnCount)
    {
        string header = $"{{'descr': '<f4', 'fortran_order': False, 'shape': ({rows.Length / columnCount}, {columnCount}), }}";
        using FileStream stream = File.Create(path);
        stream.Write([0x93, .. "NUMPY"u8, 1, 0, HeaderLength - 10, 0]);
        stream.Write(Encoding.ASCII.GetBytes(header.PadRight(HeaderLength - 11) + "\n"));
        stream.Write(MemoryMarshal.AsBytes<float>(rows));
    }

    /// <summary>The coordinates of all shards, in their order.</summary>
    /// <param name="folder">Where a fit wrote them.</param>
    public static double[] ReadFolder(string folder) => Read<double>(folder);

    /// <summary>The coordinates of all shards, in their order.</summary>
    /// <param name="folder">Where a transform wrote them.</param>
    public static float[] ReadSingles(string folder) => Read<float>(folder);

    private static T[] Read<T>(string folder)
        where T : unmanaged =>
        [.. Directory.EnumerateFiles(folder, "coordinates-?????.npy").Order(StringComparer.Ordinal).SelectMany(path =>
        {
            byte[] bytes = File.ReadAllBytes(path);
            return MemoryMarshal.Cast<byte, T>(bytes.AsSpan(10 + BitConverter.ToUInt16(bytes, 8))).ToArray();
        })];
}
