namespace LleTransforms.Features;

/// <summary>Brings rows of a table to what a model computes with, one after the other.</summary>
/// <remarks>A table that took off the model's own offset stores its rows as the fit did. These keep their bits, so that fitted rows are
/// known again. Not safe for several threads.</remarks>
/// <param name="rows">As many columns as the model has, in its order.</param>
/// <param name="scaling">The map of the model.</param>
internal sealed class UnseenRows(FeatureMatrix rows, FeatureScaling scaling)
{
    private readonly bool _sharesOffset =
        rows.Offset is not null && scaling.Offset is not null && rows.Offset.AsSpan().SequenceEqual(scaling.Offset);

    private readonly float[] _stored = new float[rows.NumberOfColumns];
    private readonly double[] _wide = new double[rows.NumberOfColumns];

    /// <summary>Maps a row; what is not finite in it is not finite in the result.</summary>
    public void Map(int row, Span<float> destination)
    {
        rows.CopyStoredRow(row, _stored);
        if (rows.Offset is not double[] offset)
        {
            scaling.Map(_stored, destination);
            return;
        }

        if (_sharesOffset && scaling.TryMapStored(_stored, destination))
        {
            return;
        }

        for (int column = 0; column < offset.Length; column++)
        {
            _wide[column] = _stored[column] + offset[column];
        }

        scaling.Map(_wide, destination);
    }
}
