using System.CommandLine;
using System.Globalization;
using LleTransforms.Tool.Tables;
using static LleTransforms.LleOptionRanges;

namespace LleTransforms.Tool.Commands;

/// <summary>The options of a fit.</summary>
internal sealed class FitOptions
{
    // The engine's default feeds a trainer. A user of the command looks at the result, and a picture has two axes.
    private const int DefaultNumberOfComponents = 2;

    /// <summary>What commands that fit call the engine's options.</summary>
    public static CommandWords Words { get; } = new(
        new(LleOptionName.NumberOfComponents, "-d"),
        new(LleOptionName.NumberOfNeighbors, "-k"),
        new(LleOptionName.Method, "--method"),
        new(LleOptionName.Metric, "--metric"),
        new(LleOptionName.Regularization, "--regularization"),
        new(LleOptionName.SupervisionStrength, "--supervision"),
        new(LleOptionName.MinimumParticipation, "--minimum-participation"),
        new(LleOptionName.NumberOfLandmarks, "--landmarks"),
        new(LleOptionName.MaximumNumberOfTrainingRows, "--max-training-rows"));

    private readonly Option<int> _components = new("--components", "-d")
    {
        HelpName = "N",
        Description = "Coordinates of each row.",
        CustomParser = OptionParsers.Integer("-d", SmallestNumberOfComponents),
        DefaultValueFactory = _ => DefaultNumberOfComponents,
    };

    private readonly Option<int> _neighbors = new("--neighbors", "-k")
    {
        HelpName = "N|auto",
        Description = "Neighbours of each row, or auto to have them chosen.",
        CustomParser = OptionParsers.IntegerOrAuto("-k", SmallestNumberOfNeighbors),
        DefaultValueFactory = _ => DefaultNumberOfNeighbors,
    };

    private readonly Option<LleMethod> _method = CommonOptions.Method();

    private readonly Option<LleMetric> _metric = CommonOptions.Metric();

    private readonly Option<double> _regularization = new("--regularization")
    {
        HelpName = "X",
        Description =
            $"The ridge of each neighbourhood, as a share of its trace, from {SmallestRegularization:0e-0} to {LargestRegularization}.",
        CustomParser = OptionParsers.Number("--regularization", SmallestRegularization, LargestRegularization),
        DefaultValueFactory = _ => DefaultRegularization,
    };

    private readonly Option<double> _supervision = new("--supervision")
    {
        HelpName = "X",
        Description =
            $"How strongly rows of different --label are pushed apart, from {SmallestSupervisionStrength} to {LargestSupervisionStrength}. "
            + $"Default {SmallestSupervisionStrength}, not at all.",
        CustomParser = OptionParsers.Number("--supervision", SmallestSupervisionStrength, LargestSupervisionStrength),
    };

    private readonly Option<double> _participation = new("--minimum-participation")
    {
        HelpName = "X",
        Description =
            $"The smallest share of rows that a coordinate may rest on, from {SmallestMinimumParticipation} to "
            + $"{LargestMinimumParticipation}; others are passed over, 0.01 those of a handful of rows. Default "
            + $"{SmallestMinimumParticipation}, none.",
        CustomParser =
            OptionParsers.Number("--minimum-participation", SmallestMinimumParticipation, LargestMinimumParticipation),
    };

    private readonly Option<int?> _landmarks = new("--landmarks")
    {
        HelpName = "N",
        Description =
            "Fit so many landmarks, through which all rows take part: for tables whose eigenproblem is too large. Default: a full fit.",
        CustomParser = OptionParsers.OptionalInteger("--landmarks", SmallestNumberOfLandmarks),
    };

    private readonly Option<int?> _trainingRows = new("--max-training-rows")
    {
        HelpName = "N",
        Description = "Fit a sample of so many rows at most, and place the others as unseen ones. Default: fit all.",
        CustomParser = OptionParsers.OptionalInteger("--max-training-rows", SmallestMaximumNumberOfTrainingRows),
    };

    private readonly Option<int> _seed = CommonOptions.Seed();

    public void AddTo(Command command)
    {
        command.Add(_components);
        command.Add(_neighbors);
        command.Add(_method);
        command.Add(_metric);
        command.Add(_regularization);
        command.Add(_supervision);
        command.Add(_participation);
        command.Add(_landmarks);
        command.Add(_trainingRows);
        command.Add(_seed);
    }

    /// <summary>What is near among the rows, which a table is read by.</summary>
    public LleMetric MetricOf(ParseResult parsed) => parsed.GetValue(_metric);

    /// <summary>The engine's options, checked as far as they can be without the data.</summary>
    public LleOptions Read(ParseResult parsed, TableFormat format)
    {
        var options = new LleOptions
        {
            NumberOfComponents = parsed.GetValue(_components),
            NumberOfNeighbors = OptionParsers.NullIfAuto(parsed.GetValue(_neighbors)),
            Method = parsed.GetValue(_method),
            Metric = parsed.GetValue(_metric),
            Regularization = parsed.GetValue(_regularization),
            SupervisionStrength = parsed.GetValue(_supervision),
            MinimumParticipation = parsed.GetValue(_participation),
            NumberOfLandmarks = parsed.GetValue(_landmarks),
            MaximumNumberOfTrainingRows = parsed.GetValue(_trainingRows),
            Seed = parsed.GetValue(_seed),
        };
        if (options.SupervisionStrength > 0 && format.LabelColumn is null)
        {
            throw ToolException.CommandLine("--supervision needs the labels' column; name it with --label.");
        }

        if (options.Metric == LleMetric.Jaccard && format.Scale != ScaleMode.None)
        {
            throw ToolException.CommandLine(
                $"--scale is {OptionParsers.NameOf(format.Scale)}, but must be none where --metric is jaccard, which looks at " +
                "zeros.");
        }

        EngineFault.ExplainOptions(WordsFor(parsed), options.Validate);
        return options;
    }

    /// <summary>What a command line that gives some of the options calls them.</summary>
    public CommandWords WordsFor(ParseResult parsed) => Words.For(
        parsed, (LleOptionName.NumberOfComponents, _components), (LleOptionName.NumberOfNeighbors, _neighbors),
        (LleOptionName.Regularization, _regularization));

    /// <summary>Rejects a table of fewer columns than components at once.</summary>
    public static void CheckWidth(TableReader reader, LleOptions options, CommandWords words)
    {
        if (options.NumberOfComponents > reader.NumberOfFeatures)
        {
            throw new ToolException(string.Create(
                CultureInfo.InvariantCulture,
                $"{reader.Name}: -d is {words.ValueOf(LleOptionName.NumberOfComponents, options.NumberOfComponents)}, but must be at " +
                $"most {reader.NumberOfFeatures}, the number of feature columns."));
        }
    }
}
