using System.Runtime.InteropServices;

namespace LleTransforms.Orleans.Wire;

/// <summary>Numbers on their way between silos, as bytes: Orleans writes five bytes for a float and one for a byte.</summary>
/// <remarks>Nobody changes a block that others may have, so that Orleans need not copy it on the same silo.</remarks>
[GenerateSerializer]
[Immutable]
internal readonly record struct WireBlock([property: Id(0)] byte[] Bytes)
{
    /// <summary>The most bytes that anybody puts into a message on purpose; far below what Orleans takes.</summary>
    public const int MostBytes = 7_000_000;

    public static WireBlock Empty => new([]);

    public static WireBlock Of<T>(ReadOnlySpan<T> values)
        where T : unmanaged => new(MemoryMarshal.AsBytes(values).ToArray());

    public ReadOnlySpan<T> As<T>()
        where T : unmanaged => MemoryMarshal.Cast<byte, T>(Bytes);

    public T[] ToArray<T>()
        where T : unmanaged => As<T>().ToArray();
}
