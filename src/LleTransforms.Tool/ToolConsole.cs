using System.Text;

namespace LleTransforms.Tool;

/// <summary>Where a run reads and writes what is no file.</summary>
/// <param name="OpenInput">Opens standard input; called at most once, and only where a file is named "-".</param>
/// <param name="Out">Results.</param>
/// <param name="Error">Faults, warnings and progress.</param>
/// <param name="ShowsProgress">Whether somebody watches <paramref name="Error"/>: it is a terminal.</param>
internal sealed record ToolConsole(Func<Stream> OpenInput, TextWriter Out, TextWriter Error, bool ShowsProgress)
{
    private const int BufferSize = 1 << 16;

    /// <summary>The process's own streams. Standard output is written when it is flushed, at the end of a run that does not fail.</summary>
    public static ToolConsole OfProcess() => new(
        Console.OpenStandardInput,
        new StreamWriter(Console.OpenStandardOutput(), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), BufferSize),
        Console.Error,
        ShowsProgress: !Console.IsErrorRedirected);
}
