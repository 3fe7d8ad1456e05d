using System.Buffers.Text;

namespace LleTransforms.WordFiles;

/// <summary>The first line that word2vec and fastText write: how many words there are, and of how many dimensions.</summary>
internal readonly record struct WordHeader(long NumberOfWords, int NumberOfDimensions)
{
    public static bool TryParse(ReadOnlySpan<byte> line, out WordHeader header)
    {
        header = default;
        line = line.TrimEnd(" \t\r"u8);
        if (!Utf8Parser.TryParse(line, out long words, out int length) || length == line.Length
            || line[length] is not ((byte)' ' or (byte)'\t'))
        {
            return false;
        }

        line = line[length..].TrimStart(" \t"u8);
        bool isTwo = Utf8Parser.TryParse(line, out int dimensions, out length) && length == line.Length;
        header = new WordHeader(words, dimensions);
        return isTwo && words >= 0 && dimensions > 0;
    }
}
