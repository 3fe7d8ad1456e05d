using System.Globalization;

namespace LleTransforms.Tool.Tables;

/// <summary>Finds columns of numbers that look like no features: row numbers, keys, times, and what outweighs all others.</summary>
/// <remarks>Distances add up the columns, so a row number among them makes neighbours of rows that only stand side by side.</remarks>
internal static class ColumnDoubts
{
    private const int FewestRows = 20;
    private const int FirstRows = 4;
    private const int MostRowsWeighed = 1_000;
    private const int MostCellsWeighed = 1 << 21;
    private const double ByFar = 100;
    private const int MostDoubts = 3;

    /// <summary>A sentence for each doubtful column, which names the option that helps.</summary>
    /// <param name="cells">The columns as the file has them.</param>
    /// <param name="names">Their names; null where there is no header.</param>
    /// <param name="numbers">Their numbers in the file, from 1.</param>
    /// <param name="weighed">The same to be weighed against each other; null where that is settled.</param>
    /// <param name="weightAdvice">What helps where one outweighs the others, up to the word "or".</param>
    public static List<string> Of(Cells cells, string[]? names, int[] numbers, FeatureMatrix? weighed, string? weightAdvice)
    {
        var doubts = new List<string>();
        if (cells.NumberOfRows < FewestRows || cells.NumberOfColumns < 2)
        {
            return doubts;
        }

        int heavy = weighed is null ? -1 : Outweighing(weighed);
        foreach (int column in FewOf(FindAll(cells, CanCountEvenly, CountsEvenly), cells))
        {
            bool isIndex = numbers[column] == 1 && (names is null || names[column].Length == 0);
            doubts.Add($"{Name(names, numbers, column)} counts evenly from row to row, as row numbers and times do; " +
                $"{(isIndex ? "--index takes it for the rows' names, " : "")}{Advice(numbers[column])}");
            heavy = heavy == column ? -1 : heavy;
        }

        foreach (int column in FewOf(FindAll(cells, CanBeKey, IsKey), cells))
        {
            doubts.Add($"{Name(names, numbers, column)} holds a different whole number in every row, as keys do; " +
                $"{Advice(numbers[column])}");
            heavy = heavy == column ? -1 : heavy;
        }

        if (heavy >= 0)
        {
            doubts.Add($"{Name(names, numbers, heavy)} varies so much more than all others together that they hardly count; " +
                $"{weightAdvice} leave it out by --ignore {numbers[heavy]}.");
        }

        return doubts;
    }

    private static string Advice(int number) => string.Create(
        CultureInfo.InvariantCulture, $"--ignore {number} leaves it out, --keep {number} writes it beside the coordinates.");

    /// <summary>A column as messages give it.</summary>
    public static string Name(string[]? names, int[] numbers, int column)
    {
        string number = string.Create(CultureInfo.InvariantCulture, $"column {numbers[column]}");
        return names is null ? number
            : names[column].Length == 0 ? $"{number}, which has no name,"
            : $"{number} ('{VisibleText.Quote(names[column])}')";
    }

    /// <summary>The columns that pass both tests, the first of which sees the first rows alone and is quick.</summary>
    private static List<int> FindAll(
        Cells cells, Func<Cells, int, bool> isPossible, Func<Cells, int, bool> holds)
    {
        var found = new List<int>();
        for (int column = 0; column < cells.NumberOfColumns; column++)
        {
            if (isPossible(cells, column) && holds(cells, column))
            {
                found.Add(column);
            }
        }

        return found;
    }

    /// <summary>Where many columns are of a kind, it is the kind of the data.</summary>
    private static List<int> FewOf(List<int> columns, Cells cells) =>
        columns.Count == 1 || (columns.Count <= MostDoubts && 3 * columns.Count <= cells.NumberOfColumns) ? columns : [];

    private static bool CanCountEvenly(Cells cells, int column)
    {
        double step = cells.Value(1, column) - cells.Value(0, column);
        return step != 0 && IsStep(cells, column, 2, step);
    }

    private static bool CountsEvenly(Cells cells, int column)
    {
        double step = cells.Value(1, column) - cells.Value(0, column);
        for (int row = 2; row < cells.NumberOfRows; row++)
        {
            if (!IsStep(cells, column, row, step))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsStep(Cells cells, int column, int row, double step)
    {
        double expected = cells.Value(0, column) + (row * step);
        return Math.Abs(cells.Value(row, column) - expected) <= 1e-6 * Math.Abs(row * step);
    }

    private static bool CanBeKey(Cells cells, int column)
    {
        for (int row = 0; row < FirstRows; row++)
        {
            double value = cells.Value(row, column);
            if (value != Math.Floor(value) || (row > 0 && value == cells.Value(row - 1, column))
                || (row > 1 && value == cells.Value(row - 2, column)))
            {
                return false;
            }
        }

        return !CanCountEvenly(cells, column) || !CountsEvenly(cells, column);
    }

    private static bool IsKey(Cells cells, int column)
    {
        double[] values = new double[cells.NumberOfRows];
        for (int row = 0; row < values.Length; row++)
        {
            values[row] = cells.Value(row, column);
            if (values[row] != Math.Floor(values[row]))
            {
                return false;
            }
        }

        Array.Sort(values);
        for (int i = 1; i < values.Length; i++)
        {
            if (values[i] == values[i - 1])
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The column whose variance is by far larger than that of all others together; -1 where there is none.</summary>
    /// <remarks>A factor of a hundred shows in rows picked evenly as well as in all.</remarks>
    private static int Outweighing(FeatureMatrix features)
    {
        int wanted = Math.Clamp(MostCellsWeighed / features.NumberOfColumns, FewestRows, MostRowsWeighed);
        int step = Math.Max(1, features.NumberOfRows / wanted);
        double[] sums = new double[features.NumberOfColumns];
        double[] squares = new double[features.NumberOfColumns];
        int rows = 0;
        for (int row = 0; row < features.NumberOfRows; row += step, rows++)
        {
            ReadOnlySpan<float> values = features.ShiftedRow(row);
            for (int column = 0; column < values.Length; column++)
            {
                double value = values[column];
                sums[column] += value;
                squares[column] += value * value;
            }
        }

        // The others are summed apart from the largest, which may be so large that they would vanish beside it.
        double others = 0;
        double most = 0;
        int heavy = -1;
        for (int column = 0; column < sums.Length; column++)
        {
            double variance = Math.Max(0, squares[column] - (sums[column] * sums[column] / rows));
            others += Math.Min(variance, most);
            (most, heavy) = variance > most ? (variance, column) : (most, heavy);
        }

        return others > 0 && most > ByFar * others ? heavy : -1;
    }
}
