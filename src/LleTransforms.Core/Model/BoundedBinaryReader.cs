using System.Buffers.Binary;
using System.IO.Hashing;
using System.Runtime.InteropServices;
using System.Text;

namespace LleTransforms.Model;

/// <summary>Reads little-endian numbers from a stream that is not trusted: never allocates much beyond
/// what the stream really holds.</summary>
internal sealed class BoundedBinaryReader(Stream stream)
{
    private const int ChunkBytes = 1 << 20;

    private static readonly UTF8Encoding _strictText = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly byte[] _scratch = new byte[8];
    private readonly XxHash64 _sum = new();

    /// <summary>The sum of all bytes read so far.</summary>
    public ulong Sum => _sum.GetCurrentHashAsUInt64();

    public byte[] ReadBytes(int count)
    {
        byte[] bytes = new byte[count];
        Fill(bytes);
        return bytes;
    }

    public int ReadInt32()
    {
        Fill(_scratch.AsSpan(0, 4));
        return BinaryPrimitives.ReadInt32LittleEndian(_scratch);
    }

    public ulong ReadUInt64()
    {
        Fill(_scratch);
        return BinaryPrimitives.ReadUInt64LittleEndian(_scratch);
    }

    /// <summary>Reads the bytes of a text, behind their number.</summary>
    public string ReadText(string name)
    {
        byte[] bytes = ReadArray<byte>(name, ReadCount($"length of {name}", 0, Array.MaxLength));
        try
        {
            return _strictText.GetString(bytes);
        }
        catch (ArgumentException)
        {
            throw new InvalidDataException($"The model's {name} hold bytes that are no text: the file is damaged.");
        }
    }

    public double ReadDouble()
    {
        Fill(_scratch);
        return BinaryPrimitives.ReadDoubleLittleEndian(_scratch);
    }

    /// <summary>Reads an Int32 and checks its range.</summary>
    public int ReadCount(string name, int smallest, int largest)
    {
        int count = ReadInt32();
        return count >= smallest && count <= largest
            ? count
            : throw new InvalidDataException(
                $"The model's {name} is {count}, but must be from {smallest} to {largest}: the file is damaged.");
    }

    /// <summary>Reads a finite double.</summary>
    public double ReadFinite(string name)
    {
        double value = ReadDouble();
        return double.IsFinite(value) ? value : throw NotFinite(name);
    }

    public double[] ReadFiniteDoubles(string name, long count)
    {
        double[] values = ReadArray<double>(name, count);
        foreach (double value in values)
        {
            if (!double.IsFinite(value))
            {
                throw NotFinite(name);
            }
        }

        return values;
    }

    public float[] ReadFiniteSingles(string name, long count)
    {
        float[] values = ReadArray<float>(name, count);
        foreach (float value in values)
        {
            if (!float.IsFinite(value))
            {
                throw NotFinite(name);
            }
        }

        return values;
    }

    public int[] ReadInt32s(string name, long count) => ReadArray<int>(name, count);

    private static InvalidDataException NotFinite(string name) =>
        new($"The model's {name} hold a number that is not finite: the file is damaged.");

    private T[] ReadArray<T>(string name, long count)
        where T : unmanaged
    {
        int size = Marshal.SizeOf<T>();
        if (count > Array.MaxLength || (stream.CanSeek && count * size > stream.Length - stream.Position))
        {
            throw new InvalidDataException(
                $"The model's {name} claim {count} numbers, more than the file holds: it is damaged or cut short.");
        }

        // A stream that cannot tell its length is believed a chunk at a time.
        T[] values = new T[stream.CanSeek ? count : Math.Min(count, ChunkBytes / size)];
        int filled = 0;
        while (filled < count)
        {
            if (filled == values.Length)
            {
                Array.Resize(ref values, (int)Math.Min(count, 2L * values.Length));
            }

            int chunk = Math.Min(values.Length - filled, ChunkBytes / size);
            Fill(MemoryMarshal.AsBytes(values.AsSpan(filled, chunk)));
            filled += chunk;
        }

        if (!BitConverter.IsLittleEndian)
        {
            ReverseEach(MemoryMarshal.AsBytes(values.AsSpan()), size);
        }

        return values;
    }

    private static void ReverseEach(Span<byte> bytes, int size)
    {
        for (int start = 0; start < bytes.Length; start += size)
        {
            bytes.Slice(start, size).Reverse();
        }
    }

    private void Fill(Span<byte> destination)
    {
        try
        {
            stream.ReadExactly(destination);
            _sum.Append(destination);
        }
        catch (EndOfStreamException)
        {
            throw new InvalidDataException("The model ends before all of it was read: the file is cut short.");
        }
    }
}
