using System.Buffers.Binary;
using System.IO.Hashing;

namespace LleTransforms.Reliability.ModelAttacks;

/// <summary>Damage to a model's own binary form, aimed at what stands where (docs/reference/model-format.md).</summary>
internal static class PayloadMutations
{
    /// <summary>Where the header's integers stand: versions, the form of a model that holds its graph, method, rule, metric, d, k, D, N,
    /// n, q and c.</summary>
    private const int FirstInteger = 8;
    private const int OldestReader = 12;
    private const int Form = 16;
    private const int SparseVersion = 2;
    private const int ChecksumVersion = 4;
    private const int GraphVersion = 5;

    /// <summary>The longest header: no shorter payload is damaged further.</summary>
    private const int MostHeaderBytes = FirstInteger + (4 * 13) + 8;

    private static readonly double[] _hostileDoubles =
        [double.NaN, double.PositiveInfinity, double.NegativeInfinity, double.MaxValue, double.MinValue, 1e300, -1e39, 1e38, 5e-324, -0.0,
            1e-300];

    private static readonly float[] _hostileSingles =
        [float.NaN, float.PositiveInfinity, float.NegativeInfinity, float.MaxValue, float.MinValue, 1e30f, 1e-45f, -0f, 1e20f];

    private static readonly Func<byte[], Random, byte[]>[] _all =
    [
        ByteMutations.FlipBits, FlipHeaderBits, ByteMutations.OverwriteBytes, ByteMutations.Truncate, ByteMutations.Extend,
        ByteMutations.RemovePiece,
        ByteMutations.RepeatPiece, ByteMutations.SetNumber, ChangeCount, ChangeCount, ChangeTwoCounts, SwapCounts, HostileDouble,
        HostileDouble, HostileSingle,
        HostileSingle, HostileColumn, DamageSparseRows, DamageSparseRows, DamageGraph, DamageGraph,
    ];

    /// <summary>Whether a payload says that its training rows are sparse.</summary>
    public static bool IsSparse(byte[] payload) =>
        payload.Length >= MostHeaderBytes
        && (HoldsGraph(payload) ? ByteMutations.ReadInt32(payload, Form) == 1
            : ByteMutations.ReadInt32(payload, OldestReader) >= SparseVersion);

    private static bool HoldsGraph(byte[] payload) =>
        payload.Length >= MostHeaderBytes && ByteMutations.ReadInt32(payload, OldestReader) >= GraphVersion;

    private static int IntegerCount(byte[] payload) => HoldsGraph(payload) ? 13 : 12;

    private static int FirstCount(byte[] payload) => HoldsGraph(payload) ? 32 : 28;

    private static int HeaderBytes(byte[] payload) => FirstInteger + (4 * IntegerCount(payload)) + 8;

    /// <summary>One mutation, or several on top of each other.</summary>
    public static byte[] Apply(IReadOnlyList<byte[]> models, Random random)
    {
        byte[] bytes = models[random.Next(models.Count)];
        if (random.Next(20) == 0)
        {
            bytes = Splice(bytes, models[random.Next(models.Count)], random);
        }

        for (int times = random.Next(4) == 0 ? random.Next(2, 5) : 1; times > 0 && bytes.Length > MostHeaderBytes; times--)
        {
            bytes = _all[random.Next(_all.Length)](bytes, random);
        }

        // Whoever means harm writes the sum that belongs to the damage. Only an accident does not.
        return random.Next(8) == 0 ? bytes : Sealed(bytes);
    }

