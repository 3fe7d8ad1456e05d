using System.CommandLine;
using LleTransforms.Tool.Models;
using LleTransforms.Tool.Output;
using LleTransforms.Tool.Progress;
using LleTransforms.Tool.Tables;

namespace LleTransforms.Tool.Commands;

/// <summary><c>lle report</c>: fits an embedding to a table and writes it as one HTML page to look at.</summary>
internal static class ReportCommand
{
    public static Command Create(ToolConsole console)
    {
        var data = new Argument<string>("data") { Description = TableOptions.PathHelp };
        var table = new TableOptions();
        var fit = new FitOptions();
        var output = new Option<string>(
            "--output", "-o") { HelpName = "HTML", Description = "The page, one file that needs no network.", Required = true };
        var title = new Option<string?>("--title") { HelpName = "TEXT", Description = "Its heading. Default: the name of the data." };
        var command = new Command(
            "report", "Embed a table and write a page to look at: the embedding with each row's neighbours, the spectrum, quality " +
                "against PCA.")
        {
            data, output, title,
        };
        fit.AddTo(command);
        table.AddTo(command);
        command.SetAction((parsed, cancellationToken) => Task.Run(
            () =>
            {
                TableFormat format = table.Read(parsed, fit.MetricOf(parsed));
                LleOptions options = fit.Read(parsed, format);
                using OutputFile page = OutputFile.Create(parsed.GetRequiredValue(output));
                Write(
                    parsed.GetRequiredValue(data), format, parsed.GetValue(title), (options, fit.WordsFor(parsed)), page.Stream, console,
                    cancellationToken);
                page.Commit();
                return ExitCode.Done;
            },
            CancellationToken.None));
        return command;
    }

    private static void Write(
        string path, TableFormat format, string? title, (LleOptions Options, CommandWords Words) fit, Stream page, ToolConsole console,
        CancellationToken cancellationToken)
    {
        (LleOptions options, CommandWords words) = fit;
        Table table = Table.Read(
            path, format, console, reader => FitOptions.CheckWidth(reader, options, words), cancellationToken: cancellationToken);
        FeatureMatrix features = table.Features.WithColumnNames(table.ColumnNames);
        List<string> warnings = [.. table.Warnings];
        WatchedWork.Run(console, warnings, progress => EngineFault.Explain(table.Name, words, () =>
        {
            int[]? labels = options.SupervisionStrength > 0 ? table.Labels : null;
            LleModel model = LocallyLinearEmbedding.Fit(features, labels, options, progress, cancellationToken);
            PartsNote.AddTo(warnings, model);
            model.WriteReport(features, page, OptionsOf(table, title, options, progress), cancellationToken);
            return true;
        }));
    }

    private static EmbeddingReportOptions OptionsOf(Table table, string? title, LleOptions options, IProgress<LleProgress> progress) =>
        new()
    {
        Title = title ?? Path.GetFileName(table.Name),
        Labels = table.Labels is null ? null : Array.ConvertAll(table.Labels, number => table.LabelTexts[number]),
        LabelName = table.LabelName ?? string.Empty,
        ColumnNames = table.ColumnNames,
        Seed = options.Seed ?? 0,
        Progress = progress,
    };
}
