namespace LleTransforms.Mapping;

/// <summary>
/// What trainers see while a chain is fitted. A row equal to a training row lies where it would lie unfitted, and its neighbours without
/// itself explain it. All training rows are placed together when the first of them is asked for.
/// </summary>
/// <remarks>Safe for any number of threads.</remarks>
internal sealed class PlacedTrainingRows(LleModel model, Func<FeatureMatrix> place)
{
    private readonly Lazy<FeatureMatrix> _coordinates = new(place);

    /// <summary>Places the row last read if it is a training row.</summary>
    public bool TryPlace(FeatureReader reader, Span<float> coordinates)
    {
        int row = reader.FindTrainingRow(model);
        if (row < 0)
        {
            return false;
        }

        _coordinates.Value.Row(row).CopyTo(coordinates);
        return true;
    }

    /// <summary>Explains the row last read if it is a training row; null if not.</summary>
    public LleExplanation? Explain(FeatureReader reader)
    {
        int row = reader.FindTrainingRow(model);
        return row < 0 ? null : model.ExplainTrainingRow(row);
    }
}
