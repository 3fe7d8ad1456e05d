namespace LleTransforms.Tool.Tables;

/// <summary>Notices a table of distances that is taken for one of features.</summary>
internal static class DistanceDoubt
{
    private const int FewestRows = 4;
    private const double Rounding = 1e-6;

    /// <summary>What is asked of it.</summary>
    public const string Question =
        "the table is square and symmetric with a diagonal of zeros, as a table of distances is. Its columns are taken for features: " +
        "is --metric precomputed meant?";

    /// <summary>Whether rows are columns, no value is negative, both values of a pair are equal, and all on the diagonal are 0.</summary>
    /// <remarks>Cost: O(n^2) for such a table; another ends at the first value that is none of a distance.</remarks>
    public static bool LookLikeDistances(Cells cells)
    {
        int n = cells.NumberOfRows;
        if (n != cells.NumberOfColumns || n < FewestRows)
        {
            return false;
        }

        // What double precision leaves of a 0 is small beside the values around it.
        double largest = Enumerable.Range(0, n).Max(column => Math.Abs(cells.Value(0, column)));
        for (int row = 0; row < n; row++)
        {
            for (int column = 0; column <= row; column++)
            {
                double value = cells.Value(row, column), mirrored = cells.Value(column, row);
                largest = Math.Max(largest, Math.Abs(value));
                bool isDistance = row == column
                    ? Math.Abs(value) <= Rounding * largest
                    : value >= -Rounding * largest && Math.Abs(value - mirrored) <= Rounding * largest;
                if (!isDistance)
                {
                    return false;
                }
            }
        }

        return largest > 0;
    }
}
