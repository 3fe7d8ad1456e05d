using System.Runtime.InteropServices;

namespace LleTransforms.Report.Page;

/// <summary>A typed array of the page, little-endian and in base64, which no text of the user's can break out of.</summary>
/// <param name="Name">What the page's script calls it.</param>
/// <param name="Type">f32, f64, u16 or u32.</param>
/// <param name="Bytes">The array's bytes.</param>
internal sealed record DataBlock(string Name, string Type, byte[] Bytes)
{
    public static DataBlock Of(string name, float[] values) => new(name, "f32", Raw<float>(values));

    /// <summary>Numbers in single precision where that keeps them apart, else in double.</summary>
    public static DataBlock OfNumbers(string name, double[] values)
    {
        bool isSingle =
            Array.TrueForAll(values, value => !double.IsFinite(value) || Math.Abs((float)value - value) <= 1e-6 * Math.Abs(value));
        bool isLarge = Array.Exists(values, value => Math.Abs(value) > 1e5);
        return isSingle && !isLarge
            ? Of(name, Array.ConvertAll(values, value => (float)value))
            : new DataBlock(name, "f64", Raw<double>(values));
    }

    /// <summary>Numbers from 0, in two bytes each where they all fit.</summary>
    public static DataBlock OfCounts(string name, int[] values) => values.Length == 0 || values.Max() <= ushort.MaxValue
        ? new DataBlock(name, "u16", Raw<ushort>(Array.ConvertAll(values, value => (ushort)value)))
        : new DataBlock(name, "u32", Raw<int>(values));

    private static byte[] Raw<T>(ReadOnlySpan<T> values)
        where T : unmanaged => BitConverter.IsLittleEndian
            ? MemoryMarshal.AsBytes(values).ToArray()
            : throw new PlatformNotSupportedException("Reports are written on little-endian machines only.");
}
