using System.Globalization;
using System.Text;

namespace LleTransforms.WordFiles;

/// <summary>A word and its numbers on each line, behind a line of counts or none.</summary>
internal sealed class TextWordFile : IWordFile
{
    private const int MostLinesCompared = 200;

    private readonly WordBytes _bytes;
    private readonly WordText _words;
    private readonly float[] _vector;
    private readonly WordHeader? _header;
    private long _line;

    public TextWordFile(WordBytes bytes, WordText words)
    {
        _bytes = bytes;
        _words = words;
        ReadOnlySpan<byte> head = bytes.Peek();
        if (head.StartsWith(Encoding.UTF8.Preamble))
        {
            bytes.TryRead(Encoding.UTF8.Preamble.Length, out _);
            head = bytes.Peek();
        }

        int firstEnd = head.IndexOf((byte)'\n');
        if (firstEnd > 0 && WordHeader.TryParse(head[..firstEnd], out WordHeader header) && !HasLineOfTwo(head[(firstEnd + 1)..]))
        {
            _header = header;
            bytes.ReadTo((byte)'\n');
            _line = 1;
        }

        _vector = new float[_header?.NumberOfDimensions ?? FindDimensions(head)];
    }

    public int NumberOfDimensions => _vector.Length;

    public long? DeclaredNumberOfWords => _header?.NumberOfWords;

    public string Word { get; private set; } = string.Empty;

    public ReadOnlySpan<float> Vector => _vector;

    public string Place => string.Create(CultureInfo.InvariantCulture, $"Line {_line}, word '{Word}'");

    private string Line => string.Create(CultureInfo.InvariantCulture, $"Line {_line}");

    public bool Read(long wordsRead)
    {
        ReadOnlySpan<byte> line;
        do
        {
            if (_bytes.IsAtEnd())
            {
                return wordsRead >= (_header?.NumberOfWords ?? 0) ? false : throw new InvalidDataException(
                    $"The first line tells {_header?.NumberOfWords} words, but the file ends after {wordsRead}.");
            }

            line = _bytes.ReadTo((byte)'\n').TrimEnd(" \t\r"u8);
            _line++;
        }
        while (line.IsEmpty);

        ReadLine(line);
        return true;
    }

    public void Dispose() => _bytes.Dispose();

    /// <summary>The last fields are the numbers, so they are read from the end.</summary>
    private void ReadLine(ReadOnlySpan<byte> line)
    {
        ReadOnlySpan<byte> rest = line;
        for (int i = _vector.Length - 1; i >= 0; i--)
        {
            int blank = rest.LastIndexOfAny((byte)' ', (byte)'\t');
            if (blank < 0)
            {
                throw new InvalidDataException(
                    $"{Line}, word '{FirstField(line)}': has {_vector.Length - 1 - i} numbers; {_vector.Length} are expected.");
            }

            ReadOnlySpan<byte> field = rest[(blank + 1)..];
            if (!TryNumber(field, out _vector[i]))
            {
                throw new InvalidDataException(
                    $"{Line}, word '{FirstField(line)}': '{WordText.Quote(field)}' is not a number; the last " +
                    $"{_vector.Length} fields of a line are.");
            }

            rest = rest[..blank].TrimEnd(" \t"u8);
        }

        Word = _words.Decode(rest, Line);
    }

    private static string FirstField(ReadOnlySpan<byte> line)
    {
        int blank = line.IndexOfAny((byte)' ', (byte)'\t');
        return WordText.Quote(blank < 0 ? line : line[..blank]);
    }

    private static bool TryNumber(ReadOnlySpan<byte> field, out float value)
    {
        if (float.TryParse(field, NumberStyles.Float, CultureInfo.InvariantCulture, out value))
        {
            return true;
        }

        // As the C library writes what is not finite.
        bool isNegative = field.StartsWith("-"u8);
        ReadOnlySpan<byte> size = field.TrimStart("+-"u8);
        value = Ascii.EqualsIgnoreCase(size, "inf"u8) ? isNegative ? float.NegativeInfinity : float.PositiveInfinity : float.NaN;
        return !float.IsNaN(value) || Ascii.EqualsIgnoreCase(size, "nan"u8);
    }

    /// <summary>A table of two columns of whole numbers has no line of counts.</summary>
    private static bool HasLineOfTwo(ReadOnlySpan<byte> below)
    {
        int end = below.IndexOf((byte)'\n');
        ReadOnlySpan<byte> line = (end < 0 ? below : below[..end]).TrimEnd(" \t\r"u8);
        return CountBlanks(line) == 1 && WordHeader.TryParse(line, out _);
    }

    /// <summary>One less than the fields that most of the first lines have; a word that holds blanks adds to its line's.</summary>
    private static int FindDimensions(ReadOnlySpan<byte> head)
    {
        var counts = new Dictionary<int, int>();
        for (int line = 0; line < MostLinesCompared && !head.IsEmpty; line++)
        {
            int end = head.IndexOf((byte)'\n');
            if (end < 0 && line > 0)
            {
                break;
            }

            ReadOnlySpan<byte> text = (end < 0 ? head : head[..end]).TrimEnd(" \t\r"u8);
            head = end < 0 ? [] : head[(end + 1)..];
            int blanks = CountBlanks(text);
            counts[blanks] = counts.GetValueOrDefault(blanks) + (text.IsEmpty ? 0 : 1);
        }

        int usual = counts.Where(count => count.Key > 0).OrderByDescending(count => count.Value).ThenBy(count => count.Key)
            .Select(count => count.Key).FirstOrDefault();
        return usual > 0 ? usual : throw new InvalidDataException("The file has no lines of a word and numbers.");
    }

    /// <summary>The runs of blanks and tabs.</summary>
    private static int CountBlanks(ReadOnlySpan<byte> line)
    {
        int count = 0;
        bool wasBlank = false;
        foreach (byte sign in line)
        {
            bool isBlank = sign is (byte)' ' or (byte)'\t';
            count += isBlank && !wasBlank ? 1 : 0;
            wasBlank = isBlank;
        }

        return count;
    }
}
