using System.Globalization;

namespace LleTransforms.Samples.Digits;

/// <summary>Prints results as they come, one line each.</summary>
internal sealed class ResultTable(TextWriter output)
{
    public void WriteHeader()
    {
        output.WriteLine($"{"features",-20}{"accuracy",10}{"log-loss",10}{"fit",11}{"train",11}");
        output.WriteLine(new string('-', 62));
    }

    public void WriteRow(ExperimentResult result) => output.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"{result.Name,-20}{result.Accuracy,10:F3}{result.LogLoss,10:F3}{Milliseconds(result.FitTime),11}" +
        $"{Milliseconds(result.TrainTime),11}"));

    private static string Milliseconds(TimeSpan? time) =>
        time is { } known ? string.Create(CultureInfo.InvariantCulture, $"{known.TotalMilliseconds:N0} ms") : "-";
}
