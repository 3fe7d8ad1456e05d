using System.Globalization;

namespace LleTransforms.Report.Data;

/// <summary>The labels of all rows, as classes or as numbers on a scale.</summary>
/// <param name="Name">What they are called.</param>
/// <param name="Classes">The distinct labels, numbers by size and text by alphabet; null where labels are numbers on a scale.</param>
/// <param name="Codes">For each row the number of its class; null where labels are numbers on a scale.</param>
/// <param name="Numbers">For each row its number, NaN where it has none; null where labels are classes.</param>
internal sealed record RowLabels(string Name, string[]? Classes, int[]? Codes, double[]? Numbers)
{
    /// <summary>Numbers of more distinct values than this are a scale.</summary>
    private const int MostNumericClasses = 20;

    public static RowLabels Of(string name, IReadOnlyList<string> labels)
    {
        double[]? numbers = Parse(labels);
        string[] distinct = [.. labels.Distinct(StringComparer.Ordinal)];
        if (numbers is not null && distinct.Length > MostNumericClasses)
        {
            return new RowLabels(name, null, null, numbers);
        }

        string[] classes = numbers is null
            ? [.. distinct.Order(StringComparer.Ordinal)]
            : [.. distinct.OrderBy(text => Number(text)).ThenBy(text => text, StringComparer.Ordinal)];
        Dictionary<string, int> codes = classes.Select((text, code) => (text, code))
            .ToDictionary(pair => pair.text, pair => pair.code, StringComparer.Ordinal);
        return new RowLabels(name, classes, [.. labels.Select(label => codes[label])], null);
    }

    private static double[]? Parse(IReadOnlyList<string> labels)
    {
        double[] numbers = new double[labels.Count];
        for (int row = 0; row < numbers.Length; row++)
        {
            numbers[row] = Number(labels[row]);
            if (double.IsNaN(numbers[row]) && labels[row].Length > 0)
            {
                return null;
            }
        }

        return numbers;
    }

    private static double Number(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && double.IsFinite(value)
            ? value
            : double.NaN;
}
