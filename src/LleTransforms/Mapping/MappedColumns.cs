using LleTransforms.Schema;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace LleTransforms.Mapping;

/// <summary>What a mapped row and a mapped cursor have in common: which output columns are active, and the getter of each.</summary>
internal sealed class MappedColumns
{
    private readonly ColumnLayout _layout;
    private readonly DataViewRow _input;
    private readonly Delegate?[] _addedGetters;

    public MappedColumns(ColumnLayout layout, DataViewRow input, Delegate?[] addedGetters)
    {
        _layout = layout;
        _input = input;
        _addedGetters = addedGetters;
    }

    public DataViewSchema Schema => _layout.OutputSchema;

    public bool IsActive(DataViewSchema.Column column) => _layout.IsAdded(Checked(column), out int index)
        ? _addedGetters[index] is not null
        : _input.IsColumnActive(_layout.InputSchema[index]);

    public ValueGetter<TValue> Getter<TValue>(DataViewSchema.Column column)
    {
        if (!_layout.IsAdded(Checked(column), out int index))
        {
            return _input.GetGetter<TValue>(_layout.InputSchema[index]);
        }

        return _addedGetters[index] switch
        {
            ValueGetter<TValue> getter => getter,
            null => throw new InvalidOperationException($"Column '{column.Name}' is not active in this row: ask for it when the cursor is made."),
            var other => throw new InvalidOperationException(
                $"Invalid TValue in GetGetter for column '{column.Name}': '{typeof(TValue)}', expected type: '{other.GetType().GetGenericArguments()[0]}'."),
        };
    }

    private int Checked(DataViewSchema.Column column) => column.Index < Schema.Count
        ? column.Index
        : throw new ArgumentOutOfRangeException(nameof(column), $"Column '{column.Name}' is not of this row's schema.");
}
