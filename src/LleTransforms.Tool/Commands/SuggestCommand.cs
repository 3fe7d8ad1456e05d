using System.CommandLine;
using System.Globalization;
using LleTransforms.Tool.Progress;
using LleTransforms.Tool.Suggestions;
using LleTransforms.Tool.Tables;

namespace LleTransforms.Tool.Commands;

/// <summary><c>lle suggest</c>: the intrinsic dimension, figures for several k and d, and a recommendation.</summary>
internal static class SuggestCommand
{
    private const int DefaultStep = 5;

    /// <summary>What this command calls the engine's options.</summary>
    public static CommandWords Words { get; } = new(
        new(LleOptionName.NumberOfComponents, "-d"),
        new(LleOptionName.Method, "--method"),
        new(LleOptionName.Metric, "--metric"),
        new(LleOptionName.Step, "--step"));

    public static Command Create(ToolConsole console)
    {
        var data = new Argument<string>("data") { Description = TableOptions.PathHelp };
        var components = new Option<int>("--components", "-d")
        {
            HelpName = "N|auto",
            Description = "Try this d only. Default auto: those about the intrinsic dimension.",
            CustomParser = OptionParsers.IntegerOrAuto("-d", 1),
        };
        var step = new Option<int>("--step")
        {
            HelpName = "N",
            Description = "From one k to the next.",
            CustomParser = OptionParsers.Integer("--step", 1),
            DefaultValueFactory = _ => DefaultStep,
        };
        Option<LleMethod> method = CommonOptions.Method();
        Option<LleMetric> metric = CommonOptions.Metric();
        Option<int> seed = CommonOptions.Seed();
        Option<bool> json = CommonOptions.Json("the suggestion");
        var table = new TableOptions();
        var command =
            new Command("suggest", "Suggest k and d for a table.") { data, components, step, method, metric, seed, json };
        table.AddTo(command);
        command.SetAction((parsed, cancellationToken) => Task.Run(
            () =>
            {
                var fit = new LleOptions
                {
                    Method = parsed.GetValue(method), Metric = parsed.GetValue(metric), Seed = parsed.GetValue(seed),
                };
                CheckMetric(fit);
                Table rows = Table.Read(
                    parsed.GetRequiredValue(data), table.Read(parsed, fit.Metric), console,
                    reader => CheckWidth(reader, OptionParsers.NullIfAuto(parsed.GetValue(components))),
                    cancellationToken: cancellationToken);
                Suggestion suggestion = WatchedWork.Run(console, [.. rows.Warnings], progress => EngineFault.Explain(
                    rows.Name, Words, () => Suggestion.Make(
                    rows.Features, OptionParsers.NullIfAuto(parsed.GetValue(components)), fit, parsed.GetValue(step), progress,
                    cancellationToken)));
                if (parsed.GetValue(json))
                {
                    console.Out.WriteLine(SuggestionReport.Json(suggestion, fit, rows));
                }
                else
                {
                    SuggestionReport.WriteText(console.Out, suggestion, fit);
                }

                return ExitCode.Done;
            },
            CancellationToken.None));
        return command;
    }

    /// <summary>Rejects a method that does not go with the metric, whatever d and k will be.</summary>
    private static void CheckMetric(LleOptions fit)
    {
        LleOptions open = fit.Copy();
        (open.NumberOfComponents, open.NumberOfNeighbors) = (LleOptionRanges.SmallestNumberOfComponents, null);
        EngineFault.ExplainOptions(Words, open.Validate);
    }

    private static void CheckWidth(TableReader reader, int? components)
    {
        if (components > reader.NumberOfFeatures)
        {
            throw new ToolException(string.Create(
                CultureInfo.InvariantCulture,
                $"{reader.Name}: -d is {components}, but must be at most {reader.NumberOfFeatures}, the number of feature columns."));
        }
    }
}
