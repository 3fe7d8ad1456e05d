using System.Reflection;
using System.Text.RegularExpressions;
using LleTransforms.Tests.Data;
using Microsoft.ML;

namespace LleTransforms.Tests.Documentation;

/// <summary>docs/reference names all that there is to set and to read, and nothing that there is not.</summary>
[TestClass]
public sealed class ReferenceTests
{
    private static readonly string _folder = typeof(ReferenceTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == "Documentation").Value!;

    private static readonly string _text = string.Concat(new[] { "options.md", "engine.md", "messages.md" }
        .Select(page => File.ReadAllText(Path.Combine(_folder, page))));

    private static readonly HashSet<string> _named = [.. Regex.Matches(_text, "`([A-Za-z]+)[`(]").Select(match => match.Groups[1].Value)];

    [TestMethod]
    [DataRow(typeof(LocallyLinearEmbeddingOptions))]
    [DataRow(typeof(LleOptions))]
    [DataRow(typeof(EmbeddingQualityOptions))]
    [DataRow(typeof(NumberOfNeighborsSelectionOptions))]
    [DataRow(typeof(EmbeddingMetrics))]
    [DataRow(typeof(LleModel))]
    public void Every_property_is_named(Type type) => AssertNamed(type.GetProperties().Select(property => property.Name));

