using System.Globalization;

namespace LleTransforms.Samples.Cluster;

/// <summary>What a silo has done.</summary>
/// <param name="ReceivedBytes">Bytes of rows, weights and sums from other silos.</param>
/// <param name="PeakBytes">The most memory that its process has had.</param>
/// <param name="Work">Seconds of work of each step.</param>
public sealed record SiloFigures(long ReceivedBytes, long PeakBytes, IReadOnlyDictionary<string, double> Work)
{
    internal string ToLine() => string.Join(' ', new[] { Text(ReceivedBytes), Text(PeakBytes) }.Concat(
        Work.Select(step => $"{step.Key}={step.Value.ToString("r", CultureInfo.InvariantCulture)}")));

    internal static SiloFigures Parse(string line)
    {
        string[] parts = line.Split(' ');
        return new SiloFigures(
            long.Parse(parts[0], CultureInfo.InvariantCulture),
            long.Parse(parts[1], CultureInfo.InvariantCulture),
            parts[2..].Select(part => part.Split('=')).ToDictionary(
                pair => pair[0], pair => double.Parse(pair[1], CultureInfo.InvariantCulture)));
    }

    private static string Text(long value) => value.ToString(CultureInfo.InvariantCulture);
}
