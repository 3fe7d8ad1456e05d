using LleTransforms.Tool.Tables.Kinds;

namespace LleTransforms.Tool.Tables;

/// <summary>Knows what kind of file it is, by its first bytes and its name, and opens it. The kinds are listed here and nowhere
/// else.</summary>
internal static class RowSources
{
    private const int HeadLength = 1 << 16;
    private const int LargeFile = 1 << 24;

    public static IRowSource Open(string path, TableFormat format, ToolConsole console, CancellationToken cancellationToken)
    {
        InputBytes input = InputBytes.Open(path, console.OpenInput, cancellationToken);
        try
        {
            if (input.Peek(2) is [0x1F, 0x8B])
            {
                input = input.Unpack();
                path = path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? path[..^3] : path;
            }

            return Open(path, input, format);
        }
        catch
        {
            input.Dispose();
            throw;
        }
    }

    private static IRowSource Open(string path, InputBytes input, TableFormat format)
    {
        if (input.Peek(1).IsEmpty)
        {
            throw new ToolException($"{input.Name}: is empty.");
        }

        if (format.Kind is null)
        {
            ForeignKinds.Refuse(input.Name, input.Peek(HeadLength));
        }

        return (format.Kind ?? BinaryKind(input)) switch
        {
            TableKind.Numpy => NumpySource.Open(input),
            TableKind.NumpyArchive => NumpyArchive.Open(input, format),
            TableKind.Parquet => ParquetSource.Open(input),
            TableKind.Words => WordSource.Open(input, format),
            TableKind.SvmLight => SvmLightSource.Open(new TextBytes(input, format.Encoding), format),
            TableKind.Delimited => OpenDelimited(path, input, new TextBytes(input, format.Encoding), format),
            _ => OpenText(path, input, format),
        };
    }

    /// <summary>The kind of what is no text; null where it is text.</summary>
    private static TableKind? BinaryKind(InputBytes input)
    {
        ReadOnlySpan<byte> head = input.Peek(HeadLength);
        return head.StartsWith(NumpyHeader.Mark) ? TableKind.Numpy
            : head.StartsWith("PAR1"u8) ? TableKind.Parquet
            : head.StartsWith("PK\x03\x04"u8) ? TableKind.NumpyArchive
            : WordVectorReader.IsBinary(head) ? TableKind.Words
            : null;
    }

    private static IRowSource OpenText(string path, InputBytes input, TableFormat format)
    {
        TableKind kind = format.Delimiter is null && format.HasHeader is null && format.Encoding is null
            ? TextKinds.Find(path, input.Peek(HeadLength), format.Comment)
            : TableKind.Delimited;
        return kind == TableKind.Words
            ? WordSource.Open(input, format)
            : kind == TableKind.SvmLight ? SvmLightSource.Open(new TextBytes(input, format.Encoding), format)
            : OpenDelimited(path, input, new TextBytes(input, format.Encoding), format);
    }

    private static DelimitedSource OpenDelimited(string path, InputBytes input, TextBytes text, TableFormat format) =>
        DelimitedSource.Open(path, text, format, CountLines(input.FilePath));

    /// <summary>The lines of a large file, so that its rows get one array that fits; 0 for others, which are copied quickly.</summary>
    private static int CountLines(string? path)
    {
        if (path is null || !File.Exists(path) || new FileInfo(path).Length < LargeFile)
        {
            return 0;
        }

        using FileStream file = File.OpenRead(path);
        byte[] buffer = new byte[1 << 18];
        long lines = 0;
        byte last = (byte)'\n';
        for (int read = file.Read(buffer); read > 0; read = file.Read(buffer))
        {
            lines += buffer.AsSpan(0, read).Count((byte)'\n');
            last = buffer[read - 1];
        }

        return (int)Math.Min(lines + (last == '\n' ? 0 : 1), int.MaxValue);
    }
}
