using LleTransforms.Features;

namespace LleTransforms.Model;

/// <summary>The rows of a model of given distances, told which of their columns is which row.</summary>
/// <remarks>The file need not hold it: the distances to a row stand in the column of the first training row that it stands
/// for.</remarks>
internal static class HeldDistances
{
    /// <param name="rows">The rows as a file holds them.</param>
    /// <exception cref="InvalidDataException">A distance is negative, that of a row to itself is not 0, or something is taken off
    /// distances.</exception>
    public static FittedRows Of(FittedRows rows)
    {
        CenteredFeatures features = rows.Features;
        if (features.Center.AsSpan().ContainsAnyExcept(0))
        {
            throw new InvalidDataException("The model takes something off distances: the file is damaged.");
        }

        int[] columns = TrainingRowNumbers.FindFirst(rows) ?? [.. Enumerable.Range(0, features.NumberOfRows)];
        for (int row = 0; row < columns.Length; row++)
        {
            ReadOnlySpan<float> distances = features.Row(row);
            if (distances[columns[row]] != 0 || distances.ContainsAnyInRange(float.NegativeInfinity, -float.Epsilon))
            {
                throw new InvalidDataException($"The distances of row {row} in the model cannot be distances: the file is damaged.");
            }
        }

        return rows with
        {
            Features = new CenteredFeatures(features.Values, features.NumberOfRows, features.Scaling) { ColumnOfRow = columns },
        };
    }
}
