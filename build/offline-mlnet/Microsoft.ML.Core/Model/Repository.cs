using System.IO.Compression;

namespace Microsoft.ML.Offline;

/// <summary>A model zip being written: one entry for each part, each written in memory first because headers come last.</summary>
internal sealed class RepositoryWriter : IDisposable
{
    private readonly ZipArchive _archive;
    private readonly HashSet<string> _names = [];

    public RepositoryWriter(Stream stream)
    {
        Check.Value(stream, nameof(stream));
        _archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true);
        Write("TrainingInfo", "Version.txt", target =>
        {
            using var writer = new StreamWriter(target, leaveOpen: true);
            writer.WriteLine("5.0.0 (offline stand-in)");
        });
    }

    public void Write(string directory, string name, Action<Stream> action)
    {
        using var memory = new MemoryStream();
        action(memory);
        string path = PathOf(directory, name);
        Check.Param(_names.Add(path), nameof(name), $"Duplicate entry: '{path}'");
        using var target = _archive.CreateEntry(path).Open();
        memory.WriteTo(target);
    }

    public void Dispose() => _archive.Dispose();

    internal static string PathOf(string directory, string name)
    {
        Check.Param(!string.IsNullOrWhiteSpace(name) && !name.Contains(".."), nameof(name));
        return string.IsNullOrEmpty(directory) ? name : $"{directory.Replace('\\', '/')}/{name}";
    }
}

internal sealed class RepositoryReader : IDisposable
{
    private readonly ZipArchive _archive;

    public RepositoryReader(Stream stream)
    {
        Check.Value(stream, nameof(stream));
        try
        {
            _archive = new ZipArchive(stream, ZipArchiveMode.Read, leaveOpen: true);
        }
        catch (Exception exception)
        {
            throw Check.Mark(new FormatException("Failed to open a zip archive", exception));
        }
    }

    /// <summary>The entry's bytes, or null if the zip has no such entry.</summary>
    public Stream OpenOrNull(string directory, string name)
    {
        string path = RepositoryWriter.PathOf(directory, name);
        var entry = _archive.GetEntry(path) ?? _archive.GetEntry(path.Replace('/', '\\'));
        if (entry is null)
            return null;
        var memory = new MemoryStream();
        using (var source = entry.Open())
            source.CopyTo(memory);
        memory.Position = 0;
        return memory;
    }

    public void Dispose() => _archive.Dispose();
}
