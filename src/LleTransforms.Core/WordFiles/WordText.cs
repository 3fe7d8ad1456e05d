using System.Text;

namespace LleTransforms.WordFiles;

/// <summary>Turns the bytes of words into text, and refuses bytes that are none.</summary>
internal sealed class WordText
{
    private const int LongestQuote = 40;

    private readonly Encoding _encoding;

    public WordText(Encoding encoding)
    {
        ArgumentNullException.ThrowIfNull(encoding);
        _encoding = (Encoding)encoding.Clone();
        _encoding.DecoderFallback = DecoderFallback.ExceptionFallback;
    }

    /// <summary>The word, exactly.</summary>
    /// <param name="bytes">Its bytes.</param>
    /// <param name="line">Where it stands, for the message.</param>
    public string Decode(ReadOnlySpan<byte> bytes, string line)
    {
        try
        {
            return _encoding.GetString(bytes);
        }
        catch (DecoderFallbackException fault)
        {
            throw new InvalidDataException(
                $"{line}: byte {fault.Index + 1} of its word is {Convert.ToHexString(fault.BytesUnknown ?? [])}, which is not " +
                $"{_encoding.WebName}.", fault);
        }
    }

    /// <summary>A piece of a line for a message, whatever bytes it holds.</summary>
    public static string Quote(ReadOnlySpan<byte> bytes) =>
        Encoding.UTF8.GetString(bytes[..Math.Min(bytes.Length, LongestQuote)]) + (bytes.Length > LongestQuote ? "..." : string.Empty);
}
