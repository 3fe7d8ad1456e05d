using System.Text;

namespace Microsoft.ML.Offline;

/// <summary>
/// The 256 bytes before each part of a model, in ML.NET's layout, so that a part reads the same on both hosts.
/// After the part's own bytes follow its string table (end offsets in bytes, then UTF-16 characters), the name of
/// the assembly that loads it, and a tail mark. Offsets count from the header's first byte.
/// </summary>
internal sealed class ModelHeader
{
    public const int Size = 0x100;
    private const ulong HeaderMark = 0x4C45444F4D004C4DUL;
    private const ulong TailMark = 0x4D4C004D4F44454CUL;
    private const uint FormatVersion = 0x00010002;
    private const uint OldestReadableFormat = 0x00010001;
    public ulong ModelSignature { get; private set; }
    public uint ModelVersionWritten { get; private set; }
    public uint ModelVersionReadable { get; private set; }
    public string LoaderSignature { get; private set; }
    public string LoaderAssemblyName { get; private set; }
    public string[] Strings { get; private set; } = [];

    /// <summary>Position just behind the part's own bytes, from the header's first byte.</summary>
    public long ModelEnd { get; private set; }

    /// <summary>Position behind the tail mark, from the header's first byte.</summary>
    public long End { get; private set; }

    public void SetVersionInfo(VersionInfo version)
    {
        Check.State(version.LoaderSignature is null || (version.LoaderSignature.Length <= 24 && version.LoaderSignature.All(c => c <= 0xFF)));
        ModelSignature = version.ModelSignature;
        ModelVersionWritten = version.VerWrittenCur;
        ModelVersionReadable = version.VerReadableCur;
        LoaderSignature = version.LoaderSignature;
        LoaderAssemblyName = version.LoaderAssemblyName;
    }

    public void CheckVersionInfo(VersionInfo version)
    {
        var product = typeof(VersionInfo).Assembly.GetName().Version;
        string details = $"{ModelVersionReadable}, got {version.VerWrittenCur}.";
        Check.Decode(ModelSignature == version.ModelSignature, "Unknown file type");
        Check.Decode(ModelVersionReadable <= ModelVersionWritten, "Corrupt file header");
        Check.Decode(
            ModelVersionReadable <= version.VerWrittenCur,
            $"Cause: ML.NET {product} cannont read component '{version.LoaderSignature}' of the model, because the model is too new.\n"
            + $"Suggestion: Make sure the model is trained with ML.NET {product} or older.\nDebug details: Maximum expected version {details}");
        Check.Decode(
            ModelVersionWritten >= version.VerWeCanReadBack,
            $"Cause: ML.NET {product} cannot read component '{version.LoaderSignature}' of the model, because the model is too old.\n"
            + $"Suggestion: Make sure the model is trained with ML.NET {product}.\nDebug details: Minimum expected version {details}");
    }

    /// <summary>Writes what follows the part's own bytes, then the header in front of them.</summary>
    public void Write(BinaryWriter writer, long start, IReadOnlyList<string> strings)
    {
        var stream = writer.BaseStream;
        ModelEnd = stream.Position - start;
        long endOffset = 0;
        foreach (string text in strings)
            writer.Write(endOffset += text.Length * sizeof(char));
        long characters = stream.Position - start;
        foreach (string text in strings)
            writer.Write(Encoding.Unicode.GetBytes(text));
        long name = stream.Position - start;
        writer.Write(Encoding.Unicode.GetBytes(LoaderAssemblyName ?? ""));
        long tail = stream.Position - start;
        writer.Write(TailMark);
        End = stream.Position - start;

        var fields = new byte[Size];
        using (var header = new BinaryWriter(new MemoryStream(fields)))
        {
            header.Write(HeaderMark);
            header.Write(FormatVersion);
            header.Write(FormatVersion);
            header.Write((long)Size);
            header.Write(ModelEnd - Size);
            bool any = strings.Count > 0;
            header.Write(any ? ModelEnd : 0);
            header.Write((long)strings.Count * sizeof(long));
            header.Write(any ? characters : 0);
            header.Write(any ? name - characters : 0);
            header.Write(ModelSignature);
            header.Write(ModelVersionWritten);
            header.Write(ModelVersionReadable);
            header.Write(Encoding.Latin1.GetBytes((LoaderSignature ?? "").PadRight(24, '\0')));
            header.Write(new byte[24]);
            header.Write(tail);
            header.Write(End);
            header.Write(tail > name ? name : 0);
            header.Write((uint)(tail - name));
        }

        stream.Position = start;
        writer.Write(fields);
        stream.Position = start + End;
    }

