using System.CommandLine;
using System.Globalization;
using LleTransforms.Tool.Output;
using LleTransforms.Tool.Progress;
using LleTransforms.Tool.Tables;

namespace LleTransforms.Tool.Commands;

/// <summary><c>lle evaluate</c>: figures that say how well an embedding keeps the neighbourhoods of the data.</summary>
internal static class EvaluateCommand
{
    /// <summary>What this command calls the engine's options.</summary>
    public static CommandWords Words { get; } = new(
        new(LleOptionName.NeighborhoodSize, "-k"),
        new(LleOptionName.Metric, "--metric"));

    public static Command Create(ToolConsole console)
    {
        var data = new Argument<string>("data") { Description = TableOptions.PathHelp };
        var embedding = new Argument<string>("embedding") { Description = "the embedding's table, row for row; any that lle can read" };
        var neighborhood = new Option<int>("--neighbors", "-k")
        {
            HelpName = "N|auto",
            Description =
                $"The neighbourhood size of the figures. Default auto: {EmbeddingQualityOptions.DefaultNeighborhoodSize}, " +
                $"or what the rows allow.",
            CustomParser = OptionParsers.IntegerOrAuto("-k", 1),
        };
        var metric = new Option<LleMetric>("--metric")
        {
            HelpName = "NAME",
            Description = "What the data hold: euclidean, features; precomputed, distances of all rows to all. Default euclidean.",
            CustomParser = OptionParsers.MetricOfFigures,
        };
        Option<int> seed = CommonOptions.Seed();
        Option<bool> json = CommonOptions.Json("the figures");
        var table = new TableOptions();
        var command = new Command("evaluate", "Judge an embedding against the data it comes from.") { data, embedding,
            neighborhood, metric, seed, json };
        table.AddTo(command);
        command.SetAction((parsed, cancellationToken) => Task.Run(
            () =>
            {
                (string dataPath, string embeddingPath) = (parsed.GetRequiredValue(data), parsed.GetRequiredValue(embedding));
                if (dataPath == "-" && embeddingPath == "-")
                {
                    throw ToolException.CommandLine("the data and the embedding are both '-', but only one can come from standard input.");
                }

                TableFormat format = table.Read(parsed, parsed.GetValue(metric));
                Table rows = Table.Read(dataPath, format, console, cancellationToken: cancellationToken);
                MissingValues missing = rows.SkippedRows.Count > 0 ? format.Missing : MissingValues.Refused;
                var plain = new TableFormat { PrefersCoordinates = true, Missing = missing };
                Table coordinates = Table.Read(embeddingPath, plain, console, cancellationToken: cancellationToken);
                CheckRows(rows, coordinates);
                (FeatureMatrix features, FeatureMatrix embedded) = RowPairs.Of(rows, coordinates);
                EmbeddingFigures figures = WatchedWork.Run(console, [.. rows.Warnings], progress => EngineFault.Explain(
                    coordinates.Name, Words, () => EmbeddingFigures.Measure(
                    features, embedded, OptionParsers.NullIfAuto(parsed.GetValue(neighborhood)), parsed.GetValue(seed),
                    progress, cancellationToken, format.HoldsDistances)));
                if (parsed.GetValue(json))
                {
                    console.Out.WriteLine(JsonText.Write(json =>
                    {
                        figures.WriteJson(json);
                        if (rows.Warnings.Count > 0)
                        {
                            JsonText.WriteArray(json, "warnings", rows.Warnings, (writer, value) => writer.WriteStringValue(value));
                        }
                    }));
                }
                else
                {
                    figures.WriteText(console.Out);
                }

                return ExitCode.Done;
            },
            CancellationToken.None));
        return command;
    }

    private static void CheckRows(Table data, Table embedding)
    {
        if (data.NumberOfLines != embedding.NumberOfLines)
        {
            throw new ToolException(string.Create(
                CultureInfo.InvariantCulture,
                $"{embedding.Name}: has {embedding.NumberOfLines} rows, but {data.Name} has {data.NumberOfLines}; " +
                $"row must answer to row."));
        }
    }
}