    [TestMethod]
    public void Every_method_of_the_model_is_named() => AssertNamed(typeof(LleModel)
        .GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly)
        .Where(method => !method.IsSpecialName).Select(method => method.Name));

    [TestMethod]
    [DataRow(typeof(LleMethod))]
    [DataRow(typeof(LleMetric))]
    [DataRow(typeof(LleNeighborSearch))]
    [DataRow(typeof(LleEigenSolver))]
    [DataRow(typeof(LlePlacement))]
    [DataRow(typeof(LleUnplacedRows))]
    [DataRow(typeof(LleTrainingRows))]
    [DataRow(typeof(LleDisconnectedGraph))]
    [DataRow(typeof(LlePhase))]
    public void Every_value_is_named(Type type) => AssertNamed(Enum.GetNames(type));

    [TestMethod]
    public void Every_argument_of_the_evaluation_is_named() => AssertNamed(
        typeof(Microsoft.ML.LleEvaluation).GetMethod("EvaluateEmbedding")!.GetParameters().Skip(1).Select(parameter => parameter.Name!));

    [TestMethod]
    public void Ranges_of_the_table_are_those_of_the_engine()
    {
        AssertRange("NumberOfComponents",
            $"{LleOptionRanges.SmallestNumberOfComponents} to {LleOptionRanges.LargestNumberOfComponents:N0}");
        AssertRange("NumberOfNeighbors",
            $"{LleOptionRanges.SmallestNumberOfNeighbors}, or what the method needs, to {LleOptionRanges.LargestNumberOfNeighbors:N0}");
        AssertRange("Regularization", $"{LleOptionRanges.SmallestRegularization:0e-0} to {LleOptionRanges.LargestRegularization}");
        AssertRange("SupervisionStrength",
            $"{LleOptionRanges.SmallestSupervisionStrength} to {LleOptionRanges.LargestSupervisionStrength}");
        AssertRange("MinimumParticipation",
            $"{LleOptionRanges.SmallestMinimumParticipation} to {LleOptionRanges.LargestMinimumParticipation}");
        AssertRange("NumberOfThreads", $"at least {LleOptionRanges.SmallestNumberOfThreads}");

        static void AssertRange(string option, string range)
        {
            string row = Regex.Match(_text, $@"^\| `{option}` \| .*$", RegexOptions.Multiline).Value;
            Assert.StartsWith(range, row.Split('|', StringSplitOptions.TrimEntries)[4], option);
        }
    }

    [TestMethod]
    public void Defaults_of_the_table_are_those_of_the_options()
    {
        var defaults = new LocallyLinearEmbeddingOptions();
        foreach (var option in typeof(LocallyLinearEmbeddingOptions).GetProperties())
        {
            string[] cells =
                Regex.Match(_text, $@"^\| `{option.Name}` \| .*$", RegexOptions.Multiline).Value.Split('|', StringSplitOptions.TrimEntries);
            string expected = option.GetValue(defaults) switch
            {
                null => "null",
                string text => $"\"{text}\"",
                bool flag => flag ? "true" : "false",
                0.001 => "1e-3",
                CancellationToken => "none",
                var value => $"{value}",
            };
            Assert.AreEqual(expected, cells[3], option.Name);
        }
    }

    [TestMethod]
    public void Every_message_of_a_fit_is_listed_with_its_level_and_phase()
    {
        (string Level, string Phase, string[] Words)[] rows =
            [.. Regex.Matches(_text, @"^\| (Info|Warning|Trace) \| (\w+) \| (.*) \|$", RegexOptions.Multiline)
            .Select(row => (row.Groups[1].Value, row.Groups[2].Value, Words(Regex.Replace(row.Groups[3].Value, @"\([^)]*\)", ""))))];
        var seen = new HashSet<int>();
        foreach (var message in Messages())
        {
            string[] words = Words(message.Message!);
            int found = Array.FindIndex(rows, row =>
                row.Level == $"{message.Severity}" && row.Phase == $"{message.Phase}" && IsSubsequence(row.Words, words));
            Assert.IsGreaterThanOrEqualTo(
                0, found, $"docs/reference/messages.md does not list | {message.Severity} | {message.Phase} | {message.Message} |");
            seen.Add(found);
        }

        // All but what a model beyond 2 GiB, a solver that gives up, a sparse table, tiny differences, ties, a cluster, and Transform say.
        Assert.IsGreaterThanOrEqualTo(rows.Length - 9, seen.Count,
            string.Join('\n', rows.Where((_, row) => !seen.Contains(row)).Select(row => string.Join(' ', row.Words))));
    }

    /// <summary>Words of four letters and more: what is shorter stands for a number.</summary>
    private static string[] Words(string text) => [.. Regex.Matches(text, "[A-Za-z]{4,}").Select(word => word.Value)];

    private static bool IsSubsequence(string[] expected, string[] words)
    {
        int at = 0;
        foreach (string word in words)
        {
            at += at < expected.Length && word == expected[at] ? 1 : 0;
        }

        return at == expected.Length;
    }

    private static List<LleProgress> Messages()
    {
        var listener = new Listener();
        Action<LocallyLinearEmbeddingOptions>[] changes =
        [
            _ => { },
            options => options.NumberOfNeighbors = null,
            options => options.EigenSolver = LleEigenSolver.Iterative,
            options => options.NeighborSearch = LleNeighborSearch.Approximate,
            options => options.MaximumNumberOfTrainingRows = 200,
            options => options.NumberOfLandmarks = 50,
            options => options.Regularization = 1e-6,
            options => options.MinimumParticipation = 0.01,
            options => options.MinimumParticipation = 1,
        ];
        foreach (Func<IReadOnlyList<Sample>> table in (Func<IReadOnlyList<Sample>>[])[Whole, Apart, BesideAClique, AllButClosed])
        {
            foreach (var change in changes.Append(options => options.DisconnectedGraph = LleDisconnectedGraph.Connect))
            {
                var context = new MLContext();
                var options = new LocallyLinearEmbeddingOptions { NumberOfComponents = 2, NumberOfNeighbors = 8, Progress = listener };
                change(options);
                context.Transforms.LocallyLinearEmbedding(options).Fit(Samples.View(context, table()));
            }
        }

        Grow(listener);
        return [.. listener.Reports.Where(report => report.Message is not null)];

        static void Grow(Listener listener)
        {
            var context = new MLContext();
            var options = new LocallyLinearEmbeddingOptions { NumberOfComponents = 2, KeepsGraph = true, Progress = listener };
            var fitted = context.Transforms.LocallyLinearEmbedding(options).Fit(Samples.View(context, Whole().Take(1_100)));
            context.Transforms.LocallyLinearEmbedding(options).Fit(Samples.View(context, Whole().Skip(1_100)), fitted);
            options.AlignTo = fitted;
            context.Transforms.LocallyLinearEmbedding(options).Fit(Samples.View(context, Whole()));
            options.NumberOfNeighbors = 3;
            context.Transforms.LocallyLinearEmbedding(options).Fit(Samples.View(context, Whole()));
        }

        static IReadOnlyList<Sample> Whole() => Samples.Sheet(1_200);

        static IReadOnlyList<Sample> Apart()
        {
            IReadOnlyList<Sample> samples = Whole();
            foreach (Sample sample in samples.Where(sample => sample.Upper))
            {
                Samples.Set(sample, 0, sample.Features[0] + 40);
            }

            return samples;
        }

        // Eight rows far off, each of which has one row of the sheet among its neighbours.
        static IReadOnlyList<Sample> AllButClosed()
        {
            IReadOnlyList<Sample> samples = Whole();
            foreach (Sample sample in samples.Take(8))
            {
                for (int slot = 0; slot < Sample.Width; slot++)
                {
                    Samples.Set(sample, slot, 40 + sample.Features[slot]);
                }
            }

            return samples;
        }

        // Twenty rows close together beside the middle of an edge of the sheet.
        static IReadOnlyList<Sample> BesideAClique()
        {
            IReadOnlyList<Sample> samples = Whole();
            float[] place = [-0.02f, 0.5f, 0, 0.5f, 0];
            foreach (Sample sample in samples.Take(20))
            {
                for (int slot = 0; slot < Sample.Width; slot++)
                {
                    Samples.Set(sample, slot, place[slot] + (1e-3f * sample.Features[slot]));
                }
            }

            return samples;
        }
    }

    private sealed class Listener : IProgress<LleProgress>
    {
        public List<LleProgress> Reports { get; } = [];

        public void Report(LleProgress value) => Reports.Add(value);
    }

    private static void AssertNamed(IEnumerable<string> names)
    {
        string[] all = [.. names];
        Assert.IsNotEmpty(all);
        Assert.IsEmpty(all.Except(_named), $"docs/reference does not name {string.Join(", ", all.Except(_named))}");
    }
}
