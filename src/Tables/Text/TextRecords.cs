using System.Globalization;
using System.Text;

namespace LleTransforms.Tables;

/// <summary>Splits a text into records of fields, as RFC 4180 has them, or at any run of blanks.</summary>
/// <remarks>
/// A field that begins with a quotation mark ends at the next that is not doubled. It may hold what stands between fields and line ends.
/// Elsewhere the mark is a sign like others. Fields are places in the text's own memory, so that no field costs an allocation.
/// </remarks>
internal sealed partial class TextRecords
{
    private const byte Quote = (byte)'"';

    private readonly TextBytes _text;
    private readonly byte _delimiter;
    private readonly bool _splitsAtBlanks;
    private readonly int _comment;
    private int _record;
    private int _length;
    private int _fieldCount;
    private bool _isSplit;
    private bool _hasQuotes;
    private int[] _starts = new int[64];
    private int[] _ends = new int[64];
    private bool[] _quoted = new bool[64];

    /// <param name="text">The text.</param>
    /// <param name="delimiter">What stands between fields; a blank stands for any run of blanks and tabs.</param>
    /// <param name="comment">What lines begin with that are left out; null where there are none.</param>
    public TextRecords(TextBytes text, char delimiter, char? comment)
    {
        _text = text;
        _delimiter = (byte)delimiter;
        _splitsAtBlanks = delimiter == ' ';
        _comment = comment ?? -1;
    }

    /// <summary>The number of fields of the record.</summary>
    public int FieldCount
    {
        get
        {
            EnsureSplit();
            return _fieldCount;
        }
    }

    /// <summary>The line on which the record begins, from 1.</summary>
    public long LineNumber { get; private set; }

    /// <summary>Whether the record is an empty line.</summary>
    public bool IsBlank => !_isSplit ? _length == 0 : FieldCount == 0 || (FieldCount == 1 && Field(0).IsEmpty && !IsQuoted(0));

    public bool IsQuoted(int field) => _hasQuotes && _quoted[field];

    /// <summary>A field, without the quotation marks around it; good until the next record.</summary>
    public ReadOnlySpan<byte> Field(int field)
    {
        EnsureSplit();
        return _text.Buffer.AsSpan(_record + _starts[field], _ends[field] - _starts[field]);
    }

    public string Text(int field) => Encoding.UTF8.GetString(Field(field));

    /// <summary>Goes to the next record; false behind the last.</summary>
    public bool Read()
    {
        int end;
        do
        {
            end = _text.FindLineEnd(0);
            if (_text.Available.IsEmpty || IsEndMark(end))
            {
                return false;
            }
        }
        while (_text.Available[0] == _comment && PassComment(end));

        LineNumber = _text.LinesPassed + 1;
        _fieldCount = 0;
        _hasQuotes = false;
        _isSplit = true;
        if (_text.Available[..end].Contains(Quote))
        {
            end = SplitQuoted(end);
        }
        else if (_splitsAtBlanks)
        {
            SplitAtBlanks(WithoutReturn(end));
        }
        else
        {
            (_isSplit, _length) = (false, WithoutReturn(end));
        }

        _record = _text.Start;
        _text.Pass(end);
        return true;
    }

    private bool PassComment(int end)
    {
        _text.Pass(end);
        return true;
    }

    /// <summary>Old programs of DOS end a file with this sign.</summary>
    private bool IsEndMark(int end) => WithoutReturn(end) == 1 && _text.Available[0] == 0x1A;

    private int WithoutReturn(int end) =>
        end > 0 && _text.LineEnd == (byte)'\n' && _text.Available[end - 1] == (byte)'\r' ? end - 1 : end;

    private void EnsureSplit()
    {
        if (!_isSplit)
        {
            _isSplit = true;
            SplitAtDelimiters();
        }
    }

    private void SplitAtDelimiters()
    {
        ReadOnlySpan<byte> line = _text.Buffer.AsSpan(_record, _length);
        byte delimiter = _delimiter;
        int[] starts = _starts;
        int[] ends = _ends;
        int start = 0;
        int count = 0;
        for (int at = 0; at < line.Length; at++)
        {
            if (line[at] == delimiter)
            {
                if (count >= starts.Length || count >= ends.Length)
                {
                    Grow(count);
                    (starts, ends) = (_starts, _ends);
                }

                starts[count] = start;
                ends[count++] = at;
                start = at + 1;
            }
        }

        _fieldCount = count;
        Add(start, line.Length);
    }

