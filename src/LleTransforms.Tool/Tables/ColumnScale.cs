using MathNet.Numerics.Statistics;

namespace LleTransforms.Tool.Tables;

/// <summary>Brings the columns of a table to one scale: what lies at a column's low becomes 0, what lies at its high 1.</summary>
/// <remarks>A low and a high are also what ML.NET's normaliser of ranges is fitted on, so that it computes the same to the bit.</remarks>
internal sealed class ColumnScale
{
    private readonly double[] _factors;

    private ColumnScale(double[] lows, double[] highs, double[] factors)
    {
        Lows = lows;
        Highs = highs;
        _factors = factors;
    }

    /// <summary>For each column, what becomes 0.</summary>
    public double[] Lows { get; }

    /// <summary>For each column, what becomes 1; above the low.</summary>
    public double[] Highs { get; }

    /// <summary>For each column, what the distance from the low is multiplied by.</summary>
    public IReadOnlyList<double> Factors => _factors;

    /// <summary>A scale that was saved.</summary>
    /// <param name="lows">For each column, what becomes 0.</param>
    /// <param name="factors">What the distance from there is multiplied by.</param>
    public static ColumnScale FromFactors(IReadOnlyList<double> lows, IReadOnlyList<double> factors) =>
        new([.. lows], [.. lows.Select((low, column) => low + (1 / factors[column]))], [.. factors]);

    /// <summary>Scales a row in place.</summary>
    public void Apply(Span<double> row)
    {
        for (int column = 0; column < row.Length; column++)
        {
            row[column] = (row[column] - Lows[column]) * _factors[column];
        }
    }

    /// <summary>Finds the scale of a table.</summary>
    /// <param name="rows">All rows, without missing values.</param>
    /// <param name="mode">What is brought to 0 and 1.</param>
    /// <param name="describe">A column as messages give it.</param>
    /// <exception cref="ToolException">A column has no width in the sense of the mode.</exception>
    public static ColumnScale Of(IReadOnlyList<double[]> rows, ScaleMode mode, Func<int, string> describe)
    {
        int columns = rows[0].Length;
        double[] lows = new double[columns];
        double[] highs = new double[columns];
        double[] values = new double[rows.Count];
        for (int column = 0; column < columns; column++)
        {
            for (int row = 0; row < values.Length; row++)
            {
                values[row] = rows[row][column];
            }

            (double low, double width) = LowAndWidth(values, mode, () => describe(column));
            lows[column] = low;

            // A width that vanishes beside the low must not vanish from the high.
            highs[column] = Math.Max(low + width, Math.BitIncrement(low));
            if (!double.IsFinite(highs[column] - low))
            {
                throw new ToolException($"{describe(column)} holds values too far apart for a common scale; --ignore leaves it out.");
            }

            if (!double.IsFinite(1 / (highs[column] - low)))
            {
                throw new ToolException(
                    $"{describe(column)} holds values that differ by less than 1E-308, too little for a common scale; multiply it by a " +
                    "power of ten, or --ignore leaves it out.");
            }
        }

        return new ColumnScale(lows, highs, [.. lows.Select((low, column) => 1 / (highs[column] - low))]);
    }

    /// <summary>A column that has one value alone is moved and not stretched.</summary>
    private static (double Low, double Width) LowAndWidth(double[] values, ScaleMode mode, Func<string> describe)
    {
        (double least, double most) = (values.Min(), values.Max());
        if (least == most)
        {
            return (least, 1);
        }

        switch (mode)
        {
            case ScaleMode.Range:
                return (least, most - least);
            case ScaleMode.Deviation:
                return MeanAndDeviation(values, least, most);
            default:
                Array.Sort(values);
                double width = SortedArrayStatistics.InterquartileRange(values);
                return width > 0 ? (SortedArrayStatistics.Median(values), width) : throw new ToolException(
                    $"{describe()} has the same value in more than half of its rows, so that --scale robust finds no width; " +
                    "--scale range or deviation do, and --ignore leaves the column out.");
        }
    }

    /// <summary>The mean and the standard deviation, however small or large the values.</summary>
    /// <remarks>A power of two brings the largest difference near 1, so that its square is in range, and changes no digit.</remarks>
    private static (double Mean, double Deviation) MeanAndDeviation(double[] values, double least, double most)
    {
        // Halves, for the difference itself may be beyond all numbers.
        int exponent = Math.ILogB((most / 2) - (least / 2)) + 2;
        double[] scaled = Array.ConvertAll(values, value => Math.ScaleB(value, -exponent));
        return (Math.ScaleB(ArrayStatistics.Mean(scaled), exponent),
            Math.ScaleB(ArrayStatistics.PopulationStandardDeviation(scaled), exponent));
    }
}
