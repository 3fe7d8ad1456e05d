using System.Runtime.InteropServices;
using System.Text;

namespace LleTransforms.Samples.Cluster;

/// <summary>Writes rows as NumPy does, and reads what a fit wrote.</summary>
internal static class NpyFile
{
    private const int HeaderLength = 128;

    public static void Write(string path, float[] rows, int columnCount)
    {
        string header = $"{{'descr': '<f4', 'fortran_order': False, 'shape': ({rows.Length / columnCount}, {columnCount}), }}";
        using FileStream stream = File.Create(path);
        stream.Write([0x93, .. "NUMPY"u8, 1, 0, HeaderLength - 10, 0]);
        stream.Write(Encoding.ASCII.GetBytes(header.PadRight(HeaderLength - 11) + "\n"));
        stream.Write(MemoryMarshal.AsBytes<float>(rows));
    }

    /// <summary>The coordinates of all shards, in their order.</summary>
    public static double[] ReadFolder(string folder) =>
        [.. Directory.EnumerateFiles(folder, "coordinates-?????.npy").Order(StringComparer.Ordinal).SelectMany(path =>
        {
            byte[] bytes = File.ReadAllBytes(path);
            return MemoryMarshal.Cast<byte, double>(bytes.AsSpan(10 + BitConverter.ToUInt16(bytes, 8))).ToArray();
        })];
}
