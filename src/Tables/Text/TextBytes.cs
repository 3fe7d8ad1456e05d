using System.Buffers;
using System.Globalization;
using System.Text;

namespace LleTransforms.Tables;

/// <summary>A text as UTF-8, whatever it was written in, and nothing that its encoding does not know.</summary>
/// <remarks>Bytes that are no text are refused with their place. To put a sign in their stead would make equals of different
/// labels.</remarks>
internal sealed class TextBytes : IDisposable
{
    private const int ReadSize = 1 << 16;

    private readonly InputBytes _input;
    private readonly TextDecoding? _decoding;
    private byte[] _buffer = new byte[2 * ReadSize];
    private int _start;
    private int _end;
    private int _checked;
    private long _passed;
    private bool _hasEnded;

    public TextBytes(InputBytes input, Encoding? encoding)
    {
        _input = input;
        (Encoding found, int markLength) = FindEncoding(input.Peek(4), encoding);
        input.ReadExactly(new byte[markLength]);
        _passed = markLength;
        _decoding = found is UTF8Encoding ? null : new TextDecoding(input, found, markLength);
        EncodingName = found is UTF8Encoding ? null : found.WebName;
        Fill();
        LineEnd = Available.Contains((byte)'\n') || !Available.Contains((byte)'\r') ? (byte)'\n' : (byte)'\r';
    }

    /// <summary>The file's name, as messages give it.</summary>
    public string Name => _input.Name;

    /// <summary>The encoding where it is not UTF-8.</summary>
    public string? EncodingName { get; }

    /// <summary>What ends a line.</summary>
    public byte LineEnd { get; } = (byte)'\n';

    /// <summary>Lines that lie behind.</summary>
    public long LinesPassed { get; private set; }

    /// <summary>What has been read of the text and not yet been taken.</summary>
    public ReadOnlySpan<byte> Available => _buffer.AsSpan(_start, _checked - _start);

    /// <summary>The array in which the text lies, for whoever changes it in place; <see cref="Fill"/> may replace it.</summary>
    public byte[] Buffer => _buffer;

    /// <summary>Where <see cref="Available"/> begins in the array.</summary>
    public int Start => _start;

    /// <summary>The place of the line end at or behind an offset from the text's start; the text's length where none follows.</summary>
    public int FindLineEnd(int from)
    {
        while (true)
        {
            int found = Available[from..].IndexOf(LineEnd);
            if (found >= 0)
            {
                return from + found;
            }

            from = Available.Length;
            if (!Fill())
            {
                return from;
            }
        }
    }

    /// <summary>Leaves bytes behind, and the line end at their end if there is one.</summary>
    public void Pass(int length)
    {
        ReadOnlySpan<byte> passed = Available[..Math.Min(length + 1, Available.Length)];
        LinesPassed += passed.Count(LineEnd);
        _start += passed.Length;
    }

    /// <summary>Leaves one line behind; false at the end of the text.</summary>
    public bool PassLine()
    {
        int end = FindLineEnd(0);
        bool isLine = Available.Length > 0;
        Pass(end);
        return isLine;
    }

    /// <summary>Whether nothing but blanks and line ends is left.</summary>
    public bool HasOnlyBlanksLeft()
    {
        int from = 0;
        do
        {
            if (Available[from..].IndexOfAnyExcept(" \t\r\n"u8) >= 0)
            {
                return false;
            }

            from = Available.Length;
        }
        while (Fill());
        return Available[from..].IndexOfAnyExcept(" \t\r\n"u8) < 0;
    }

    /// <summary>Reads on; false at the end of the text.</summary>
    public bool Fill()
    {
        if (_hasEnded)
        {
            return false;
        }

        MakeRoom();
        int read = _decoding?.Read(_buffer.AsSpan(_end)) ?? _input.Read(_buffer.AsSpan(_end));
        _hasEnded = read == 0;
        _end += read;
        Check();
        return read > 0;
    }

    public void Dispose() => _input.Dispose();

    private static (Encoding Found, int MarkLength) FindEncoding(ReadOnlySpan<byte> head, Encoding? told)
    {
        foreach (Encoding marked in new[] { Encoding.UTF8, Encoding.UTF32, new UTF32Encoding(true, true), Encoding.Unicode,
            Encoding.BigEndianUnicode })
        {
            if (head.StartsWith(marked.Preamble) && (told is null || told.CodePage == marked.CodePage))
            {
                return (marked, marked.Preamble.Length);
            }
        }

        return (told ?? Encoding.UTF8, 0);
    }

    private void MakeRoom()
    {
        if (_start > 0 && (_start == _end || _buffer.Length - _end < ReadSize))
        {
            Buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            (_end, _checked, _start) = (_end - _start, _checked - _start, 0);
        }

        if (_buffer.Length - _end < Math.Max(ReadSize, _buffer.Length / 2))
        {
            Array.Resize(ref _buffer, 2 * _buffer.Length);
        }
    }

    /// <summary>Refuses what is no UTF-8. A sign that is cut at the end waits for the rest of it.</summary>
    private void Check()
    {
        ReadOnlySpan<byte> text = _buffer.AsSpan(_checked, _end - _checked);
        bool isCut = false;
        int good = Ascii.IsValid(text) ? text.Length : GoodLength(text, out isCut);
        int zero = text[..good].IndexOf((byte)0);
        if (zero >= 0 || (good < text.Length && (_hasEnded || !isCut)))
        {
            throw Refuse(zero >= 0 ? zero : good);
        }

        _checked += good;
        _passed += good;
    }

    /// <summary>How much of a text is UTF-8, and whether what follows may only lack its rest.</summary>
    private static int GoodLength(ReadOnlySpan<byte> text, out bool isCut)
    {
        int at = 0;
        OperationStatus status = OperationStatus.Done;
        while (at < text.Length && status == OperationStatus.Done)
        {
            int ascii = text[at..].IndexOfAnyExceptInRange((byte)0, (byte)0x7F);
            if (ascii < 0)
            {
                at = text.Length;
                break;
            }

            at += ascii;
            status = Rune.DecodeFromUtf8(text[at..], out _, out int length);
            at += status == OperationStatus.Done ? length : 0;
        }

        isCut = status == OperationStatus.NeedMoreData;
        return at;
    }

    private TableException Refuse(int place)
    {
        byte wrong = _buffer[_checked + place];
        long line = LinesPassed + 1 + _buffer.AsSpan(_start, _checked + place - _start).Count(LineEnd);
        string where = _decoding is null
            ? string.Create(CultureInfo.InvariantCulture, $"byte {_passed + place + 1} (line {line})")
            : string.Create(CultureInfo.InvariantCulture, $"line {line}");
        return wrong == 0
            ? new TableException(
                $"{Name}: {where} is zero, which no text holds.",
                "If it is UTF-16 without a byte order mark, say --encoding utf-16.")
            : new TableException(
                string.Create(CultureInfo.InvariantCulture, $"{Name}: {where} is {wrong:X2}, which is not UTF-8."),
                "Name the file's encoding, such as --encoding windows-1252 or --encoding latin1.");
    }
}
