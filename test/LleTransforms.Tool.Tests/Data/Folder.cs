namespace LleTransforms.Tool.Tests.Data;

/// <summary>A folder that a test has for itself.</summary>
internal sealed class Folder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("lle-tool").FullName;

    /// <summary>Every file in it, the hidden ones too.</summary>
    public string[] Files =>
        [.. Directory.EnumerateFileSystemEntries(Path).Select(file => System.IO.Path.GetFileName(file)!).Order(StringComparer.Ordinal)];

    public string this[string name] => System.IO.Path.Combine(Path, name);

    public string Write(string name, string text)
    {
        File.WriteAllText(this[name], text);
        return this[name];
    }

    public string WriteRows(string name, float[][] rows, string? header = "x,y,z", char delimiter = ',') => Write(
        name,
        (header is null ? string.Empty : header + "\n") + string.Concat(rows.Select(row => string.Join(delimiter, row) + "\n")));

    public float[][] ReadRows(string name, char delimiter = ',') =>
        [.. File.ReadLines(this[name]).Skip(1).Select(line => line.Split(delimiter).Select(float.Parse).ToArray())];

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
