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
        var image = new Option<string?>("--image-size")
        {
            HelpName = "WIDTHxHEIGHT",
            Description = "Rows are images of so many pixels, row by row: the page shows what images at other places would look like.",
        };
        var command = new Command(
            "report", "Embed a table and write a page to look at: the embedding with each row's neighbours, the spectrum, quality " +
                "against PCA.")
        {
            data, output, title, image,
        };
        fit.AddTo(command);
        table.AddTo(command);
        command.SetAction((parsed, cancellationToken) => Task.Run(
            () =>
            {
                TableFormat format = table.Read(parsed, fit.MetricOf(parsed));
                LleOptions options = fit.Read(parsed, format);
                var page = new Page(parsed.GetValue(title), OptionParsers.ImageSize(parsed.GetValue(image)));
                string dataPath = parsed.GetRequiredValue(data);
                using OutputFile file = new OutputFiles(("the data", dataPath)).Create("-o", parsed.GetRequiredValue(output), "a page");
                Write(dataPath, format, page, (options, fit.WordsFor(parsed)), file.Stream, console, cancellationToken);
                file.Commit();
                return ExitCode.Done;
            },
            CancellationToken.None));
        return command;
    }

    private static void Write(
        string path, TableFormat format, Page page, (LleOptions Options, CommandWords Words) fit, Stream file, ToolConsole console,
        CancellationToken cancellationToken)
    {
        (LleOptions options, CommandWords words) = fit;
        Table table = Table.Read(
            path, format, console, reader => FitOptions.CheckWidth(reader, options, words), cancellationToken: cancellationToken);
        FeatureMatrix features = table.Features.WithColumnNames(table.ColumnNames);
        page.Check(table, options.Metric);
        List<string> warnings = [.. table.Warnings];
        WatchedWork.Run(console, warnings, progress => EngineFault.Explain(table.Name, words, () =>
        {
            int[]? labels = options.SupervisionStrength > 0 ? table.Labels : null;
            LleModel model = LocallyLinearEmbedding.Fit(features, labels, options, progress, cancellationToken);
            PartsNote.AddTo(warnings, model);
            model.WriteReport(features, file, OptionsOf(table, page, options, progress), cancellationToken);
            return true;
        }));
    }

    private static EmbeddingReportOptions OptionsOf(Table table, Page page, LleOptions options, IProgress<LleProgress> progress) =>
        new()
    {
        Title = page.Title ?? Path.GetFileName(table.Name),
        ImageWidth = page.Image?.Width,
        ImageHeight = page.Image?.Height,
        Labels = table.Labels is null ? null : Array.ConvertAll(table.Labels, number => table.LabelTexts[number]),
        LabelName = table.LabelName ?? string.Empty,
        ColumnNames = table.ColumnNames,
        Seed = options.Seed ?? 0,
        Progress = progress,
    };

    /// <summary>What the page is told beside the fit.</summary>
    private sealed record Page(string? Title, (int Width, int Height)? Image)
    {
        public void Check(Table table, LleMetric metric)
        {
            if (Image is not var (width, height))
            {
                return;
            }

            if (metric == LleMetric.Precomputed)
            {
                throw ToolException.CommandLine("--image-size needs features; --metric is precomputed, and distances are no images.");
            }

            int columns = table.Features.NumberOfColumns;
            if ((long)width * height != columns)
            {
                throw new ToolException(
                    $"{table.Name}: --image-size is {width}x{height}, {(long)width * height} pixels, but there are {columns} feature " +
                    "columns.");
            }
        }
    }
}
