using System.IO.Compression;

namespace LleTransforms.Reliability.ModelAttacks;

/// <summary>Damage to a zip: its bytes, its entries, their contents, names and declared sizes.</summary>
internal static class ZipMutations
{
    /// <summary>Where ML.NET's header holds the place and the size of a model.</summary>
    private const int ModelPlace = 16;
    private const int ModelSize = 24;

    private static readonly byte[] _directoryEntrySignature = "PK\x01\x02"u8.ToArray();

    private static readonly Func<byte[], IReadOnlyList<byte[]>, Random, byte[]>[] _all =
    [
        (zip, _, random) => ByteMutations.FlipBits(zip, random),
        (zip, _, random) => ByteMutations.OverwriteBytes(zip, random),
        (zip, _, random) => ByteMutations.Truncate(zip, random),
        (zip, _, random) => ByteMutations.RemovePiece(zip, random),
        DamageContent, DamageContent, DamageContent, DamagePayload, DamagePayload, DamagePayload,
        RemoveEntry, RenameEntry, DuplicateEntry, SwapEntries, EmptyEntry, Bomb, EnlargeDeclaredSize, ManyEntries,
    ];

    public static byte[] Apply(byte[] zip, IReadOnlyList<byte[]> payloads, Random random) =>
        _all[random.Next(_all.Length)](zip, payloads, random);

    /// <summary>Damage to one entry. ML.NET's own schema is spared: a count of dimensions there keeps ML.NET busy for minutes, before our
    /// reader is asked.</summary>
    private static byte[] DamageContent(byte[] zip, IReadOnlyList<byte[]> payloads, Random random) => Rewrite(zip, entries =>
    {
        int[] open = [.. Enumerable.Range(0, entries.Count).Where(entry => entries[entry].Name != "Schema")];
        int at = open[random.Next(open.Length)];
        byte[] content = entries[at].Content;
        if (content.Length > 0)
        {
            content = random.Next(4) switch
            {
                0 => ByteMutations.FlipBits(content, random),
                1 => ByteMutations.OverwriteBytes(content, random),
                2 => ByteMutations.Truncate(content, random),
                _ => ByteMutations.SetNumber(content, random),
            };
        }

        entries[at] = (entries[at].Name, content);
    });

    /// <summary>A mutated model in place of the step's own. Now and then the step's length of it is a lie.</summary>
    private static byte[] DamagePayload(byte[] zip, IReadOnlyList<byte[]> payloads, Random random) => ReplacePayload(
        zip, payload => PayloadMutations.Apply([payload], random), lies: random.Next(8) == 0);

    /// <summary>Another model in place of the step's own. What points behind it in ML.NET's header is moved, so that our reader is
    /// reached.</summary>
    public static byte[] ReplacePayload(byte[] zip, Func<byte[], byte[]> replace, bool lies = false) => Rewrite(zip, entries =>
    {
        for (int at = 0; at < entries.Count; at++)
        {
            int start = entries[at].Content.AsSpan().IndexOf("LLEMODEL"u8);
            if (start >= sizeof(long))
            {
                byte[] content = entries[at].Content;
                int end = start + (int)BitConverter.ToInt64(content, start - sizeof(long));
                byte[] payload = replace(content[start..end]);
                long difference = payload.Length - (end - start);
                byte[] head = Moved(content[..(start - sizeof(long))], end, content.Length, difference);
                byte[] length = BitConverter.GetBytes(lies ? end - start : (long)payload.Length);
                entries[at] = (entries[at].Name, [.. head, .. length, .. payload, .. content[end..]]);
            }
        }
    });

    /// <summary>ML.NET's header with its places behind the payload, and the size of the model, changed by a difference.</summary>
    private static byte[] Moved(byte[] head, int end, int length, long difference)
    {
        int headerBytes = (int)BitConverter.ToInt64(head, ModelPlace);
        for (int at = ModelPlace; at < Math.Min(headerBytes, head.Length) - sizeof(long); at += sizeof(long))
        {
            long value = BitConverter.ToInt64(head, at);
            if (at == ModelSize || (value >= end && value <= length))
            {
                BitConverter.TryWriteBytes(head.AsSpan(at), value + difference);
            }
        }

        return head;
    }

