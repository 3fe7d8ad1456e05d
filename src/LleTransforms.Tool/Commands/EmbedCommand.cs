using System.CommandLine;
using LleTransforms.Tool.Models;
using LleTransforms.Tool.Output;
using LleTransforms.Tool.Progress;
using LleTransforms.Tool.Tables;

namespace LleTransforms.Tool.Commands;

/// <summary><c>lle embed</c>: fits an embedding to a table, writes its coordinates and, if asked for, a model that ML.NET loads.</summary>
internal static class EmbedCommand
{
    public static Command Create(ToolConsole console)
    {
        var data = new Argument<string>("data") { Description = TableOptions.PathHelp };
        var table = new TableOptions();
        var fit = new FitOptions();
        Option<string> output = CommonOptions.Output();
        var model = new Option<string?>("--model") { HelpName = "ZIP",
            Description =
                "Also save an ML.NET model there, which holds the training rows and which any ML.NET program that " +
                "references LleTransforms loads." };
        Option<bool> json = CommonOptions.Json("a summary of the fit (with -o FILE)");
        var keepGraph = new Option<bool>("--keep-graph")
        {
            Description = "Have the model hold its neighbour graph, so that lle extend need not find it again: 12 k bytes a row.",
        };
        var command = new Command("embed", "Embed the rows of a table in few dimensions.") { data, output, model, keepGraph, json };
        fit.AddTo(command);
        table.AddTo(command);
        command.SetAction((parsed, cancellationToken) => Task.Run(
            () =>
            {
                var request = new Request(
                    parsed.GetRequiredValue(data), table.Read(parsed, fit.MetricOf(parsed)), parsed.GetRequiredValue(output),
                    parsed.GetValue(model), parsed.GetValue(json), fit.WordsFor(parsed));
                LleOptions options = fit.Read(parsed, request.Format);
                options.KeepsGraph = parsed.GetValue(keepGraph);
                Run(request, options, console, cancellationToken);
                return ExitCode.Done;
            },
            CancellationToken.None));
        return command;
    }

    private static void Run(Request request, LleOptions options, ToolConsole console, CancellationToken cancellationToken)
    {
        var files = new OutputFiles(("the data", request.Data));
        using CoordinateOutput output = files.CreateCoordinates(request.Output, request.Json, console);
        using OutputFile? modelFile = request.Model is null ? null : files.Create("--model", request.Model, "a model");
        List<double[]>? rows = modelFile is null ? null : [];
        Table table = Table.Read(
            request.Data, request.Format, console, Check, rows is null ? null : rows.Add, cancellationToken);

        List<string> warnings = [.. table.Warnings];
        FeatureMatrix features = table.Features.WithColumnNames(table.ColumnNames);
        (LleModel model, FeatureMatrix coordinates) = WatchedWork.Run(console, warnings, progress => EngineFault.Explain(
            table.Name, request.Words, () =>
        {
            LleModel fitted = modelFile is null
                ? LocallyLinearEmbedding.Fit(
                    features, options.SupervisionStrength > 0 ? table.Labels : null, options, progress, cancellationToken)
                : StepFitting.FitAndSave(
                    new FittedTable(rows!, table.ColumnNames, table.Labels, table.Scale), options, modelFile.Stream, progress,
                    cancellationToken);
            PartsNote.AddTo(warnings, fitted);
            return (fitted, Coordinates.Of(fitted, features, cancellationToken));
        }));

        output.Write(coordinates, table, cancellationToken);
        output.Commit();
        modelFile?.Commit();
        if (request.Json)
        {
            NeighborTies ties = EngineFault.Explain(
                table.Name, request.Words, () => NeighborTies.Count(
                    features, model.NumberOfNeighbors, model.Metric, cancellationToken));
            console.Out.WriteLine(Summary(model, table, ties, warnings));
        }

        void Check(TableReader reader)
        {
            OutputNames.RequireDistinct(reader);
            FitOptions.CheckWidth(reader, options, request.Words);
        }
    }

    private static string Summary(LleModel model, Table table, NeighborTies ties, List<string> warnings) => JsonText.Write(json =>
    {
        json.WriteNumber("rows", table.Features.NumberOfRows);
        table.WriteJson(json);
        json.WriteNumber("features", model.NumberOfFeatures);
        json.WriteString("method", model.Method.ShortName());
        json.WriteNumber("components", model.NumberOfComponents);
        json.WriteNumber("neighbors", model.NumberOfNeighbors);
        json.WriteNumber("reconstructionError", model.ReconstructionError);
        JsonText.WriteArray(json, "eigenvalues", model.Eigenvalues, (writer, value) => writer.WriteNumberValue(value));
        JsonText.WriteArray(json, "participation", model.Participation!, (writer, value) => writer.WriteNumberValue(value));
        JsonText.WriteArray(json, "parts", model.PartSizes, (writer, value) => writer.WriteNumberValue(value));
        json.WriteStartObject("ties");
        json.WriteNumber("rows", ties.NumberOfRows);
        json.WriteNumber("tiedRows", ties.NumberOfTiedRows);
        json.WriteEndObject();
        JsonText.WriteArray(json, "warnings", warnings, (writer, value) => writer.WriteStringValue(value));
    });

    private sealed record Request(string Data, TableFormat Format, string Output, string? Model, bool Json, CommandWords Words);
}
