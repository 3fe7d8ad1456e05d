using System.Globalization;

namespace LleTransforms.Tool.Tables;

/// <summary>Finds columns of numbers that look like no features: row numbers, keys, times, and what outweighs all others.</summary>
/// <remarks>Distances add up the columns, so a row number among them makes neighbours of rows that only stand side by side.</remarks>
internal static class ColumnDoubts
{
    private const int FewestRows = 20;
    private const int FirstRows = 64;
    private const double ByFar = 100;
    private const int MostDoubts = 3;

    /// <summary>A sentence for each doubtful column, which names the option that helps.</summary>
    public static IReadOnlyList<string> Of(FeatureMatrix features, string[]? names, int[] numbers)
    {
        if (features.IsSparse || features.NumberOfRows < FewestRows || features.NumberOfColumns < 2)
        {
            return [];
        }

        List<int> even = CountingEvenly(features);
        List<int> keys = [.. DistinctIntegers(features).Except(even)];
        int? heavy = Outweighing(features);

        // Where many columns are of a kind, it is the kind of the data.
        even = IsFew(even, features) ? even : [];
        keys = IsFew(keys, features) ? keys : [];
        return
        [
            .. even.Select(column => $"{Name(column)} counts evenly from row to row, as row numbers and times do; " +
                $"{IndexAdvice(column)}--ignore {Option(column)} leaves it out, --keep {Option(column)} writes it beside the coordinates."),
            .. keys.Select(column => $"{Name(column)} holds a different whole number in every row, as keys do; " +
                $"--ignore {Option(column)} leaves it out, --keep {Option(column)} writes it beside the coordinates."),
            .. heavy is int one && !even.Contains(one) && !keys.Contains(one) ?
                new[] { $"{Name(one)} varies so much more than all others together that they hardly count; bring the columns to one " +
                    $"scale, or leave it out by --ignore {Option(one)}." } : [],
        ];

        string Name(int column) => string.Create(CultureInfo.InvariantCulture, $"column {numbers[column]}") + (names is null ? string.Empty
            : names[column].Length == 0 ? ", which has no name," : $" ('{VisibleText.Quote(names[column])}')");

        string Option(int column) => numbers[column].ToString(CultureInfo.InvariantCulture);

        string IndexAdvice(int column) =>
            numbers[column] == 1 && (names is null || names[column].Length == 0)
                ? "--index takes it for the rows' names, " : string.Empty;
    }

    private static bool IsFew(List<int> columns, FeatureMatrix features) =>
        columns.Count <= MostDoubts && (columns.Count == 1 || 3 * columns.Count <= features.NumberOfColumns);

    private static List<int> CountingEvenly(FeatureMatrix features)
    {
        ReadOnlySpan<float> first = features.ShiftedRow(0);
        ReadOnlySpan<float> second = features.ShiftedRow(1);
        var left = new List<int>();
        for (int column = 0; column < features.NumberOfColumns; column++)
        {
            if (second[column] != first[column])
            {
                left.Add(column);
            }
        }

        double[] steps = [.. left.Select(column => features.Value(1, column) - features.Value(0, column))];
        int[] place = [.. Enumerable.Range(0, left.Count)];
        for (int row = 2; row < features.NumberOfRows && place.Length > 0; row++)
        {
            place = [.. place.Where(i =>
            {
                double expected = features.Value(0, left[i]) + (row * steps[i]);
                return Math.Abs(features.Value(row, left[i]) - expected) <= 1e-6 * Math.Max(Math.Abs(row * steps[i]), Math.Abs(steps[i]));
            })];
        }

        return [.. place.Select(i => left[i])];
    }

    private static IEnumerable<int> DistinctIntegers(FeatureMatrix features)
    {
        int[] left = [.. Enumerable.Range(0, features.NumberOfColumns)];
        int looked = Math.Min(FirstRows, features.NumberOfRows);
        left = [.. left.Where(column => AreDistinctIntegers(features, column, looked))];
        return left.Length > MostDoubts && 3 * left.Length > features.NumberOfColumns
            ? []
            : left.Where(column => AreDistinctIntegers(features, column, features.NumberOfRows));
    }

    private static bool AreDistinctIntegers(FeatureMatrix features, int column, int rowCount)
    {
        var seen = new HashSet<double>();
        for (int row = 0; row < rowCount; row++)
        {
            double value = features.Value(row, column);
            if (value != Math.Floor(value) || !seen.Add(value))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The column whose variance is by far larger than that of all others together; null where there is none.</summary>
    private static int? Outweighing(FeatureMatrix features)
    {
        double[] sums = new double[features.NumberOfColumns];
        double[] squares = new double[features.NumberOfColumns];
        for (int row = 0; row < features.NumberOfRows; row++)
        {
            ReadOnlySpan<float> values = features.ShiftedRow(row);
            for (int column = 0; column < values.Length; column++)
            {
                double value = values[column];
                sums[column] += value;
                squares[column] += value * value;
            }
        }

        double[] variances = [.. sums.Select((sum, column) => Math.Max(0, squares[column] - (sum * sum / features.NumberOfRows)))];
        int heavy = Array.IndexOf(variances, variances.Max());
        double others = variances.Sum() - variances[heavy];
        return others > 0 && variances[heavy] > ByFar * others ? heavy : null;
    }
}