    /// <summary>The bytes with their sum in the last eight, where the version has one.</summary>
    private static byte[] Sealed(byte[] source)
    {
        byte[] bytes = [.. source];
        if (bytes.Length > MostHeaderBytes && ByteMutations.ReadInt32(bytes, FirstInteger) >= ChecksumVersion)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(bytes.Length - 8), XxHash64.HashToUInt64(bytes.AsSpan(..^8)));
        }

        return bytes;
    }

    private static byte[] FlipHeaderBits(byte[] source, Random random)
    {
        byte[] bytes = [.. source];
        for (int flips = random.Next(1, 4); flips > 0; flips--)
        {
            bytes[random.Next(HeaderBytes(source))] ^= (byte)(1 << random.Next(8));
        }

        return bytes;
    }

    private static byte[] ChangeCount(byte[] source, Random random)
    {
        byte[] bytes = [.. source];
        int position = FirstInteger + (4 * random.Next(IntegerCount(source)));
        ByteMutations.WriteInt32(bytes, position, ByteMutations.Extreme(random, ByteMutations.ReadInt32(bytes, position)));
        return bytes;
    }

    private static byte[] ChangeTwoCounts(byte[] source, Random random) => ChangeCount(ChangeCount(source, random), random);

    private static byte[] SwapCounts(byte[] source, Random random)
    {
        byte[] bytes = [.. source];
        int first = FirstCount(source) + (4 * random.Next(7));
        int second = FirstCount(source) + (4 * random.Next(7));
        (int a, int b) = (ByteMutations.ReadInt32(bytes, first), ByteMutations.ReadInt32(bytes, second));
        ByteMutations.WriteInt32(bytes, first, b);
        ByteMutations.WriteInt32(bytes, second, a);
        return bytes;
    }

    private static byte[] HostileDouble(byte[] source, Random random)
    {
        byte[] bytes = [.. source];
        int position = random.Next(2) == 0
            ? FirstInteger + (4 * IntegerCount(source)) + (8 * random.Next(8))
            : 4 * random.Next((bytes.Length - 8) / 4);
        if (position <= bytes.Length - 8)
        {
            BinaryPrimitives.WriteDoubleLittleEndian(bytes.AsSpan(position), _hostileDoubles[random.Next(_hostileDoubles.Length)]);
        }

        return bytes;
    }

    private static byte[] HostileSingle(byte[] source, Random random)
    {
        byte[] bytes = [.. source];
        int position = 4 * random.Next((bytes.Length - 4) / 4);
        BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(position), _hostileSingles[random.Next(_hostileSingles.Length)]);
        return bytes;
    }

    /// <summary>The same number again and again: equal rows, rows without extent.</summary>
    private static byte[] HostileColumn(byte[] source, Random random)
    {
        byte[] bytes = [.. source];
        int start = HeaderBytes(source) + (4 * random.Next((bytes.Length - HeaderBytes(source)) / 4));
        float value = random.Next(2) == 0 ? 0 : _hostileSingles[random.Next(_hostileSingles.Length)];
        for (int position = start; position <= Math.Min(bytes.Length - 4, start + 1024); position += 4)
        {
            BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(position), value);
        }

        return bytes;
    }

    /// <summary>The count of values held, or one of the starts, columns or values themselves; of other
    /// payloads one of the header's counts.</summary>
    private static byte[] DamageSparseRows(byte[] source, Random random)
    {
        if (!IsSparse(source))
        {
            return ChangeCount(source, random);
        }

        byte[] bytes = [.. source];
        int[] counts = [.. Enumerable.Range(0, 7).Select(count => ByteMutations.ReadInt32(source, FirstCount(source) + (4 * count)))];
        (long components, long features, long rows, long parts) = (counts[0], counts[2], counts[4], counts[6]);
        int header = HeaderBytes(source);
        long held = header + (8 * components) + (4 * parts) + (16 * features) + 4;
        if (held < header || rows < 0 || held > source.Length - 8)
        {
            return ChangeCount(source, random);
        }

        int count = ByteMutations.ReadInt32(source, (int)held);
        long position = held + random.Next(4) switch
        {
            0 => 0,
            1 => 4 + (4 * random.NextInt64(rows + 1)),
            2 => 8 + (4 * rows) + (4 * random.NextInt64(Math.Max(1, (long)count))),
            _ => 8 + (4 * rows) + (4 * (count + random.NextInt64(Math.Max(1, (long)count)))),
        };
        if (position >= held && position <= source.Length - 4)
        {
            ByteMutations.WriteInt32(bytes, (int)position, ByteMutations.Extreme(random, ByteMutations.ReadInt32(source, (int)position)));
        }

        return bytes;
    }

    /// <summary>One of the neighbours, or one of their distances, or two neighbours of a row alike; of other payloads one of the header's
    /// counts.</summary>
    private static byte[] DamageGraph(byte[] source, Random random)
    {
        (long neighbors, long rows) = (ByteMutations.ReadInt32(source, FirstCount(source) + 4),
            ByteMutations.ReadInt32(source, FirstCount(source) + 16));
        long graph = source.Length - 8 - (12 * neighbors * rows) - BytesOfFurther(source, rows);
        if (!HoldsGraph(source) || neighbors < 1 || rows < 1 || graph < HeaderBytes(source))
        {
            return ChangeCount(source, random);
        }

        byte[] bytes = [.. source];
        long place = random.NextInt64(neighbors * rows);
        int index = (int)(graph + (4 * place));
        switch (random.Next(3))
        {
            case 0:
                ByteMutations.WriteInt32(bytes, index, ByteMutations.Extreme(random, ByteMutations.ReadInt32(source, index)));
                break;
            case 1:
                int other = (int)(graph + (4 * ((place / neighbors * neighbors) + random.NextInt64(neighbors))));
                ByteMutations.WriteInt32(bytes, index, ByteMutations.ReadInt32(source, other));
                break;
            default:
                int distance = (int)(graph + (4 * neighbors * rows) + (8 * place));
                BinaryPrimitives.WriteDoubleLittleEndian(bytes.AsSpan(distance), _hostileDoubles[random.Next(_hostileDoubles.Length)]);
                break;
        }

        return bytes;
    }

    /// <summary>What stands behind the graph, for as many further vectors as an iteration for two coordinates has.</summary>
    private static long BytesOfFurther(byte[] payload, long rows) =>
        ByteMutations.ReadInt32(payload, OldestReader) > GraphVersion ? 4 + (4 * 14 * rows) : 0;

    private static byte[] Splice(byte[] head, byte[] tail, Random random)
    {
        int cut = random.Next(Math.Min(head.Length, tail.Length));
        return [.. head[..cut], .. tail[cut..]];
    }
}
