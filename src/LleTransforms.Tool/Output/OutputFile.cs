using System.Text;

namespace LleTransforms.Tool.Output;

/// <summary>A file that appears whole or not at all: written beside its place under another name, and renamed when all is well.</summary>
/// <remarks>Opened before the long work, so that a place that cannot be written is known at once.</remarks>
internal sealed class OutputFile : IDisposable
{
    private readonly string _path;
    private readonly string? _temporaryPath;
    private bool _isCommitted;

    private OutputFile(string path, string? temporaryPath, FileStream stream)
    {
        _path = path;
        _temporaryPath = temporaryPath;
        Stream = stream;
    }

    /// <summary>What is written here is what the file will hold. It can be sought.</summary>
    public FileStream Stream { get; }

    public static OutputFile Create(string path)
    {
        try
        {
            if (Directory.Exists(path) || path.EndsWith(Path.DirectorySeparatorChar))
            {
                throw new ToolException($"{path}: cannot be written: it is a folder.");
            }

            if (File.Exists(path) && File.GetAttributes(path).HasFlag(FileAttributes.ReadOnly))
            {
                throw new ToolException($"{path}: cannot be written: it is read-only.");
            }

            string full = Path.GetFullPath(path);
            if (full.StartsWith("/dev/", StringComparison.Ordinal))
            {
                // A device is written to; to rename a file over it would replace it.
                return new OutputFile(path, null, new FileStream(full, FileMode.Open, FileAccess.Write));
            }

            full = File.Exists(full) ? File.ResolveLinkTarget(full, returnFinalTarget: true)?.FullName ?? full : full;
            string temporary = Path.Combine(Path.GetDirectoryName(full)!, $".{Path.GetFileName(full)}.{Path.GetRandomFileName()}");
            return new OutputFile(full, temporary, new FileStream(temporary, FileMode.CreateNew, FileAccess.ReadWrite));
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            string reason = fault is DirectoryNotFoundException
                ? "there is no such folder."
                : fault is UnauthorizedAccessException ? "permission is denied." : EngineFault.Tell(fault);
            throw new ToolException($"{path}: cannot be written: {reason}");
        }
    }

    /// <summary>A writer of text that leaves the file open.</summary>
    public StreamWriter Writer() => new(Stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), 1 << 16, leaveOpen: true);

    /// <summary>Puts the file in its place, over what may be there.</summary>
    public void Commit()
    {
        try
        {
            Stream.Dispose();
            if (_temporaryPath is not null)
            {
                File.Move(_temporaryPath, _path, overwrite: true);
            }

            _isCommitted = true;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new ToolException($"{_path}: cannot be written: {EngineFault.Tell(fault)}");
        }
    }

    public void Dispose()
    {
        Stream.Dispose();
        if (!_isCommitted && _temporaryPath is not null)
        {
            File.Delete(_temporaryPath);
        }
    }
}
