using LleTransforms.Schema;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace LleTransforms.Mapping;

/// <summary>
/// Getters of the columns that tell why a row lies where it does. Those of one row share one search for its neighbours, which is done anew
/// when the row's position has changed.
/// </summary>
internal sealed class ExplanationGetters(LleModel model, PlacedTrainingRows? placed, DataViewRow row, FeatureReader reader)
{
    private const long NoPosition = -1;

    private long _explainedPosition = NoPosition;
    private LleExplanation? _explanation;

    public Delegate Create(OutputKind kind) => kind switch
    {
        OutputKind.ReconstructionError => (ValueGetter<float>)GetReconstructionError,
        OutputKind.Neighbors => (ValueGetter<VBuffer<int>>)GetNeighbors,
        OutputKind.NeighborWeights => (ValueGetter<VBuffer<float>>)GetNeighborWeights,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Not a column of an explanation."),
    };

    private void GetReconstructionError(ref float destination) =>
        destination = Explanation is { } known ? (float)known.ReconstructionError : float.NaN;

    private void GetNeighbors(ref VBuffer<int> destination)
    {
        var explanation = Explanation;
        var editor = VBufferEditor.Create(ref destination, model.NumberOfNeighbors);
        for (int neighbor = 0; neighbor < editor.Values.Length; neighbor++)
        {
            editor.Values[neighbor] = explanation?.TrainingRows[neighbor] ?? -1;
        }

        destination = editor.Commit();
    }

    private void GetNeighborWeights(ref VBuffer<float> destination)
    {
        var explanation = Explanation;
        var editor = VBufferEditor.Create(ref destination, model.NumberOfNeighbors);
        for (int neighbor = 0; neighbor < editor.Values.Length; neighbor++)
        {
            editor.Values[neighbor] = (float?)explanation?.Weights[neighbor] ?? float.NaN;
        }

        destination = editor.Commit();
    }

    /// <summary>Whether the row last read can be placed. By angle that shows when it is tried.</summary>
    private bool HasPlace()
    {
        if (model.Metric == LleMetric.Euclidean || reader.FirstNonFiniteSlot() >= 0)
        {
            return reader.FirstNonFiniteSlot() < 0;
        }

        float[] coordinates = new float[model.NumberOfComponents];
        reader.Place(model, coordinates);
        return !float.IsNaN(coordinates[0]);
    }

    /// <summary>The explanation of the current row; null where the row has no place.</summary>
    private LleExplanation? Explanation
    {
        get
        {
            if (row.Position != _explainedPosition)
            {
                reader.Read();
                _explanation = HasPlace() ? placed?.Explain(reader) ?? reader.Explain(model) : null;
                _explainedPosition = row.Position;
            }

            return _explanation;
        }
    }
}
