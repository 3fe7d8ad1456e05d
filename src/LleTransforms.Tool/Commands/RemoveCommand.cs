using System.CommandLine;
using System.Globalization;
using LleTransforms.Tool.Models;
using LleTransforms.Tool.Output;

namespace LleTransforms.Tool.Commands;

/// <summary><c>lle remove</c>: takes training rows out of a saved model.</summary>
internal static class RemoveCommand
{
    public static Command Create(ToolConsole console)
    {
        Argument<string> model = CommonOptions.Model();
        var rows = new Option<string[]>("--rows")
        {
            HelpName = "ROW...",
            Description =
                "Numbers of training rows in the order of fitting, from 0, and ranges such as 3-10; several behind one option or " +
                "with commas. The rows that stay close up.",
            Required = true,
            AllowMultipleArgumentsPerToken = true,
        };
        Option<string> output = CommonOptions.OutputModel();
        var command = new Command(
            "remove", "Take training rows out of a saved model: their features and coordinates are in no byte of the new file.")
        {
            model, rows, output,
        };
        command.SetAction((parsed, cancellationToken) => Task.Run(
            () =>
            {
                (int First, int Last)[] ranges = [.. parsed.GetRequiredValue(rows).SelectMany(text => text.Split(',')).Select(Range)];
                string path = parsed.GetRequiredValue(model);
                using OutputFile file = new OutputFiles().Create("-o", parsed.GetRequiredValue(output), "a model");
                SavedChain saved = SavedStep.LoadChain(path);
                int[] numbers = Numbers(ranges, saved.Step.Model.NumberOfTrainingRows, path);
                saved.Save(EngineFault.Explain(path, CommandWords.None, () => saved.Step.Without(numbers)), file.Stream);
                cancellationToken.ThrowIfCancellationRequested();
                file.Commit();
                return ExitCode.Done;
            },
            CancellationToken.None));
        return command;
    }

    private static (int First, int Last) Range(string text)
    {
        string[] ends = text.Split('-');
        return ends.Length <= 2 && TryParse(ends[0], out int first) && TryParse(ends[^1], out int last) && last >= first
            ? (first, last)
            : throw ToolException.CommandLine($"--rows is '{text}', but must be numbers of rows, from 0, or ranges such as 3-10.");
    }

    /// <summary>The rows of all ranges. None is spread out before it is known to be there: its end may be any number.</summary>
    private static int[] Numbers((int First, int Last)[] ranges, int count, string path)
    {
        (int first, int last) = ranges.MaxBy(range => range.Last);
        if (last >= count)
        {
            throw new ToolException(string.Create(
                CultureInfo.InvariantCulture,
                $"{path}: --rows is {(first == last ? $"{last}" : $"{first}-{last}")}, but the model's training rows have the numbers 0 " +
                $"to {count - 1}."));
        }

        bool[] isMeant = new bool[count];
        foreach (var range in ranges)
        {
            isMeant.AsSpan(range.First, range.Last - range.First + 1).Fill(true);
        }

        return [.. Enumerable.Range(0, count).Where(row => isMeant[row])];
    }

    private static bool TryParse(string text, out int number) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
