using System.Globalization;
using System.Text.RegularExpressions;

namespace LleTransforms.Repository.Tests.Samples;

/// <summary>One run of a sample in a process of its own, beside what its source says that it prints.</summary>
internal sealed partial class SampleRun
{
    private const string Heading = "// Expected output";
    private const double ExpectedTolerance = 0.02;
    private const double RelativeTolerance = 0.05;

    private const string LeftOut = " is left out: ";

    private readonly string _name;
    private readonly string _source;

    private SampleRun(string name, string source, string[] lines)
    {
        _name = name;
        _source = source;
        Lines = lines;
    }

    /// <summary>What was printed, without empty lines.</summary>
    public string[] Lines { get; }

    /// <summary>
    /// Runs a sample that is a project to its end, from its own folder of output: beside the tests it may lack what their frameworks bring.
    /// </summary>
    public static SampleRun Start(string name, params string[] arguments) => Start(name, "Program.cs", arguments);

    /// <summary>The same where another file of the project says what it prints.</summary>
    public static SampleRun Start(string name, string source, string[] arguments)
    {
        string program = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", "..", name, DotNetRun.Configuration, $"{name}.dll"));
        return new SampleRun(name, Path.Combine(name, source), LinesOf(DotNetRun.ToItsEnd([program, .. arguments])));
    }

    /// <summary>Builds and runs a sample that is a single file.</summary>
    public static SampleRun StartFile(string name, params string[] arguments)
    {
        string file = Path.Combine(RepositoryFolders.Samples, $"{name}.cs");
        DotNetRun.BuildFile(file);
        string[] run = ["run", "--file", file, "-c", DotNetRun.Configuration, "--no-build", "--", .. arguments];
        return new SampleRun(name, $"{name}.cs", LinesOf(DotNetRun.ToItsEnd(run)));
    }

    private static string[] LinesOf(string output)
    {
        if (output.Contains(LeftOut, StringComparison.Ordinal))
        {
            Assert.Inconclusive(output[..output.IndexOf('\n', output.IndexOf(LeftOut, StringComparison.Ordinal))]);
        }

        return [.. output.Split('\n').Select(line => line.TrimEnd()).Where(line => line.Length > 0)];
    }

    /// <summary>
    /// The words must be those of the expected output and the numbers nearly, for processors round differently; a number followed by "s" or
    /// "ms" is a time, and may be any.
    /// </summary>
    /// <param name="tolerance">By how much numbers may differ, beside a share of them.</param>
    /// <param name="countsMayDiffer">Whether whole numbers may be any, where they count steps of what wavers.</param>
    /// <param name="except">Beginnings of lines that may be any.</param>
    public void AssertPrintsWhatSourceSays(
        double tolerance = ExpectedTolerance, bool countsMayDiffer = false, params string[] except)
    {
        bool IsCompared(string line) => !except.Any(beginning => line.StartsWith(beginning, StringComparison.Ordinal));
        string[] expected = [.. ExpectedLines().Where(IsCompared)];
        string[] printed = [.. Lines.Where(IsCompared)];
        Assert.IsNotEmpty(expected);
        Assert.AreEqual(string.Join('\n', expected.Select(Words)), string.Join('\n', printed.Select(Words)), $"{_name}: the words differ.");
        for (int i = 0; i < expected.Length; i++)
        {
            double[] theirs = Numbers(expected[i]);
            double[] ours = Numbers(printed[i]);
            Assert.HasCount(theirs.Length, ours, printed[i]);
            for (int j = 0; j < ours.Length; j++)
            {
                if (countsMayDiffer && double.IsInteger(theirs[j]) && double.IsInteger(ours[j]))
                {
                    continue;
                }

                double allowed = tolerance + (RelativeTolerance * Math.Abs(theirs[j]));
                Assert.AreEqual(theirs[j], ours[j], allowed, $"{_name} printed '{printed[i]}' for '{expected[i]}'.");
            }
        }
    }

    /// <summary>The numbers in the only line that begins so.</summary>
    public double[] Figures(string beginning) =>
        Numbers(Lines.Single(line => line.StartsWith(beginning, StringComparison.Ordinal))[beginning.Length..]);

    private string[] ExpectedLines()
    {
        string[] source = File.ReadAllLines(Path.Combine(RepositoryFolders.Samples, _source));
        int heading = Array.FindLastIndex(source, line => line.StartsWith(Heading, StringComparison.Ordinal));
        Assert.IsGreaterThan(0, heading, $"{_source} does not end with its expected output.");
        return [.. source.Skip(heading + 1).Select(line => line.TrimStart('/').Trim()).Where(line => line.Length > 0)];
    }

    private static string Words(string line) =>
        string.Join(' ', Number().Replace(Time().Replace(line, "TIME"), "#").Split(' ', StringSplitOptions.RemoveEmptyEntries));

    private static double[] Numbers(string line) => [.. Number().Matches(Time().Replace(line, "")).Select(match => Parse(match.Value))];

    private static double Parse(string number) =>
        double.Parse(number, NumberStyles.Float | NumberStyles.AllowThousands, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"(?<![\w.])-?\d[\d,]*(\.\d+)?(e[-+]?\d+)?(?![\w])", RegexOptions.IgnoreCase)]
    private static partial Regex Number();

    [GeneratedRegex(@"[\d,]+(\.\d+)? (s|ms|µs)\b")]
    private static partial Regex Time();
}
