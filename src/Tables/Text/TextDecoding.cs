using System.Globalization;
using System.Text;

namespace LleTransforms.Tables;

/// <summary>Turns text of another encoding into UTF-8 as it is read.</summary>
internal sealed class TextDecoding
{
    private const int ChunkSize = 1 << 14;

    private readonly InputBytes _input;
    private readonly Encoding _encoding;
    private readonly Decoder _decoder;
    private readonly byte[] _raw = new byte[ChunkSize];
    private readonly char[] _signs;
    private byte[] _ready = [];
    private int _readyPosition;
    private long _position;
    private char? _half;
    private bool _hasEnded;

    /// <param name="input">The bytes.</param>
    /// <param name="encoding">What they are in.</param>
    /// <param name="position">Bytes that were passed already.</param>
    public TextDecoding(InputBytes input, Encoding encoding, int position)
    {
        _input = input;
        _encoding = (Encoding)encoding.Clone();
        _encoding.DecoderFallback = DecoderFallback.ExceptionFallback;
        _decoder = _encoding.GetDecoder();
        _signs = new char[_encoding.GetMaxCharCount(ChunkSize) + 1];
        _position = position;
    }

    /// <summary>The next of the text as UTF-8; 0 at its end.</summary>
    public int Read(Span<byte> destination)
    {
        while (_readyPosition == _ready.Length && !_hasEnded)
        {
            DecodeChunk();
        }

        int taken = Math.Min(destination.Length, _ready.Length - _readyPosition);
        _ready.AsSpan(_readyPosition, taken).CopyTo(destination);
        _readyPosition += taken;
        return taken;
    }

    private void DecodeChunk()
    {
        int read = _input.Read(_raw);
        _hasEnded = read == 0;
        try
        {
            int count = _half is char half ? 1 : 0;
            _signs[0] = _half ?? default;
            count += _decoder.GetChars(_raw.AsSpan(0, read), _signs.AsSpan(count), flush: _hasEnded);

            // Half of a pair of signs waits for the other half.
            bool isCut = !_hasEnded && count > 0 && char.IsHighSurrogate(_signs[count - 1]);
            _half = isCut ? _signs[count - 1] : null;
            _ready = Encoding.UTF8.GetBytes(_signs, 0, isCut ? count - 1 : count);
            _readyPosition = 0;
            _position += read;
        }
        catch (DecoderFallbackException fault)
        {
            string bytes = Convert.ToHexString(fault.BytesUnknown ?? []);
            throw new TableException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{_input.Name}: byte {_position + fault.Index + 1} is {bytes}, which is not {_encoding.WebName}."),
                "Name the file's encoding with --encoding.");
        }
    }
}
