using System.Text;

namespace LleTransforms.Tables;

/// <summary>The first lines of a text, seen before any is read.</summary>
internal sealed class TextSample
{
    private const int MostLines = 60;
    private const int FewestLines = 5;
    private const int UsualSize = 1 << 20;
    private const int LargestSize = 1 << 24;

    private readonly byte[] _bytes;
    private readonly char? _comment;

    private TextSample(byte[] bytes, char? comment, bool isWhole)
    {
        _bytes = bytes;
        _comment = comment;
        IsWhole = isWhole;
        Lines = SplitLines();
    }

    /// <summary>Whole lines, without comments and empty ones.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> Lines { get; }

    /// <summary>Whether these are all lines that there are.</summary>
    public bool IsWhole { get; }

    /// <summary>Looks at a text, and leaves it as it was.</summary>
    public static TextSample Of(TextBytes text, char? comment)
    {
        int lines = 0;
        int end = 0;
        bool isWhole = false;
        while (lines < MostLines && end < (lines < FewestLines ? LargestSize : UsualSize))
        {
            int found = text.FindLineEnd(end);
            if (found >= text.Available.Length)
            {
                (end, isWhole) = (text.Available.Length, true);
                break;
            }

            lines++;
            end = found + 1;
        }

        byte[] bytes = text.Available[..end].ToArray();
        if (text.LineEnd == '\r')
        {
            bytes.AsSpan().Replace((byte)'\r', (byte)'\n');
        }

        return new TextSample(bytes, comment, isWhole);
    }

    /// <summary>The lines as records of fields; the last is left out where a field of it goes on behind the sample.</summary>
    public IReadOnlyList<SampleRecord> Records(char delimiter)
    {
        using var text = new TextBytes(InputBytes.Of("sample", _bytes), Encoding.UTF8);
        var records = new TextRecords(text, delimiter, _comment);
        var found = new List<SampleRecord>();
        try
        {
            while (records.Read())
            {
                if (!records.IsBlank)
                {
                    found.Add(SampleRecord.Of(records));
                }
            }
        }
        catch (TableException)
        {
            // The reading itself tells what is wrong, where it is not the sample's end.
        }

        return found;
    }

    private List<ReadOnlyMemory<byte>> SplitLines()
    {
        var lines = new List<ReadOnlyMemory<byte>>();
        ReadOnlyMemory<byte> rest = _bytes;
        while (!rest.IsEmpty)
        {
            int end = rest.Span.IndexOf((byte)'\n');
            ReadOnlyMemory<byte> line = end < 0 ? rest : rest[..end];
            rest = end < 0 ? default : rest[(end + 1)..];
            line = !line.IsEmpty && line.Span[^1] == '\r' ? line[..^1] : line;
            if (!NumberText.Trim(line.Span).IsEmpty && line.Span[0] != (_comment ?? -1))
            {
                lines.Add(line);
            }
        }

        return lines;
    }
}

/// <summary>A record of a sample.</summary>
/// <param name="FieldCount">How many fields it has.</param>
/// <param name="Fields">The first of them, as many as a judgement needs.</param>
/// <param name="IsQuoted">Whether all fields stand in quotation marks.</param>
/// <param name="EndsEmpty">Whether nothing stands behind the last delimiter.</param>
/// <param name="LineNumber">The line on which it begins, from the sample's first.</param>
internal sealed record SampleRecord(int FieldCount, string[] Fields, bool IsQuoted, bool EndsEmpty, long LineNumber)
{
    private const int MostFields = 2_000;

    public static SampleRecord Of(TextRecords records)
    {
        string[] fields = new string[Math.Min(records.FieldCount, MostFields)];
        bool isQuoted = true;
        for (int field = 0; field < fields.Length; field++)
        {
            fields[field] = records.Text(field);
            isQuoted &= records.IsQuoted(field);
        }

        bool endsEmpty = records.FieldCount > 0 && !records.IsQuoted(records.FieldCount - 1)
            && NumberText.Trim(records.Field(records.FieldCount - 1)).IsEmpty;
        return new SampleRecord(records.FieldCount, fields, isQuoted, endsEmpty, records.LineNumber);
    }
}
