using System.CommandLine;
using LleTransforms.Tool.Tables;

namespace LleTransforms.Tool.Commands;

/// <summary>Options and arguments that several commands have; each call makes a new one, as a command wants its own.</summary>
internal static class CommonOptions
{
    /// <summary>The methods as the command line calls them.</summary>
    public static string MethodNames { get; } = string.Join(", ", LleMethodFacts.ShortNames);

    /// <summary>The metrics as the command line calls them.</summary>
    public static string MetricNames { get; } = string.Join(", ", Enum.GetValues<LleMetric>().Select(OptionParsers.NameOf));

    public static Option<LleMetric> Metric() => new("--metric")
    {
        HelpName = "NAME",
        Description = $"What near means when neighbours are chosen: {MetricNames}. precomputed: row i of the table holds the distances " +
            "of row i to all rows. Default euclidean.",
        CustomParser = OptionParsers.Metric,
    };

    /// <summary>The scales as the command line calls them.</summary>
    public static string ScaleNames { get; } = string.Join(", ", Enum.GetValues<ScaleMode>().Select(OptionParsers.NameOf));

    public static Option<ScaleMode> Scale() => new("--scale")
    {
        HelpName = "NAME",
        Description = $"To what each column is brought before distances are taken: {ScaleNames}. range: 0 to 1; deviation: mean 0, " +
            "standard deviation 1; robust: median 0, quartiles 1 apart. Default none.",
        CustomParser = OptionParsers.Scale,
    };

    public static Option<LleMethod> Method() => new("--method", "-m")
    {
        HelpName = "NAME",
        Description = $"The variant: {MethodNames}. Default standard.",
        CustomParser = OptionParsers.Method,
    };

    public static Option<string> Output() => new("--output", "-o")
    {
        HelpName = "FILE",
        Description =
            "Where the coordinates go, one row for each input row under a header; TSV if the name ends in .tsv. - is standard output.",
        DefaultValueFactory = _ => "-",
    };

    public static Argument<string> Model() => new("model") { Description = "a model that lle embed --model has saved" };

    public static Option<string> OutputModel() => new("--output", "-o")
    {
        HelpName = "ZIP",
        Description = "The new model, which may have the place of the old one.",
        Required = true,
    };

    public static Option<bool> Json(string what) => new("--json") { Description = $"Print {what} as JSON." };

    public static Option<int> Seed() => new("--seed")
    {
        HelpName = "N",
        Description = "Starts what is random; the same seed gives the same result. Default 0.",
        CustomParser = OptionParsers.Integer("--seed", int.MinValue),
    };
}
