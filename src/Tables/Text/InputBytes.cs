using System.IO.Compression;

namespace LleTransforms.Tables;

/// <summary>The bytes of a file or of standard input, whose beginning can be seen before it is read, and whose reading can be
/// cancelled.</summary>
internal sealed class InputBytes : Stream
{
    private const int BufferSize = 1 << 16;

    private readonly Stream _inner;
    private readonly bool _mayBlock;
    private readonly CancellationToken _cancellation;
    private readonly byte[] _blocked;
    private byte[] _head = [];
    private int _headPosition;
    private uint _tail;
    private long _count;

    private InputBytes(string name, Stream inner, string? path, bool mayBlock, CancellationToken cancellationToken)
    {
        Name = name;
        FilePath = path;
        _inner = inner;
        _mayBlock = mayBlock;
        _blocked = mayBlock ? new byte[BufferSize] : [];
        _cancellation = cancellationToken;
    }

    /// <summary>The file's name, as messages give it.</summary>
    public string Name { get; }

    /// <summary>The file whose bytes these are as they lie there; null where they come from elsewhere, or packed.</summary>
    public string? FilePath { get; }

    public CancellationToken Cancellation => _cancellation;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Opens a file.</summary>
    /// <param name="path">The file, or "-" for standard input.</param>
    /// <param name="openInput">Opens standard input; null where there is none, so that "-" is a file like others.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public static InputBytes Open(string path, Func<Stream>? openInput, CancellationToken cancellationToken)
    {
        if (path == "-" && openInput is not null)
        {
            return new InputBytes("standard input", openInput(), path: null, mayBlock: true, cancellationToken);
        }

        try
        {
            return new InputBytes(path, File.OpenRead(path), path, mayBlock: false, cancellationToken);
        }
        catch (Exception fault) when (fault is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new TableException($"{path}: there is no such file.");
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new TableException($"{path}: cannot be read: {FaultText.Of(fault)}");
        }
    }

    /// <summary>Bytes that are in memory already.</summary>
    public static InputBytes Of(string name, byte[] bytes) =>
        new(name, new MemoryStream(bytes), path: null, mayBlock: false, CancellationToken.None);

    /// <summary>The bytes that these are the packed form of.</summary>
    public InputBytes Unpack() =>
        new(Name, new GZipStream(this, CompressionMode.Decompress), path: null, mayBlock: false, _cancellation) { Packed = this };

    /// <summary>What this is the unpacked form of; null where it is not.</summary>
    private InputBytes? Packed { get; init; }

    /// <summary>The bytes to come, as many as are asked for or as there are; they are still to be read.</summary>
    public ReadOnlySpan<byte> Peek(int count)
    {
        while (_head.Length - _headPosition < count)
        {
            byte[] more = new byte[Math.Max(BufferSize, count)];
            int read = ReadInner(more);
            if (read == 0)
            {
                break;
            }

            _head = [.. _head.AsSpan(_headPosition), .. more.AsSpan(0, read)];
            _headPosition = 0;
        }

        return _head.AsSpan(_headPosition, Math.Min(count, _head.Length - _headPosition));
    }

    /// <summary>All that is left, in a stream that can seek.</summary>
    public Stream Seekable()
    {
        if (FilePath is not null)
        {
            Dispose();
            return File.OpenRead(FilePath);
        }

        var whole = new MemoryStream();
        CopyTo(whole);
        whole.Position = 0;
        return whole;
    }

    public override int Read(Span<byte> buffer)
    {
        int left = _head.Length - _headPosition;
        if (left == 0)
        {
            return ReadInner(buffer);
        }

        int taken = Math.Min(left, buffer.Length);
        _head.AsSpan(_headPosition, taken).CopyTo(buffer);
        _headPosition += taken;
        return taken;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _inner.Dispose();
        }

        base.Dispose(disposing);
    }

    private int ReadInner(Span<byte> buffer)
    {
        _cancellation.ThrowIfCancellationRequested();
        try
        {
            if (!_mayBlock)
            {
                return Note(buffer, _inner.Read(buffer));
            }

            // A pipe or a terminal may stay silent for ever, so an interruption does not wait for it.
            int wanted = Math.Min(buffer.Length, BufferSize);
            int read = Task.Run(() => _inner.Read(_blocked, 0, wanted), CancellationToken.None)
                .WaitAsync(_cancellation).GetAwaiter().GetResult();
            _blocked.AsSpan(0, read).CopyTo(buffer);
            return Note(buffer, read);
        }
        catch (InvalidDataException fault)
        {
            throw new TableException($"{Name}: is packed, but cannot be unpacked: {FaultText.Of(fault)}");
        }
    }

    /// <summary>Notes what was read. A packed file ends with the length of what it holds, which the framework does not compare.</summary>
    private int Note(ReadOnlySpan<byte> buffer, int read)
    {
        _count += read;
        foreach (byte last in buffer[Math.Max(0, read - sizeof(uint))..read])
        {
            _tail = (_tail >> 8) | ((uint)last << 24);
        }

        // Several packed files in a row end with the length of the last, which is less than all.
        if (read == 0 && Packed is { } packed && packed._tail > _count)
        {
            throw new TableException($"{Name}: is packed, but cannot be unpacked: it is cut short.");
        }

        return read;
    }
}
