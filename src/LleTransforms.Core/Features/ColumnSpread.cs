using System.Runtime.CompilerServices;

namespace LleTransforms.Features;

/// <summary>Finds a column that varies so much more than all others that it decides alone which rows are near.</summary>
/// <remarks>Cost: O(n D). Sparse rows are not looked at: their columns are counts of one kind.</remarks>
internal static class ColumnSpread
{
    private const double Alone = 0.99;

    /// <summary>The column that holds nearly all of the variance, and its share; null where none does, or no other varies.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static (int Column, double Share)? FindDominant(CenteredFeatures features)
    {
        if (features.Sparse is not null)
        {
            return null;
        }

        double[] variances = new double[features.NumberOfColumns];
        for (int row = 0; row < features.NumberOfRows; row++)
        {
            ReadOnlySpan<float> values = features.Row(row);
            for (int column = 0; column < variances.Length; column++)
            {
                variances[column] += (double)values[column] * values[column];
            }
        }

        // The others are summed apart: beside a variance of 1E16 times theirs, a sum of all would not tell that they vary.
        int largest = Array.IndexOf(variances, variances.Max());
        double most = variances[largest];
        variances[largest] = 0;
        double others = variances.Sum();
        double share = most / (most + others);
        return share > Alone && others > 0 ? (largest, share) : null;
    }
}