    private static byte[] RemoveEntry(byte[] zip, IReadOnlyList<byte[]> payloads, Random random) =>
        Rewrite(zip, entries => entries.RemoveAt(random.Next(entries.Count)));

    private static byte[] RenameEntry(byte[] zip, IReadOnlyList<byte[]> payloads, Random random) => Rewrite(zip, entries =>
    {
        int at = random.Next(entries.Count);
        string name = entries[at].Name;
        string[] names =
            ["x", "../" + name, "/" + name, "C:\\" + name, name + "x", name.ToUpperInvariant(), new string('n', 4000), "Model.key", "a\0b"];
        entries[at] = (names[random.Next(names.Length)], entries[at].Content);
    });

    private static byte[] DuplicateEntry(byte[] zip, IReadOnlyList<byte[]> payloads, Random random) => Rewrite(zip, entries =>
    {
        int at = random.Next(entries.Count);
        entries.Add((entries[at].Name, random.Next(2) == 0 ? entries[at].Content : []));
    });

    private static byte[] SwapEntries(byte[] zip, IReadOnlyList<byte[]> payloads, Random random) => Rewrite(zip, entries =>
    {
        (int a, int b) = (random.Next(entries.Count), random.Next(entries.Count));
        (entries[a], entries[b]) = ((entries[a].Name, entries[b].Content), (entries[b].Name, entries[a].Content));
    });

    private static byte[] EmptyEntry(byte[] zip, IReadOnlyList<byte[]> payloads, Random random) => Rewrite(zip, entries =>
    {
        int at = random.Next(entries.Count);
        entries[at] = (entries[at].Name, []);
    });

    /// <summary>A hundred megabytes of zeros behind what an entry holds, some hundred kilobytes in the zip.</summary>
    private static byte[] Bomb(byte[] zip, IReadOnlyList<byte[]> payloads, Random random) => BombOf(zip, 100 << 20, random);

    public static byte[] BombOf(byte[] zip, int bytes, Random random) => Rewrite(zip, entries =>
    {
        int at = random.Next(entries.Count);
        entries[at] = (entries[at].Name, [.. entries[at].Content, .. new byte[bytes]]);
    });

    /// <summary>Another uncompressed size in the zip's directory, 24 bytes behind the signature of an entry.</summary>
    private static byte[] EnlargeDeclaredSize(byte[] zip, IReadOnlyList<byte[]> payloads, Random random)
    {
        byte[] bytes = [.. zip];
        var positions = new List<int>();
        for (int at = 0; at <= bytes.Length - 46; at++)
        {
            if (bytes.AsSpan(at, 4).SequenceEqual(_directoryEntrySignature))
            {
                positions.Add(at);
            }
        }

        int position = positions[random.Next(positions.Count)] + (random.Next(2) == 0 ? 24 : 20);
        ByteMutations.WriteInt32(bytes, position, ByteMutations.Extreme(random, ByteMutations.ReadInt32(bytes, position)));
        return bytes;
    }

    private static byte[] ManyEntries(byte[] zip, IReadOnlyList<byte[]> payloads, Random random) => Rewrite(zip, entries =>
    {
        for (int entry = random.Next(10, 200); entry > 0; entry--)
        {
            entries.Add(($"more/{entry}", [1]));
        }
    });

    private static byte[] Rewrite(byte[] zip, Action<List<(string Name, byte[] Content)>> change)
    {
        var entries = new List<(string Name, byte[] Content)>();
        using (var archive = new ZipArchive(new MemoryStream(zip)))
        {
            foreach (ZipArchiveEntry entry in archive.Entries)
            {
                using Stream stream = entry.Open();
                using var copy = new MemoryStream();
                stream.CopyTo(copy);
                entries.Add((entry.FullName, copy.ToArray()));
            }
        }

        change(entries);
        using var result = new MemoryStream();
        using (var archive = new ZipArchive(result, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach ((string name, byte[] content) in entries)
            {
                using Stream stream = archive.CreateEntry(name, CompressionLevel.Fastest).Open();
                stream.Write(content);
            }
        }

        return result.ToArray();
    }
}
