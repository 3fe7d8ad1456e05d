using Microsoft.ML;
using Microsoft.ML.Data;

namespace LleTransforms.TestFramework.Tests.FaultySteps;

/// <summary>Divides a vector by the largest magnitude seen in training: a step as small as a step that
/// learns can be, with one fault.</summary>
internal sealed class ScalingEstimator(string output, string input, Fault fault) : IEstimator<ScalingTransformer>
{
    public ScalingTransformer Fit(IDataView data)
    {
        var column = ScalingTransformer.Find(data.Schema, input, size: null);
        float largest = Largest(data, column);
        if (fault == Fault.FitsTwice)
        {
            largest = Math.Max(largest, Largest(data, column));
        }

        return new ScalingTransformer(output, input, ((VectorDataViewType)column.Type).Size, 1f / largest, fault);
    }

    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        var source = inputSchema.FirstOrDefault(column => column.Name == input);
        if (source.Name is null || source.Kind != SchemaShape.Column.VectorKind.Vector || source.ItemType != NumberDataViewType.Single)
        {
            throw new ArgumentOutOfRangeException(nameof(inputSchema), $"Column '{input}' is missing or no vector of Single.");
        }

        var slotNames = new SchemaShape(
            [new SchemaShape.Column("SlotNames", SchemaShape.Column.VectorKind.Vector, TextDataViewType.Instance, isKey: false)]);
        var added = new SchemaShape.Column(
            output,
            SchemaShape.Column.VectorKind.Vector,
            fault == Fault.SchemaLies ? NumberDataViewType.Double : NumberDataViewType.Single,
            isKey: false,
            fault == Fault.MissingSlotNames ? null : slotNames);
        return new SchemaShape(inputSchema.Append(added));
    }

    private static float Largest(IDataView data, DataViewSchema.Column column)
    {
        float largest = 0f;
        using var cursor = data.GetRowCursor([column]);
        var getter = cursor.GetGetter<VBuffer<float>>(column);
        VBuffer<float> values = default;
        while (cursor.MoveNext())
        {
            getter(ref values);
            foreach (float value in values.GetValues())
            {
                largest = Math.Max(largest, Math.Abs(value));
            }
        }

        return largest;
    }
}
