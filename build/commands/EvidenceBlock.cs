using System.Globalization;
using System.Text.RegularExpressions;

namespace LleTransforms.Commands;

/// <summary>
/// A table of a page of docs/evidence that a command writes. In the page it stands between two comments, the first of which says its name,
/// how many minutes it takes, and the program with its arguments:
/// <c>&lt;!-- evidence NAME, MINUTES min: PROGRAM ARGUMENTS --&gt;</c> and <c>&lt;!-- end of evidence --&gt;</c>.
/// </summary>
/// <param name="Name">What the command line calls it.</param>
/// <param name="Minutes">How long it takes, about.</param>
/// <param name="Program">A project's folder, or a C# file of build.</param>
/// <param name="Arguments">What the program is given.</param>
public sealed partial record EvidenceBlock(string Name, double Minutes, string Program, IReadOnlyList<string> Arguments)
{
    /// <summary>What takes longer runs only where it is asked for by name.</summary>
    public const double LongestUnasked = 3;

    /// <summary>The command as a reader types it.</summary>
    public string Command => string.Join(
        ' ', DotNetArguments.Prepend("dotnet").Select(part => part.Contains(' ', StringComparison.Ordinal) ? $"\"{part}\"" : part));

    /// <summary>The same for <see cref="DotNet"/>.</summary>
    public IReadOnlyList<string> DotNetArguments => (IsFile, Arguments) switch
    {
        (true, []) => ["run", Program],
        (true, _) => ["run", Program, "--", .. Arguments],
        _ => ["run", "-c", "Release", "--project", Program, "--", .. Arguments],
    };

    /// <summary>Whether the program is one C# file.</summary>
    public bool IsFile => Program.EndsWith(".cs", StringComparison.Ordinal);

    /// <summary>The blocks of a page, in order.</summary>
    public static IReadOnlyList<EvidenceBlock> ReadAll(string page) => [.. Block().Matches(page).Select(Of)];

    /// <summary>Puts what the program printed in place of what stood between the block's comments.</summary>
    /// <param name="page">The text of the page.</param>
    /// <param name="output">All that the program printed.</param>
    /// <param name="date">When.</param>
    /// <exception cref="FormatException">The output has no table, or the page no such block.</exception>
    public string Write(string page, string output, DateOnly date)
    {
        string tables = TablesOf(output);
        if (tables.Length == 0)
        {
            throw new FormatException($"{Name}: {Command} printed no table.");
        }

        Match block = Block().Matches(page).FirstOrDefault(match => match.Groups["name"].Value == Name)
            ?? throw new FormatException($"The page has no block {Name}.");
        Group content = block.Groups["content"];
        string stamp = string.Create(
            CultureInfo.InvariantCulture, $"{date:yyyy-MM-dd}, {Environment.ProcessorCount} processors, by `{Command}`:");
        return $"{page[..content.Index]}{stamp}\n\n{tables}\n{page[(content.Index + content.Length)..]}";
    }

    /// <summary>The tables of an output, and the lines set in by four blanks behind the first. What tells of progress is left
    /// out.</summary>
    public static string TablesOf(string output)
    {
        List<string> kept = [];
        bool apart = false;
        foreach (string line in output.ReplaceLineEndings("\n").Split('\n').Select(line => line.TrimEnd()))
        {
            bool isRow = line.StartsWith('|');
            if (isRow || (kept.Count > 0 && line.StartsWith("    ", StringComparison.Ordinal)))
            {
                if (kept.Count > 0 && (apart || isRow != kept[^1].StartsWith('|')))
                {
                    kept.Add("");
                }

                kept.Add(line);
                apart = false;
            }
            else
            {
                apart = true;
            }
        }

        return string.Join('\n', kept);
    }

    private static EvidenceBlock Of(Match match)
    {
        string[] parts = [.. Part().Matches(match.Groups["command"].Value).Select(part => part.Value.Trim('"'))];
        return new(
            match.Groups["name"].Value, double.Parse(match.Groups["minutes"].Value, CultureInfo.InvariantCulture), parts[0], parts[1..]);
    }

    [GeneratedRegex(
        @"^<!-- evidence (?<name>[\w-]+), (?<minutes>[\d.]+) min: (?<command>[^\n]+) -->\n(?<content>.*?)^<!-- end of evidence -->$",
        RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();

    [GeneratedRegex("\"[^\"]*\"|[^ ]+")]
    private static partial Regex Part();
}
