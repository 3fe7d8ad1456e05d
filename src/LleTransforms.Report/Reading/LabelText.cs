using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace LleTransforms.Report.Reading;

/// <summary>Reads the label of the row on which a cursor stands, as text.</summary>
internal sealed class LabelText(Func<string> read)
{
    private const string Expected = "Text, Key, Boolean or a number";

    public string Read() => read();

    public static LabelText Of(DataViewRow row, DataViewSchema.Column column) => new(column.Type switch
    {
        TextDataViewType => Reader<ReadOnlyMemory<char>>(row, column, value => value.ToString()),
        BooleanDataViewType => Reader<bool>(row, column, value => value ? "true" : "false"),
        KeyDataViewType { RawType: var raw } when raw == typeof(uint) => KeyReader(row, column),
        NumberDataViewType { RawType: var raw } when raw == typeof(float) => Reader<float>(row, column, Text),
        NumberDataViewType { RawType: var raw } when raw == typeof(double) => Reader<double>(row, column, Text),
        NumberDataViewType { RawType: var raw } when raw == typeof(int) => Reader<int>(row, column, value => Text((double)value)),
        NumberDataViewType { RawType: var raw } when raw == typeof(uint) => Reader<uint>(row, column, value => Text((double)value)),
        NumberDataViewType { RawType: var raw } when raw == typeof(long) => Reader<long>(row, column, value => Text((double)value)),
        _ => throw new ArgumentOutOfRangeException(
            nameof(column), $"Schema mismatch for label column '{column.Name}': expected {Expected}, got {column.Type}"),
    });

    /// <summary>Keys by what they stand for where the column says so, else by their number; a missing one is empty.</summary>
    private static Func<string> KeyReader(DataViewRow row, DataViewSchema.Column column)
    {
        string[]? values = KeyValues(column);
        return Reader<uint>(row, column, key =>
            key == 0 ? string.Empty : values is not null && key <= values.Length ? values[key - 1] : Text((double)key));
    }

    private static string[]? KeyValues(DataViewSchema.Column column)
    {
        const string KeyValuesKind = "KeyValues";
        switch (column.Annotations.Schema.GetColumnOrNull(KeyValuesKind)?.Type)
        {
            case VectorDataViewType { ItemType: TextDataViewType }:
                VBuffer<ReadOnlyMemory<char>> texts = default;
                column.Annotations.GetValue(KeyValuesKind, ref texts);
                return [.. texts.DenseValues().Select(text => text.ToString())];
            case VectorDataViewType { ItemType: NumberDataViewType { RawType: var raw } } when raw == typeof(float):
                VBuffer<float> numbers = default;
                column.Annotations.GetValue(KeyValuesKind, ref numbers);
                return [.. numbers.DenseValues().Select(Text)];
            default:
                return null;
        }
    }

    private static Func<string> Reader<T>(DataViewRow row, DataViewSchema.Column column, Func<T, string> convert)
    {
        ValueGetter<T> getter = row.GetGetter<T>(column);
        return () =>
        {
            T value = default!;
            getter(ref value);
            return convert(value);
        };
    }

    /// <summary>The shortest text of a single, which is not that of the double of the same value.</summary>
    private static string Text(float value) => float.IsNaN(value) ? string.Empty : value.ToString(CultureInfo.InvariantCulture);

    private static string Text(double value) => double.IsNaN(value) ? string.Empty : value.ToString(CultureInfo.InvariantCulture);
}
