using System.Diagnostics;
using System.Globalization;
using LleTransforms.Measurements.SideBySide;

namespace LleTransforms.Measurements.Updating;

/// <summary>What the measurements of models that grow share.</summary>
internal static class Living
{
    /// <summary>Some rows of a table, and others behind them.</summary>
    public static FeatureMatrix Join(FeatureMatrix rows, int start, int count, FeatureMatrix? behind = null)
    {
        int columnCount = rows.NumberOfColumns;
        float[] values = [.. rows.Values.AsSpan(start * columnCount, count * columnCount), .. behind?.Values ?? []];
        return FeatureMatrix.FromRowMajor(values, values.Length / columnCount, columnCount);
    }

    /// <summary>The coordinates of all training rows.</summary>
    public static FeatureMatrix Coordinates(LleModel model)
    {
        Table table = Table.Of(model);
        return FeatureMatrix.FromRowMajor(
            Array.ConvertAll(table.Values, value => (float)value), table.NumberOfRows, table.NumberOfColumns);
    }

    /// <summary>Rows that have other neighbours in one graph than in the other.</summary>
    public static int OtherNeighbors(LleModel left, LleModel right)
    {
        var (one, other) = (left.Content.Graph!, right.Content.Graph!);
        return Enumerable.Range(0, one.NumberOfRows).Count(row =>
            !new HashSet<int>(one.Of(row).ToArray()).SetEquals(other.Of(row).ToArray()));
    }

    /// <summary>When each phase was last heard of, and the messages that a fit sends.</summary>
    internal sealed class Log : IProgress<LleProgress>
    {
        private readonly long _started = Stopwatch.GetTimestamp();
        private readonly List<string> _lines = [];
        private readonly Dictionary<LlePhase, (double Seconds, long Count)> _last = [];

        public void Report(LleProgress value)
        {
            double seconds = Stopwatch.GetElapsedTime(_started).TotalSeconds;
            lock (_lines)
            {
                if (value.Message is { } message)
                {
                    _lines.Add(string.Create(CultureInfo.InvariantCulture, $"  {seconds:0.00} {value.Phase}: {message}"));
                }
                else
                {
                    _last[value.Phase] = (seconds, value.Completed);
                }
            }
        }

        public override string ToString() => string.Join('\n', _last.Select(Tell).Prepend(string.Empty).Concat(_lines));

        private static string Tell(KeyValuePair<LlePhase, (double Seconds, long Count)> phase) => string.Create(
            CultureInfo.InvariantCulture, $"  {phase.Value.Seconds:0.00} end of {phase.Key}, {phase.Value.Count}");
    }
}
