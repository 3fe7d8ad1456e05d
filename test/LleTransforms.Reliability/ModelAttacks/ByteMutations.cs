using System.Buffers.Binary;

namespace LleTransforms.Reliability.ModelAttacks;

/// <summary>Damage to bytes that need not be a model's: bits, pieces, lengths.</summary>
internal static class ByteMutations
{
    public static byte[] FlipBits(byte[] source, Random random)
    {
        byte[] bytes = [.. source];
        for (int flips = random.Next(1, 9); flips > 0; flips--)
        {
            bytes[random.Next(bytes.Length)] ^= (byte)(1 << random.Next(8));
        }

        return bytes;
    }

    public static byte[] OverwriteBytes(byte[] source, Random random)
    {
        byte[] bytes = [.. source];
        (int start, int length) = Piece(bytes.Length, random);
        switch (random.Next(3))
        {
            case 0:
                bytes.AsSpan(start, length).Clear();
                break;
            case 1:
                bytes.AsSpan(start, length).Fill(0xFF);
                break;
            default:
                random.NextBytes(bytes.AsSpan(start, length));
                break;
        }

        return bytes;
    }

    public static byte[] Truncate(byte[] source, Random random) => source[..random.Next(source.Length)];

    public static byte[] Extend(byte[] source, Random random)
    {
        byte[] tail = new byte[random.Next(1, 4096)];
        random.NextBytes(tail);
        return [.. source, .. tail];
    }

    public static byte[] RemovePiece(byte[] source, Random random)
    {
        (int start, int length) = Piece(source.Length, random);
        return [.. source[..start], .. source[(start + length)..]];
    }

    public static byte[] RepeatPiece(byte[] source, Random random)
    {
        (int start, int length) = Piece(source.Length, random);
        return [.. source[..(start + length)], .. source[start..]];
    }

    public static byte[] SetNumber(byte[] source, Random random)
    {
        byte[] bytes = [.. source];
        if (bytes.Length >= 16)
        {
            WriteInt32(bytes, 4 * random.Next((bytes.Length / 4) - 1), Extreme(random, 0));
        }

        return bytes;
    }

    /// <summary>A count as a liar would write it: at a border of its type, or beside, far above or below what it was.</summary>
    public static int Extreme(Random random, int value) => random.Next(10) switch
    {
        0 => int.MaxValue,
        1 => int.MinValue,
        2 => -1,
        3 => 0,
        4 => 1,
        5 => value + 1,
        6 => value - 1,
        7 => unchecked(value * random.Next(2, 1000)),
        8 => 1 << random.Next(31),
        _ => random.Next(),
    };

    public static void WriteInt32(byte[] bytes, int position, int value) =>
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(position), value);

    public static int ReadInt32(byte[] bytes, int position) => BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(position));

    private static (int Start, int Length) Piece(int length, Random random)
    {
        int start = random.Next(length);
        return (start, random.Next(1, 1 + Math.Min(256, length - start)));
    }
}
