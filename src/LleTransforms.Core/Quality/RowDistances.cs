using LleTransforms.Neighbors;

namespace LleTransforms.Quality;

/// <summary>Squared Euclidean distances of one row to all, by the same sum as the engine's neighbour search.</summary>
/// <remarks>Cost: n D. Safe for any number of threads.</remarks>
internal static class RowDistances
{
    /// <summary>The squared distance of one row to every row of the matrix, itself included (0).</summary>
    public static void SquaredFrom(FeatureMatrix matrix, int row, Span<double> squaredDistances)
    {
        ReadOnlySpan<float> anchor = matrix.ShiftedRow(row);
        for (int other = 0; other < squaredDistances.Length; other++)
        {
            squaredDistances[other] = SquaredDistance.Between(anchor, matrix.ShiftedRow(other));
        }
    }
}
