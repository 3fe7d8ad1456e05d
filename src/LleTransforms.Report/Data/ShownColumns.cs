using System.Globalization;

namespace LleTransforms.Report.Data;

/// <summary>The columns whose values a page shows beside a row: those of the largest variance, in their order.</summary>
/// <param name="Features">The whole table.</param>
/// <param name="Numbers">The columns' numbers, ascending from 0.</param>
/// <param name="Names">Their names.</param>
internal sealed record ShownColumns(FeatureMatrix Features, int[] Numbers, string[] Names)
{
    private const int MostValues = 2_000_000;

    public static ShownColumns Choose(FeatureMatrix features, EmbeddingReportOptions options)
    {
        int rowCount = Math.Min(features.NumberOfRows, options.LargestNumberOfRows);
        int count = Math.Min(Math.Min(options.LargestNumberOfColumns, features.NumberOfColumns), MostValues / Math.Max(1, rowCount));
        double[] variances = Variances(features);
        int[] numbers =
            [.. Enumerable.Range(0, features.NumberOfColumns).OrderByDescending(c => variances[c]).ThenBy(c => c).Take(count).Order()];
        return new ShownColumns(features, numbers, Array.ConvertAll(numbers, c => Name(c, options.ColumnNames ?? features.ColumnNames)));
    }

    private static string Name(int column, IReadOnlyList<string>? names) =>
        names?[column] is { Length: > 0 } name ? name : string.Create(CultureInfo.InvariantCulture, $"column {column + 1}");

    private static double[] Variances(FeatureMatrix features)
    {
        double[] sums = new double[features.NumberOfColumns];
        double[] squares = new double[features.NumberOfColumns];
        ReadOnlySpan<float> first = features.ShiftedRow(0);
        for (int row = 0; row < features.NumberOfRows; row++)
        {
            ReadOnlySpan<float> values = features.ShiftedRow(row);
            for (int c = 0; c < sums.Length; c++)
            {
                double difference = (double)values[c] - first[c];
                sums[c] += difference;
                squares[c] += difference * difference;
            }
        }

        for (int c = 0; c < sums.Length; c++)
        {
            squares[c] -= sums[c] * sums[c] / features.NumberOfRows;
        }

        return squares;
    }
}
