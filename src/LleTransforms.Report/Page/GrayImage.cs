using System.Buffers.Binary;
using System.IO.Compression;

namespace LleTransforms.Report.Page;

/// <summary>A picture of grey pixels, and how it is written as PNG.</summary>
/// <remarks>Portable Network Graphics (W3C Recommendation, third edition): one byte a pixel, rows unfiltered, one block of data.</remarks>
internal sealed class GrayImage(int width, int height)
{
    private const uint Polynomial = 0xEDB88320;

    private static readonly byte[] _signature = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A];

    public int Width => width;

    public int Height => height;

    /// <summary>Row by row, 0 for black.</summary>
    public byte[] Pixels { get; } = new byte[width * height];

    public byte[] ToPng()
    {
        using var file = new MemoryStream();
        file.Write(_signature);
        byte[] header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        header[8] = 8;
        WriteBlock(file, "IHDR"u8, header);
        WriteBlock(file, "IDAT"u8, Packed());
        WriteBlock(file, "IEND"u8, []);
        return file.ToArray();
    }

    private byte[] Packed()
    {
        using var packed = new MemoryStream();
        using (var zip = new ZLibStream(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            for (int row = 0; row < height; row++)
            {
                // The filter of each row: none.
                zip.WriteByte(0);
                zip.Write(Pixels.AsSpan(row * width, width));
            }
        }

        return packed.ToArray();
    }

    private static void WriteBlock(Stream file, ReadOnlySpan<byte> kind, byte[] content)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, content.Length);
        file.Write(number);
        byte[] summed = [.. kind, .. content];
        file.Write(summed);
        BinaryPrimitives.WriteUInt32BigEndian(number, Sum(summed));
        file.Write(number);
    }

    /// <summary>The cyclic redundancy check that PNG asks for, bit by bit.</summary>
    private static uint Sum(byte[] bytes)
    {
        uint sum = uint.MaxValue;
        foreach (byte value in bytes)
        {
            sum ^= value;
            for (int bit = 0; bit < 8; bit++)
            {
                sum = (sum >> 1) ^ ((sum & 1) * Polynomial);
            }
        }

        return ~sum;
    }
}
