using System.Buffers.Binary;
using System.Globalization;

namespace LleTransforms.WordFiles;

/// <summary>The binary form of word2vec: a line of counts, and then each word, a blank, and its numbers, least byte first.</summary>
internal sealed class BinaryWordFile : IWordFile
{
    private const int LongestWord = 4_096;

    private readonly WordBytes _bytes;
    private readonly WordText _words;
    private readonly WordHeader _header;
    private readonly float[] _vector;
    private long _number;

    public BinaryWordFile(WordBytes bytes, WordText words)
    {
        _bytes = bytes;
        _words = words;
        _header = WordHeader.TryParse(bytes.ReadTo((byte)'\n'), out WordHeader header)
            ? header
            : throw new InvalidDataException("The first line does not tell how many words and dimensions there are.");
        _vector = new float[_header.NumberOfDimensions];
    }

    public int NumberOfDimensions => _vector.Length;

    public long? DeclaredNumberOfWords => _header.NumberOfWords;

    public string Word { get; private set; } = string.Empty;

    public ReadOnlySpan<float> Vector => _vector;

    public string Place => string.Create(CultureInfo.InvariantCulture, $"Word {_number} ('{Word}')");

    /// <summary>Whether what follows the line of counts is a word and numbers that are no text.</summary>
    public static bool Fits(ReadOnlySpan<byte> below, WordHeader header)
    {
        int blank = below.IndexOf((byte)' ');
        ReadOnlySpan<byte> numbers = blank < 0 ? [] : below[(blank + 1)..];
        numbers = numbers[..(int)Math.Min(numbers.Length, (long)sizeof(float) * header.NumberOfDimensions)];

        // Text has no byte below the blank but tabs and line ends.
        return numbers.IndexOfAnyInRange((byte)0, (byte)8) >= 0 || numbers.IndexOfAnyInRange((byte)14, (byte)31) >= 0;
    }

    public bool Read(long wordsRead)
    {
        if (wordsRead == _header.NumberOfWords)
        {
            return false;
        }

        _number = wordsRead + 1;
        string place = string.Create(CultureInfo.InvariantCulture, $"Word {_number}");
        if (_bytes.IsAtEnd())
        {
            throw CutShort(wordsRead);
        }

        ReadOnlySpan<byte> word = _bytes.ReadTo((byte)' ').TrimStart("\r\n"u8);
        if (word.Length > LongestWord)
        {
            throw new InvalidDataException($"{place}: is longer than {LongestWord} bytes; the file is damaged, or no word2vec file.");
        }

        Word = _words.Decode(word, place);
        if (!_bytes.TryRead(sizeof(float) * _vector.Length, out ReadOnlySpan<byte> numbers))
        {
            throw CutShort(wordsRead);
        }

        for (int i = 0; i < _vector.Length; i++)
        {
            _vector[i] = BinaryPrimitives.ReadSingleLittleEndian(numbers[(sizeof(float) * i)..]);
        }

        return true;
    }

    public void Dispose() => _bytes.Dispose();

    private InvalidDataException CutShort(long wordsRead) =>
        new($"The first line tells {_header.NumberOfWords} words, but the file ends after {wordsRead}.");
}
