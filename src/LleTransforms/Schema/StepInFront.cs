using Microsoft.ML;
using Microsoft.ML.Data;

namespace LleTransforms.Schema;

/// <summary>Says which ML.NET step turns a column that cannot be embedded into one that can.</summary>
internal static class StepInFront
{
    public static string For(DataViewType type, string name) => type switch
    {
        VectorDataViewType vector => For(vector.ItemType, isVector: true, name),
        _ => For(type, isVector: false, name),
    };

    public static string For(SchemaShape.Column column, string name) => For(
        column.ItemType,
        column.Kind != SchemaShape.Column.VectorKind.Scalar,
        name,
        column.IsKey);

    private static string For(DataViewType itemType, bool isVector, string name, bool isKey = false)
    {
        if (itemType is TextDataViewType)
        {
            return $"Put mlContext.Transforms.Text.FeaturizeText(\"{name}\") in front.";
        }

        if (isKey || itemType is KeyDataViewType)
        {
            return $"Put mlContext.Transforms.Conversion.MapKeyToVector(\"{name}\") in front.";
        }

        if (itemType is not (NumberDataViewType or BooleanDataViewType))
        {
            return "Put a step in front that makes a vector of numbers of it, for example mlContext.Transforms.CustomMapping.";
        }

        return isVector || itemType is BooleanDataViewType
            ? $"Put mlContext.Transforms.Conversion.ConvertType(\"{name}\", outputKind: DataKind.Single) in " +
                $"front{(isVector ? "" : ", then Concatenate")}."
            : $"Put mlContext.Transforms.Concatenate(\"{name}\", ...) in front to make a vector of the scalar columns"
                + (itemType == NumberDataViewType.Single || itemType == NumberDataViewType.Double
                    ? "."
                    : ", after Conversion.ConvertType to Single.");
    }
}
