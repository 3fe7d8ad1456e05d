using LleTransforms.Tool.Tables;

namespace LleTransforms.Tool.Output;

/// <summary>Where coordinates go: a file, which appears whole or not at all, or standard output.</summary>
internal sealed class CoordinateOutput : IDisposable
{
    private readonly string _path;
    private readonly TextWriter _standardOutput;
    private readonly OutputFile? _file;

    public CoordinateOutput(string path, ToolConsole console)
    {
        _path = path;
        _standardOutput = console.Out;
        _file = path == "-" ? null : OutputFile.Create(path);
    }

    public bool IsStandardOutput => _file is null;

    /// <summary>Writes a whole file, not yet in its place; standard output gets all of it once nothing can fail any more.</summary>
    public void Write(FeatureMatrix coordinates, Table table, CancellationToken cancellationToken)
    {
        char delimiter = TableFormat.DelimiterFor(_path, table.Delimiter);
        if (_file is null)
        {
            using var whole = new StringWriter();
            CoordinateWriter.Write(whole, coordinates, table, delimiter, cancellationToken);
            _standardOutput.Write(whole.GetStringBuilder());
            return;
        }

        using StreamWriter writer = _file.Writer();
        CoordinateWriter.Write(writer, coordinates, table, delimiter, cancellationToken);
    }

    public void Commit() => _file?.Commit();

    public void Dispose() => _file?.Dispose();
}
