using System.Text;

namespace LleTransforms.Tool.Tables;

/// <summary>The text of a file or of standard input, whose first line can be seen before it is read, and
/// whose reading can be cancelled.</summary>
internal sealed class TableText : TextReader
{
    private const int BufferSize = 1 << 16;

    private readonly StreamReader _reader;
    private readonly bool _mayBlock;
    private readonly CancellationToken _cancellation;
    private readonly char[] _buffer = new char[BufferSize];
    private int _position;
    private int _length;

    private TableText(Stream stream, bool mayBlock, CancellationToken cancellationToken)
    {
        _reader = new StreamReader(stream, Encoding.UTF8, detectEncodingFromByteOrderMarks: true, BufferSize);
        _mayBlock = mayBlock;
        _cancellation = cancellationToken;
        FillBuffer();
    }

    /// <summary>The first line, or as much of it as one buffer holds.</summary>
    public string FirstLine
    {
        get
        {
            ReadOnlySpan<char> text = _buffer.AsSpan(0, _length);
            int end = text.IndexOfAny('\r', '\n');
            return new string(end < 0 ? text : text[..end]);
        }
    }

    public bool IsEmpty => _length == 0;

    public static TableText Open(string path, ToolConsole console, CancellationToken cancellationToken)
    {
        if (path == "-")
        {
            return new TableText(console.OpenInput(), mayBlock: true, cancellationToken);
        }

        try
        {
            return new TableText(File.OpenRead(path), mayBlock: false, cancellationToken);
        }
        catch (Exception fault) when (fault is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new ToolException($"{path}: there is no such file.");
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new ToolException($"{path}: cannot be read: {fault.Message}");
        }
    }

    public override int Read(char[] buffer, int index, int count)
    {
        if (_position == _length)
        {
            FillBuffer();
        }

        int taken = Math.Min(count, _length - _position);
        _buffer.AsSpan(_position, taken).CopyTo(buffer.AsSpan(index));
        _position += taken;
        return taken;
    }

    public override int Read()
    {
        if (_position == _length)
        {
            FillBuffer();
        }

        return _position == _length ? -1 : _buffer[_position++];
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _reader.Dispose();
        }

        base.Dispose(disposing);
    }

    private void FillBuffer()
    {
        _cancellation.ThrowIfCancellationRequested();
        _position = 0;

        // A pipe or a terminal may stay silent for ever, so an interruption does not wait for it.
        _length = _mayBlock
            ? Task.Run(() => _reader.Read(_buffer, 0, BufferSize), CancellationToken.None).WaitAsync(_cancellation).GetAwaiter().GetResult()
            : _reader.Read(_buffer, 0, BufferSize);
    }
}
