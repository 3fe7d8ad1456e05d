using System.Text;

namespace LleTransforms.Tables;

/// <summary>Finds what stands between the fields of a text.</summary>
internal static class DelimiterFinder
{
    private const int MostLines = 20;
    private const string Candidates = ",\t;|";
    private static readonly NumberFormat _decimalComma = new(',', null);

    /// <summary>A file's name tells tabs. Otherwise it is the sign that occurs most in the first line that has one, or else
    /// blanks.</summary>
    public static char Find(string path, TextSample sample, NumberFormat numbers)
    {
        if (TextFormat.HasTabs(path))
        {
            return '\t';
        }

        string candidates = numbers.Decimal == ',' ? Candidates[1..] : Candidates;
        string[] lines = new string[Math.Min(sample.Lines.Count, MostLines)];
        for (int i = 0; i < lines.Length; i++)
        {
            lines[i] = Encoding.UTF8.GetString(Start(sample.Lines[i].Span));
        }

        foreach (string line in lines)
        {
            char most = candidates[0];
            foreach (char candidate in candidates)
            {
                most = CountOutsideQuotes(line, candidate) > CountOutsideQuotes(line, most) ? candidate : most;
            }

            if (CountOutsideQuotes(line, most) > 0)
            {
                return most == ',' ? BehindDecimalCommas(lines[^1]) ?? most
                    : most == '\t' && AnyLineHasOnlyBlanks(lines) ? ' ' : most;
            }
        }

        // Blanks within a name make no columns: the line below it has to have them too.
        return lines.Length > 0 && HasBlanksWithin(lines[^1]) && HasBlanksWithin(lines[lines.Length / 2]) ? ' ' : ',';
    }

    /// <summary>The beginning of a line, which suffices to count.</summary>
    private static ReadOnlySpan<byte> Start(ReadOnlySpan<byte> line) => line[..Math.Min(line.Length, 1 << 16)];

    /// <summary>Where all commas stand within numbers and another sign between them, it is the other.</summary>
    private static char? BehindDecimalCommas(string line)
    {
        foreach (char candidate in "\t;| ")
        {
            string[] fields = line.Split(candidate, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            if (fields.Length > 1 && Array.Exists(fields, field => field.Contains(','))
                && Array.TrueForAll(fields, field => field[0] != ',' && field[^1] != ',')
                && Array.TrueForAll(fields, field => NumberText.TryParse(Encoding.UTF8.GetBytes(field), _decimalComma, out _)))
            {
                return candidate;
            }
        }

        return null;
    }

    /// <summary>Where some lines have tabs and others blanks, both stand between fields.</summary>
    private static bool AnyLineHasOnlyBlanks(string[] lines) =>
        Array.Exists(lines, line => !line.Trim().Contains('\t') && HasBlanksWithin(line));

    private static bool HasBlanksWithin(string line) => line.Trim().AsSpan().IndexOfAny(' ', '\t') >= 0;

    private static int CountOutsideQuotes(string line, char candidate)
    {
        int count = 0;
        bool isQuoted = false;
        foreach (char sign in line)
        {
            isQuoted ^= sign == '"';
            count += !isQuoted && sign == candidate ? 1 : 0;
        }

        return count;
    }
}
