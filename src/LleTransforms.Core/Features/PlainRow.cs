namespace LleTransforms.Features;

/// <summary>Stores rows of double precision that hold nothing out of the way.</summary>
/// <remarks>Nearly all rows are such, and a loop without calls takes a third of the time.</remarks>
internal static class PlainRow
{
    /// <summary>Stores the differences from an offset; false where a value needs a second look, and the row is to be stored anew.</summary>
    /// <param name="row">The row.</param>
    /// <param name="offset">What is subtracted.</param>
    /// <param name="destination">Receives the differences, each as <see cref="FeatureScaling.ToStored"/> gives it.</param>
    public static bool TryStore(ReadOnlySpan<double> row, double[] offset, Span<float> destination)
    {
        bool isPlain = true;
        for (int column = 0; column < row.Length; column++)
        {
            double difference = row[column] - offset[column];
            float stored = (float)difference;
            destination[column] = stored;
            isPlain &= float.IsFinite(stored) && (stored != 0 || difference == 0);
        }

        return isPlain;
    }
}
