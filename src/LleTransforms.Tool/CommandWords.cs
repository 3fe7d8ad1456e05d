using System.CommandLine;
using System.Globalization;
using LleTransforms.Tool.Commands;

namespace LleTransforms.Tool;

/// <summary>What a command calls the engine's options.</summary>
/// <param name="own">The options that the command has, under their names on the command line. Advice about all others is left out.</param>
internal sealed class CommandWords(params IEnumerable<KeyValuePair<LleOptionName, string>> own) : ILleOptionWords
{
    /// <summary>For commands that tell the engine nothing.</summary>
    public static CommandWords None { get; } = new();

    /// <summary>What an option is called where the command does not have it.</summary>
    private static readonly Dictionary<LleOptionName, string> _plain = new()
    {
        [LleOptionName.NumberOfComponents] = "the number of coordinates",
        [LleOptionName.NumberOfNeighbors] = "the number of neighbours",
        [LleOptionName.Method] = "the method",
        [LleOptionName.Regularization] = "the regularisation",
        [LleOptionName.Metric] = "the metric",
        [LleOptionName.NeighborSearch] = "the neighbour search",
        [LleOptionName.EigenSolver] = "the eigen solver",
        [LleOptionName.SupervisionStrength] = "the weight of the labels",
        [LleOptionName.Placement] = "the placement of unseen rows",
        [LleOptionName.DisconnectedGraph] = "the treatment of separate parts",
        [LleOptionName.MaximumNumberOfTrainingRows] = "the number of rows fitted",
        [LleOptionName.NumberOfLandmarks] = "the number of landmarks",
        [LleOptionName.PlaceAmongLandmarks] = "the placement among landmarks",
        [LleOptionName.NumberOfThreads] = "the number of threads",
        [LleOptionName.SmallestNumberOfNeighbors] = "the smallest k",
        [LleOptionName.LargestNumberOfNeighbors] = "the largest k",
        [LleOptionName.Step] = "the step of k",
        [LleOptionName.LargestSampleSize] = "the number of rows tried",
        [LleOptionName.NeighborhoodSize] = "the neighbourhood size",
        [LleOptionName.SampleSize] = "the number of rows measured",
        [LleOptionName.MinimumParticipation] = "the smallest participation",
    };

    private readonly Dictionary<LleOptionName, string> _own = new(own);

    /// <summary>The options that nobody gave, so that what they have is nobody's choice.</summary>
    public IReadOnlySet<LleOptionName> LeftOut { get; init; } = new HashSet<LleOptionName>();

    /// <summary>The command's own options.</summary>
    public IEnumerable<string> Own => _own.Values;

    public string NameOf(LleOptionName name) => _own.GetValueOrDefault(name) ?? _plain[name];

    public bool CanSet(LleOptionName name) => _own.ContainsKey(name);

    public string ValueOf(LleOptionName name, object? value) => value switch
    {
        null => name is LleOptionName.NumberOfNeighbors or LleOptionName.NeighborhoodSize ? "auto" : "left out",
        LleMethod method => method.ShortName(),
        LleMetric metric => OptionParsers.NameOf(metric),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture) + (LeftOut.Contains(name) ? " by default" : string.Empty),
    };

    /// <summary>The same words for a command line that gives some of the options.</summary>
    public CommandWords For(ParseResult parsed, params IEnumerable<(LleOptionName Name, Option Option)> options) => new(_own)
    {
        LeftOut = options.Where(option => parsed.GetResult(option.Option) is null or { Implicit: true })
            .Select(option => option.Name).ToHashSet(),
    };
}
