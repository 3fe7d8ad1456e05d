using System.CommandLine;
using LleTransforms.Tool.Models;
using LleTransforms.Tool.Output;
using LleTransforms.Tool.Progress;
using LleTransforms.Tool.Tables;

namespace LleTransforms.Tool.Commands;

/// <summary><c>lle extend</c>: adds the rows of a table to a saved model.</summary>
internal static class ExtendCommand
{
    public static Command Create(ToolConsole console)
    {
        Argument<string> model = CommonOptions.Model();
        var data = new Argument<string>("data") { Description = TableOptions.PathHelp };
        var table = new TableOptions(scales: false);
        Option<string> output = CommonOptions.OutputModel();
        var command = new Command(
            "extend",
            "Add the rows of a table to a saved model: what a fit of all rows gives, with the rows that were there in their places.")
        {
            model, data, output,
        };
        table.AddTo(command);
        command.SetAction((parsed, cancellationToken) => Task.Run(
            () =>
            {
                // The new model may have the place of the old one, so that the data alone are in danger.
                string dataPath = parsed.GetRequiredValue(data);
                using OutputFile file =
                    new OutputFiles(("the data", dataPath)).Create("-o", parsed.GetRequiredValue(output), "a model");
                Run(parsed.GetRequiredValue(model), dataPath, table.Read(parsed), file.Stream, console, cancellationToken);
                file.Commit();
                return ExitCode.Done;
            },
            CancellationToken.None));
        return command;
    }

    private static void Run(
        string modelPath, string dataPath, TableFormat format, Stream zip, ToolConsole console, CancellationToken cancellationToken)
    {
        SavedChain saved = SavedStep.LoadChain(modelPath);
        LleModel model = saved.Step.Model;
        var warnings = new List<string>();
        ColumnOrder? order = null;
        var rows = new List<double[]>();
        format = format with
        {
            OutweighingAdvice = saved.Scale is null ? "fit anew with --scale range, or" : null,
            IsScaledByModel = saved.Scale is not null,
            Metric = model.Metric == LleMetric.Precomputed ? LleMetric.Precomputed : null,
        };
        Table table = Table.Read(
            dataPath, format, console, reader => order = ColumnOrder.Find(reader, model, modelPath, warnings),
            row => rows.Add([.. order!.Sort(row)]), cancellationToken);
        warnings.AddRange(table.Warnings);
        LocallyLinearEmbeddingTransformer grown = WatchedWork.Run(console, warnings, progress => EngineFault.Explain(
            table.Name, CommandWords.None, () =>
        {
            var step = StepFitting.Extend(saved, rows, model.FeatureNames?.ToArray(), progress, cancellationToken);
            PartsNote.AddTo(warnings, step.Model);
            return step;
        }));
        saved.Save(grown, zip);
    }
}
