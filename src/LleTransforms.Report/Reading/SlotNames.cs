using Microsoft.ML;
using Microsoft.ML.Data;

namespace LleTransforms.Report.Reading;

/// <summary>The names of a vector column's slots, where it has any.</summary>
internal static class SlotNames
{
    private const string Kind = "SlotNames";

    public static string[]? Of(DataViewSchema.Column column)
    {
        if (column.Annotations.Schema.GetColumnOrNull(Kind) is not { Type: VectorDataViewType { ItemType: TextDataViewType } })
        {
            return null;
        }

        VBuffer<ReadOnlyMemory<char>> names = default;
        column.Annotations.GetValue(Kind, ref names);
        return column.Type is VectorDataViewType vector && names.Length == vector.Size
            ? [.. names.DenseValues().Select(name => name.ToString())]
            : null;
    }
}
