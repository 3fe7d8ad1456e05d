using System.Globalization;

namespace LleTransforms.Samples.Cluster;

/// <summary>What a silo has done.</summary>
/// <param name="ReceivedBytes">Bytes of rows, weights and sums from other silos.</param>
/// <param name="PeakBytes">The most memory that its process has had.</param>
/// <param name="ProcessorSeconds">The time that its threads have spent on processors.</param>
/// <param name="Work">Seconds of work of each step.</param>
public sealed record SiloFigures(
    long ReceivedBytes, long PeakBytes, double ProcessorSeconds, IReadOnlyDictionary<string, double> Work)
{
    internal string ToLine() => string.Join(' ', new[] { Text(ReceivedBytes), Text(PeakBytes), Text(ProcessorSeconds) }.Concat(
        Work.Select(step => $"{step.Key}={Text(step.Value)}")));

    internal static SiloFigures Parse(string line)
    {
        string[] parts = line.Split(' ');
        return new SiloFigures(
            long.Parse(parts[0], CultureInfo.InvariantCulture),
            long.Parse(parts[1], CultureInfo.InvariantCulture),
            Seconds(parts[2]),
            parts[3..].Select(part => part.Split('=')).ToDictionary(pair => pair[0], pair => Seconds(pair[1])));
    }

    private static string Text(long value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Text(double value) => value.ToString("r", CultureInfo.InvariantCulture);

    private static double Seconds(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