    /// <summary>Reads a header and leaves the stream at the part's first own byte.</summary>
    public static ModelHeader Read(BinaryReader reader)
    {
        var stream = reader.BaseStream;
        long start = stream.Position;
        long length = stream.Length - start;
        byte[] fields = reader.ReadBytes(Size);
        Check.Decode(fields.Length == Size);
        using var header = new BinaryReader(new MemoryStream(fields));
        Check.Decode(header.ReadUInt64() == HeaderMark, "Wrong file type");
        uint written = header.ReadUInt32();
        uint readable = header.ReadUInt32();
        Check.Decode(readable <= written, "Corrupt file header");
        Check.Decode(readable <= FormatVersion, "File is too new");
        Check.Decode(written >= OldestReadableFormat, "File is too old");
        Check.Decode(header.ReadInt64() == Size);
        var result = new ModelHeader { ModelEnd = Size + header.ReadInt64() };
        long table = header.ReadInt64(), tableBytes = header.ReadInt64(), characters = header.ReadInt64(), characterBytes = header.ReadInt64();
        result.ModelSignature = header.ReadUInt64();
        result.ModelVersionWritten = header.ReadUInt32();
        result.ModelVersionReadable = header.ReadUInt32();
        result.LoaderSignature = Encoding.Latin1.GetString(header.ReadBytes(24)).TrimEnd('\0');
        header.ReadBytes(24);
        long tail = header.ReadInt64();
        result.End = header.ReadInt64();
        long name = header.ReadInt64();
        uint nameBytes = header.ReadUInt32();

        Check.Decode(result.ModelEnd >= Size && result.ModelEnd <= tail && result.End == tail + sizeof(ulong) && length >= result.End);
        Check.Decode(tableBytes >= 0 && tableBytes % sizeof(long) == 0 && characterBytes >= 0);
        if (table != 0)
        {
            Check.Decode(table == result.ModelEnd && tableBytes <= length && characterBytes <= length);
            Check.Decode(characters == table + tableBytes && characters + characterBytes <= tail);
            result.Strings = ReadStrings(reader, start + table, tableBytes / sizeof(long), characterBytes);
        }

        if (name != 0)
        {
            Check.Decode(name + nameBytes == tail);
            stream.Position = start + name;
            result.LoaderAssemblyName = Encoding.Unicode.GetString(reader.ReadBytes((int)nameBytes));
        }

        stream.Position = start + tail;
        Check.Decode(reader.ReadUInt64() == TailMark, "Corrupt model file tail");
        stream.Position = start + Size;
        return result;
    }

    private static string[] ReadStrings(BinaryReader reader, long position, long count, long characterBytes)
    {
        reader.BaseStream.Position = position;
        var ends = new long[count];
        for (int i = 0; i < count; i++)
            ends[i] = reader.ReadInt64();
        var strings = new string[count];
        long begin = 0;
        for (int i = 0; i < count; i++)
        {
            Check.Decode(ends[i] >= begin && ends[i] <= characterBytes && ends[i] % sizeof(char) == 0);
            strings[i] = Encoding.Unicode.GetString(reader.ReadBytes((int)(ends[i] - begin)));
            begin = ends[i];
        }

        return strings;
    }
}
