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
        var model = new Argument<string>("model") { Description = "a model that lle embed --model has saved" };
        var data = new Argument<string>("data") { Description = TableOptions.PathHelp };
        var table = new TableOptions();
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
        if (json && outputPath == "-")
        {
            throw ToolException.CommandLine("--json and the coordinates cannot both go to standard output; name a file with -o.");
        }

        if (format.Missing.Mode == MissingMode.Mean)
        {
            throw ToolException.CommandLine(
                "--missing is 'mean', but lle transform places each row by itself, whatever rows stand beside it; say --missing skip.");
        }

        using var output = new CoordinateOutput(outputPath, console);
        LleModel model = SavedStep.Load(modelPath);
        var warnings = new List<string>();
        (Table table, FeatureMatrix rows) = Read(dataPath, format, model, modelPath, warnings, console, cancellationToken);
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

    /// <summary>Reads the table, and its rows with their columns in the order of the model.</summary>
    private static (Table Table, FeatureMatrix Rows) Read(
        string path, TableFormat format, LleModel model, string modelPath, List<string> warnings, ToolConsole console,
        CancellationToken cancellationToken)
    {
        ColumnOrder? order = null;
        var sorted = new FeatureMatrixBuilder(model.NumberOfFeatures);
        Table table = Table.Read(
            path, format, console, reader => order = ColumnOrder.Find(reader, model, modelPath, warnings), Sort, cancellationToken);
        warnings.AddRange(table.Warnings);
        return (table, order!.IsTheTables ? table.Features : sorted.Build());

        void Sort(double[] row)
        {
            if (!order!.IsTheTables)
            {
                sorted.Append(order.Sort(row));
            }
        }
    }
}
