using System.Text;

namespace LleTransforms.Tool.Tables.Kinds;

/// <summary>Tells the kinds of text apart, by the name of the file and its first lines.</summary>
internal static class TextKinds
{
    private const int MostLines = 40;
    private const int FewestNumbers = 2;

    public static TableKind Find(string path, ReadOnlySpan<byte> head, char? comment)
    {
        string extension = Path.GetExtension(path).ToUpperInvariant();
        if (extension is ".VEC")
        {
            return TableKind.Words;
        }

        return extension is ".CSV" or ".TSV" or ".TAB" ? TableKind.Delimited : FindByLines([.. Lines(head, comment).Take(MostLines)]);
    }

    private static TableKind FindByLines(string[][] lines)
    {
        return lines.Length == 0 ? TableKind.Delimited
            : IsSvmLight(lines) ? TableKind.SvmLight
            : IsWords(lines) ? TableKind.Words
            : TableKind.Delimited;
    }

    /// <summary>Whole lines, split at blanks; none where something else stands between fields.</summary>
    private static List<string[]> Lines(ReadOnlySpan<byte> head, char? comment)
    {
        int end = head.Length < 1 << 16 ? head.Length : head.LastIndexOf((byte)'\n');
        string text = Encoding.UTF8.GetString(head[..Math.Max(end, 0)]);
        return
        [
            .. text.Split('\n').Where(line => line.Trim().Length > 0 && line[0] != (comment ?? '\0'))
                .Select(line => line.TrimEnd().Split([' ', '\t'])),
        ];
    }

    /// <summary>A number, and then "index:value".</summary>
    private static bool IsSvmLight(string[][] lines)
    {
        string[][] rows = [.. lines.Where(line => line[0].Length > 0 && line[0][0] != '#')];
        return rows.Length > 0 && Array.Exists(rows, row => row.Length > 1) && Array.TrueForAll(rows, row =>
            Array.TrueForAll(row[0].Split(','), IsNumber)
            && row.Skip(1).TakeWhile(field => field != "#").All(field => field.Length == 0 || IsPair(field)));
    }

    private static bool IsPair(string field)
    {
        int colon = field.IndexOf(':', StringComparison.Ordinal);
        return colon > 0 && (field.AsSpan(0, colon) is "qid" || int.TryParse(field.AsSpan(0, colon), out _))
            && IsNumber(field[(colon + 1)..]);
    }

    /// <summary>A count of words and of dimensions, then a word and as many numbers; or such lines from the first on.</summary>
    private static bool IsWords(string[][] lines)
    {
        bool isTold = lines.Length > 1 && lines[0] is [var count, var dimensions] && int.TryParse(count, out _)
            && int.TryParse(dimensions, out int told) && lines[1].Length > told && told > 1 && lines[1].Length > 2
            && lines[1][^told..].All(IsNumber);
        if (isTold)
        {
            return true;
        }

        int usual = lines.GroupBy(line => line.Length).MaxBy(group => group.Count())!.Key - 1;
        return usual >= FewestNumbers && HasVector(lines[0])
            && lines.Count(HasVector) > lines.Length * 0.9
            && lines.Count(line => !IsNumber(line[0]) && !MissingValues.IsUsualMarker(Encoding.UTF8.GetBytes(line[0]))) > lines.Length / 2;

        bool HasVector(string[] line) => line.Length > usual && line[^usual..].All(IsNumber);
    }

    private static bool IsNumber(string field) =>
        field.Length > 0 && NumberText.TryParse(Encoding.UTF8.GetBytes(field), NumberFormat.Plain, out _);
}