    private void SplitAtBlanks(int end)
    {
        ReadOnlySpan<byte> line = _text.Available[..end];
        int at = 0;
        while (true)
        {
            while (at < line.Length && IsBlankSign(line[at]))
            {
                at++;
            }

            if (at == line.Length)
            {
                return;
            }

            int start = at;
            while (at < line.Length && !IsBlankSign(line[at]))
            {
                at++;
            }

            Add(start, at);
        }
    }

    /// <summary>Splits a record with quotation marks, which may go on over several lines.</summary>
    /// <param name="end">The first line's end.</param>
    /// <returns>The end of the record's last line.</returns>
    private int SplitQuoted(int end)
    {
        int at = 0;
        while (true)
        {
            int last = WithoutReturn(end);
            int open = at;
            while (open < last && (_splitsAtBlanks ? IsBlankSign(_text.Available[open]) : _text.Available[open] == ' '))
            {
                open++;
            }

            if (_splitsAtBlanks && open == last)
            {
                return end;
            }

            if (open < last && _text.Available[open] == Quote)
            {
                at = ReadQuoted(open, ref end);
                last = WithoutReturn(end);
            }
            else
            {
                int start = _splitsAtBlanks ? open : at;
                at = start;
                while (at < last && !Separates(_text.Available[at]))
                {
                    at++;
                }

                Add(start, at);
            }

            if (at >= last)
            {
                return end;
            }

            at++;
        }
    }

    /// <summary>Reads a quoted field, and makes one mark of each doubled one in place.</summary>
    /// <returns>The place behind the field, where a delimiter stands or the line ends.</returns>
    private int ReadQuoted(int open, ref int end)
    {
        int read = open + 1;
        int write = read;
        while (true)
        {
            if (read >= end)
            {
                if (end == _text.Available.Length && !HasMore(end))
                {
                    throw new TableException(string.Create(
                        CultureInfo.InvariantCulture, $"{_text.Name}: line {LineNumber}: a quotation mark opens here and none closes it."));
                }

                end = _text.FindLineEnd(end + 1);
            }

            byte sign = _text.Available[read];
            if (sign == Quote)
            {
                bool isDoubled = read + 1 < end && _text.Available[read + 1] == Quote;
                if (!isDoubled)
                {
                    break;
                }

                read++;
            }

            _text.Buffer[_text.Start + write++] = sign;
            read++;
        }

        Add(open + 1, write, isQuoted: true);
        int at = read + 1;
        int last = WithoutReturn(end);
        while (at < last && _text.Available[at] == ' ' && !_splitsAtBlanks)
        {
            at++;
        }

        return at >= last || Separates(_text.Available[at]) ? at : throw new TableException(string.Create(
            CultureInfo.InvariantCulture,
            $"{_text.Name}: line {LineNumber}: a quotation mark ends field {FieldCount}, but text follows it; a mark within quotes " +
            $"is doubled."));
    }

    private bool HasMore(int end) => _text.FindLineEnd(end) is var found && (found > end || _text.Available.Length > end);

    private bool Separates(byte sign) => _splitsAtBlanks ? IsBlankSign(sign) : sign == _delimiter;

    private static bool IsBlankSign(byte sign) => sign is (byte)' ' or (byte)'\t';

    private void Add(int start, int end, bool isQuoted = false)
    {
        if (_fieldCount == _starts.Length)
        {
            Grow(_fieldCount);
        }

        _starts[_fieldCount] = start;
        _ends[_fieldCount] = end;
        _quoted[_fieldCount++] = isQuoted;
        _hasQuotes |= isQuoted;
    }

    private void Grow(int count)
    {
        Array.Resize(ref _starts, 2 * count);
        Array.Resize(ref _ends, 2 * count);
        Array.Resize(ref _quoted, 2 * count);
    }
}
