namespace LleTransforms.WordFiles;

/// <summary>The bytes of a file, line by line or number by number.</summary>
internal sealed class WordBytes(Stream stream) : IDisposable
{
    private byte[] _buffer = new byte[1 << 18];
    private int _start;
    private int _end;
    private bool _hasEnded;

    private ReadOnlySpan<byte> Available => _buffer.AsSpan(_start, _end - _start);

    /// <summary>The first bytes, as many as one buffer holds; they are still to be read.</summary>
    public ReadOnlySpan<byte> Peek()
    {
        while (_end < _buffer.Length && Fill())
        {
            // Pipes give a little at a time.
        }

        return Available;
    }

    /// <summary>Whether all bytes are read.</summary>
    public bool IsAtEnd() => _start == _end && !Fill();

    /// <summary>The bytes up to a sign, which is left behind too; all that are left where it does not follow.</summary>
    public ReadOnlySpan<byte> ReadTo(byte sign)
    {
        int from = 0;
        int found;
        while ((found = Available[from..].IndexOf(sign)) < 0)
        {
            from = Available.Length;
            if (!Fill())
            {
                break;
            }
        }

        int length = found < 0 ? Available.Length : from + found;
        ReadOnlySpan<byte> taken = Available[..length];
        _start += Math.Min(length + 1, Available.Length);
        return taken;
    }

    /// <summary>So many bytes; false where fewer are left.</summary>
    public bool TryRead(int count, out ReadOnlySpan<byte> bytes)
    {
        while (Available.Length < count && Fill())
        {
            // A vector may be longer than what is there.
        }

        bytes = Available[..Math.Min(count, Available.Length)];
        _start += bytes.Length;
        return bytes.Length == count;
    }

    public void Dispose() => stream.Dispose();

    private bool Fill()
    {
        if (_hasEnded)
        {
            return false;
        }

        if (_start > 0)
        {
            Available.CopyTo(_buffer);
            (_start, _end) = (0, _end - _start);
        }

        if (_end == _buffer.Length)
        {
            Array.Resize(ref _buffer, 2 * _buffer.Length);
        }

        int read = stream.Read(_buffer, _end, _buffer.Length - _end);
        _end += read;
        _hasEnded = read == 0;
        return read > 0;
    }
}
