namespace LleTransforms.Tool.Output;

/// <summary>Opens the files that a command writes, none of which may be one that it reads or another that it writes.</summary>
/// <param name="inputs">What the command reads and does not replace, as messages call it, and its path.</param>
internal sealed class OutputFiles(params (string Name, string Path)[] inputs)
{
    private const string StandardOutput = "/dev/stdout";
    private const string Nothing = "/dev/null";

    private readonly List<(string Option, string Path)> _outputs = [];

    /// <summary>Opens a file that appears whole or not at all.</summary>
    /// <param name="option">The option that names it.</param>
    /// <param name="path">Its path.</param>
    /// <param name="what">What it will hold, with its article.</param>
    public OutputFile Create(string option, string path, string what)
    {
        if (path == "-")
        {
            throw ToolException.CommandLine($"{option} is '-', but {what} needs a file of its own.");
        }

        RequireApart(option, path);
        return OutputFile.Create(path);
    }

    /// <summary>Opens what -o names for coordinates.</summary>
    /// <param name="path">The file, or "-" for standard output.</param>
    /// <param name="printsJson">Whether standard output gets JSON too.</param>
    /// <param name="console">The source of standard output.</param>
    public CoordinateOutput CreateCoordinates(string path, bool printsJson, ToolConsole console)
    {
        const string Option = "-o";
        if (printsJson && (path == "-" || AreSame(path, StandardOutput)))
        {
            throw ToolException.CommandLine(
                "--json and the coordinates cannot both go to standard output; " +
                (path == "-" ? "name a file with -o." : $"-o is '{path}': name another file."));
        }

        RequireApart(Option, path);
        return new CoordinateOutput(path, console);
    }

    private void RequireApart(string option, string path)
    {
        foreach ((string name, string input) in inputs)
        {
            if (path != "-" && input != "-" && AreSame(path, input) && HoldsBytes(input))
            {
                throw ToolException.CommandLine(
                    $"{option} is '{path}', the same file as {name} '{input}', which would be lost; name another file.");
            }
        }

        foreach ((string other, string taken) in _outputs)
        {
            if (AreSame(OrDevice(path), OrDevice(taken)))
            {
                throw ToolException.CommandLine(
                    path == taken ? $"{option} and {other} are both '{path}'; they must differ."
                    : taken == "-" ? $"{option} is '{path}', where standard output goes, as {other} does; they must differ."
                    : $"{option} is '{path}', the same file as {other}, '{taken}'; they must differ.");
            }
        }

        _outputs.Add((option, path));
    }

    private static string OrDevice(string path) => path == "-" ? StandardOutput : path;

    /// <summary>Whether there is something to lose: terminals and pipes hold nothing, and neither does what is not there.</summary>
    private static bool HoldsBytes(string path) => new FileInfo(TrueName.Of(path)) is { Exists: true, Length: > 0 };

    private static bool AreSame(string path, string other)
    {
        string name = TrueName.Of(path);
        return name != Nothing && name.Equals(TrueName.Of(other), TrueName.Comparison);
    }
}
