using System.CommandLine;
using LleTransforms.Tool.Models;
using LleTransforms.Tool.Output;
using LleTransforms.Tool.Progress;
using LleTransforms.Tool.Tables;

namespace LleTransforms.Tool.Commands;

/// <summary><c>lle transform</c>: places the rows of a table by a saved model.</summary>
internal static class TransformCommand
{
    public static Command Create(ToolConsole console)
    {
        Argument<string> model = CommonOptions.Model();
        var data = new Argument<string>("data") { Description = TableOptions.PathHelp };
        var table = new TableOptions(scales: false);
        Option<string> output = CommonOptions.Output();
        var command = new Command(
            "transform", "Place the rows of a table, seen or unseen, by a saved model.") { model, data, output };
        Option<bool> json = CommonOptions.Json("a summary (with -o FILE)");
        command.Add(json);
        table.AddTo(command);
        command.SetAction((parsed, cancellationToken) => Task.Run(
            () =>
            {
                Run(
                    parsed.GetRequiredValue(model), parsed.GetRequiredValue(data), table.Read(parsed), parsed.GetRequiredValue(output),
                    parsed.GetValue(json),
                    console, cancellationToken);
                return ExitCode.Done;
            },
            CancellationToken.None));
        return command;
    }

    private static void Run(
        string modelPath, string dataPath, TableFormat format, string outputPath, bool json, ToolConsole console,
        CancellationToken cancellationToken)
    {
        if (format.Missing.Mode == MissingMode.Mean)
        {
            throw ToolException.CommandLine(
                "--missing is 'mean', but lle transform places each row by itself, whatever rows stand beside it; say --missing skip.");
        }

        // No row's mean is at hand here, so nobody is told to take it.
        format = format with { MissingAdvice = " --missing skip leaves such rows out." };
        var files = new OutputFiles(("the model", modelPath), ("the data", dataPath));
        using CoordinateOutput output = files.CreateCoordinates(outputPath, json, console);
        (LleModel model, ColumnScale? scale) = SavedStep.Load(modelPath);
        var warnings = new List<string>();
        (Table table, FeatureMatrix rows) = Read(dataPath, format, (modelPath, model, scale), warnings, console, cancellationToken);
        FeatureMatrix coordinates = WatchedWork.Run(console, warnings, progress =>
        {
            PartsNote.AddTo(warnings, model);
            return EngineFault.Explain(table.Name, CommandWords.None, () => model.Transform(rows, progress, cancellationToken));
        });
        output.Write(coordinates, table, cancellationToken);
        output.Commit();
        if (json)
        {
            console.Out.WriteLine(JsonText.Write(writer =>
            {
                writer.WriteNumber("rows", coordinates.NumberOfRows);
                writer.WriteNumber("components", coordinates.NumberOfColumns);
                writer.WriteString("method", model.Method.ShortName());
                table.WriteJson(writer);
                JsonText.WriteArray(writer, "warnings", warnings, (array, value) => array.WriteStringValue(value));
            }));
        }
    }

    /// <summary>Reads the table, and its rows with their columns in the order and on the scale of the model.</summary>
    private static (Table Table, FeatureMatrix Rows) Read(
        string path, TableFormat format, (string Path, LleModel Model, ColumnScale? Scale) saved, List<string> warnings,
        ToolConsole console, CancellationToken cancellationToken)
    {
        ColumnOrder? order = null;
        bool holdsDistances = saved.Model.Metric == LleMetric.Precomputed;
        format = format with
        {
            OutweighingAdvice = saved.Scale is null ? "fit anew with --scale range, or" : null,
            IsScaledByModel = saved.Scale is not null,
            Metric = holdsDistances ? LleMetric.Precomputed : null,
        };
        FeatureMatrixBuilder sorted = saved.Model.CreateRowBuilder();
        Table table = Table.Read(
            path, format with { CreateBuilder = expected => IsAsRead() ? saved.Model.CreateRowBuilder(expected) : null }, console,
            Check, Sort, cancellationToken);
        warnings.AddRange(table.Warnings);
        return (table, IsAsRead() ? table.Features : sorted.Build());

        void Check(TableReader reader)
        {
            OutputNames.RequireDistinct(reader);
            order = ColumnOrder.Find(reader, saved.Model, saved.Path, warnings);
        }

        bool IsAsRead() => order!.IsTheTables && saved.Scale is null;

        void Sort(double[] row)
        {
            if (!IsAsRead())
            {
                double[] wanted = order!.Sort(row);
                saved.Scale?.Apply(wanted);
                sorted.Append(wanted);
            }
        }
    }
}
