using LleTransforms.Schema;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace LleTransforms.Mapping;

/// <summary>What a mapped row and a mapped cursor have in common: which output columns are active, and the getter of each.</summary>
/// <remarks>
/// Every getter is refused where there is no row. What lies in front cannot be trusted with that. Some of ML.NET's own cursors fail there
/// with a NullReferenceException. Others keep the last row, whose features would be placed once more.
/// </remarks>
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

    /// <param name="column">The output column.</param>
    /// <param name="row">The mapped row or cursor whose position tells whether there is a value.</param>
    public ValueGetter<TValue> Getter<TValue>(DataViewSchema.Column column, DataViewRow row)
    {
        var getter = Unguarded<TValue>(column);
        return (ref TValue value) =>
        {
            if (row.Position < 0)
            {
                throw NoRow($"Column '{column.Name}' has no value");
            }

            getter(ref value);
        };
    }

    /// <param name="row">The mapped row or cursor whose position tells whether there is a value.</param>
    public ValueGetter<DataViewRowId> IdGetter(DataViewRow row)
    {
        var getter = _input.GetIdGetter();
        return (ref DataViewRowId value) =>
        {
            if (row.Position < 0)
            {
                throw NoRow("The row has no id");
            }

            getter(ref value);
        };
    }

    private static InvalidOperationException NoRow(string subject) =>
        new($"{subject} here: MoveNext was not called yet, or has returned false.");

    private ValueGetter<TValue> Unguarded<TValue>(DataViewSchema.Column column)
    {
        if (!_layout.IsAdded(Checked(column), out int index))
        {
            return _input.GetGetter<TValue>(_layout.InputSchema[index]);
        }

        return _addedGetters[index] switch
        {
            ValueGetter<TValue> getter => getter,
            null => throw new InvalidOperationException(
                $"Column '{column.Name}' is not active in this row: ask for it when the cursor is made."),
            var other => throw new InvalidOperationException(
                $"Invalid TValue in GetGetter for column '{column.Name}': '{typeof(TValue)}', expected type: " +
                $"'{other.GetType().GetGenericArguments()[0]}'."),
        };
    }

    private int Checked(DataViewSchema.Column column) => column.Index < Schema.Count
        ? column.Index
        : throw new ArgumentOutOfRangeException(nameof(column), $"Column '{column.Name}' is not of this row's schema.");
}
