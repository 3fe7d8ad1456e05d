namespace LleTransforms.LocalGeometry;

/// <summary>Where a row's weights put it: the weighted sum of its neighbours' coordinates. Cost k d.</summary>
internal static class WeightedSum
{
    /// <param name="rows">The neighbours' numbers.</param>
    /// <param name="weights">As many weights.</param>
    /// <param name="embedding">All coordinates, row-major; may hold the place that is written, if that is no neighbour's.</param>
    /// <param name="coordinates">Receives the sum; its length is d.</param>
    public static void Fill(ReadOnlySpan<int> rows, ReadOnlySpan<double> weights, ReadOnlySpan<double> embedding, Span<double> coordinates)
    {
        coordinates.Clear();
        for (int j = 0; j < rows.Length; j++)
        {
            ReadOnlySpan<double> neighbor = embedding.Slice(rows[j] * coordinates.Length, coordinates.Length);
            double weight = weights[j];
            for (int c = 0; c < coordinates.Length; c++)
            {
                coordinates[c] += weight * neighbor[c];
            }
        }
    }
}
