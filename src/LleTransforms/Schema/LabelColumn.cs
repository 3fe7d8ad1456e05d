using Microsoft.ML;
using Microsoft.ML.Data;

namespace LleTransforms.Schema;

/// <summary>The column of labels, found and checked: a key, Boolean or Single. Only Fit needs it.</summary>
internal static class LabelColumn
{
    private const string Expected = "Key<UInt32>, Boolean or Single";

    public static DataViewSchema.Column Find(DataViewSchema inputSchema, string name)
    {
        var column = inputSchema.GetColumnOrNull(name) ?? throw Missing(nameof(inputSchema), name);
        bool isLabel = column.Type is KeyDataViewType { RawType: var raw } ? raw == typeof(uint) : IsLabel(column.Type);
        return isLabel ? column : throw Mismatch(nameof(inputSchema), name, $"{column.Type}");
    }

    public static void Check(SchemaShape inputSchema, string name)
    {
        foreach (var column in inputSchema)
        {
            if (column.Name != name)
            {
                continue;
            }

            bool isLabel = column.IsKey ? column.ItemType == NumberDataViewType.UInt32 : IsLabel(column.ItemType);
            if (!isLabel || column.Kind != SchemaShape.Column.VectorKind.Scalar)
            {
                throw Mismatch(nameof(inputSchema), name, $"{column.Kind} of {column.ItemType}");
            }

            return;
        }

        throw Missing(nameof(inputSchema), name);
    }

    private static bool IsLabel(DataViewType type) => type == NumberDataViewType.Single || type is BooleanDataViewType;

    private static ArgumentOutOfRangeException Missing(string parameter, string name) =>
        new(parameter, $"Could not find label column '{name}'");

    private static ArgumentOutOfRangeException Mismatch(string parameter, string name, string found) => new(
        parameter,
        $"Schema mismatch for label column '{name}': expected {Expected}, got {found}. Put " +
        $"mlContext.Transforms.Conversion.MapValueToKey(\"{name}\") in front.");
}
