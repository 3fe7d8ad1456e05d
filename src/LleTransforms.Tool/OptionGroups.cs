using System.Text.RegularExpressions;

namespace LleTransforms.Tool;

/// <summary>Options of a command's help under headings, so that those of a kind stand together.</summary>
internal static partial class OptionGroups
{
    /// <summary>The heading under which all options stand at first, and those keep standing that are in no group.</summary>
    private const string Heading = "Options:";

    private static readonly (string Heading, string[] Options)[] _groups =
    [
        ("The fit:",
        [
            "--components", "--neighbors", "--method", "--metric", "--regularization", "--supervision", "--minimum-participation",
            "--landmarks", "--max-training-rows", "--seed",
        ]),
        ("Which columns are features:", ["--label", "--columns", "--ignore", "--keep", "--index", "--scale"]),
        ("Lines and missing values:",
        [
            "--missing", "--missing-marker", "--header", "--no-header", "--skip", "--skip-below-header", "--comment",
        ]),
        ("The form of the file:", ["--delimiter", "--decimal", "--thousands", "--encoding", "--format", "--array"]),
    ];

    /// <summary>The lines of a help with the options arranged. A text without them stays as it is.</summary>
    public static IEnumerable<string> Arrange(string help)
    {
        string[] lines = [.. help.ReplaceLineEndings("\n").TrimEnd('\n').Split('\n'), string.Empty];
        int start = Array.IndexOf(lines, Heading);
        if (start < 0)
        {
            return lines;
        }

        int end = Array.IndexOf(lines, string.Empty, start);

        ILookup<string, string> byGroup = Blocks(lines[(start + 1)..end]).ToLookup(HeadingOf);
        IEnumerable<string> arranged = new[] { Heading }.Concat(_groups.Select(group => group.Heading))
            .Where(byGroup.Contains).SelectMany(heading => byGroup[heading].Prepend(heading).Append(string.Empty));
        return [.. lines[..start], .. arranged, .. lines[(end + 1)..]];
    }

    private static string HeadingOf(string block)
    {
        string name = OptionName().Match(block).Value;
        return _groups.FirstOrDefault(group => group.Options.Contains(name)).Heading ?? Heading;
    }

    /// <summary>Each option with the lines onto which its description goes on.</summary>
    private static IEnumerable<string> Blocks(string[] lines)
    {
        int first = 0;
        for (int i = 1; i <= lines.Length; i++)
        {
            if (i == lines.Length || lines[i].StartsWith("  -", StringComparison.Ordinal))
            {
                yield return string.Join(Environment.NewLine, lines[first..i]);
                first = i;
            }
        }
    }

    [GeneratedRegex(@"--[\w-]+")]
    private static partial Regex OptionName();
}
