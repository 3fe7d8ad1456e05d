using Microsoft.ML;
using Microsoft.ML.Data;

namespace LleTransforms.Schema;

/// <summary>The column of features in one schema, found and checked: a vector of Single or Double.</summary>
/// <param name="Column">The column.</param>
/// <param name="Size">The length of every row. Null where the first row will tell, for the type has no size.</param>
/// <remarks>The three ways in (shape, training schema, serving schema) fail with the exception type and
/// the wording of ML.NET's own steps.</remarks>
internal readonly record struct InputColumn(DataViewSchema.Column Column, int? Size)
{
    private const string Expected = "vector of Single or Double";

    private const string SvmLightAdvice = "LoadFromSvmLightFile makes the column as wide as the largest index of its file, unless its ";

    public bool IsDouble => ((VectorDataViewType)Column.Type).ItemType == NumberDataViewType.Double;

    /// <summary>Finds the column to learn from, or another of its types.</summary>
    public static InputColumn Find(DataViewSchema inputSchema, string name, string role = "input")
    {
        var column = inputSchema.GetColumnOrNull(name) ?? throw Missing(nameof(inputSchema), name, role);
        if (column.Type is VectorDataViewType vector && IsFeature(vector.ItemType))
        {
            return new InputColumn(column, vector.IsKnownSize ? vector.Size : null);
        }

        throw Mismatch(nameof(inputSchema), name, Expected, Describe(column.Type), StepInFront.For(column.Type, name), role);
    }

    /// <summary>Finds the column to map, which has to be as wide as the one learnt from.</summary>
    public static InputColumn Find(DataViewSchema inputSchema, string name, int size) => Find(
        inputSchema, name, size,
        $"The model was fitted on {size} features; give it the column it was fitted on, or fit again.");

    /// <summary>Finds the column of coordinates to map back.</summary>
    public static InputColumn FindCoordinates(DataViewSchema inputSchema, string name, int size) => Find(
        inputSchema, name, size, $"The model's rows have {size} coordinates.", advice: string.Empty);

    /// <summary>Finds the column to learn from, of the size that the options name.</summary>
    public static InputColumn FindToLearn(DataViewSchema inputSchema, string name, int? size) => size is int wanted
        ? Find(inputSchema, name, wanted, $"{nameof(LocallyLinearEmbeddingOptions.NumberOfFeatures)} is {wanted}.")
        : Find(inputSchema, name);

    // A type without a size leaves it to each row, which is checked when it is read.
    private static InputColumn Find(DataViewSchema inputSchema, string name, int size, string reason, string? advice = null)
    {
        var found = Find(inputSchema, name);
        return found.Size is null || found.Size == size
            ? found with { Size = size }
            : throw Mismatch(
                nameof(inputSchema), name, $"Vector<Single, {size}> or Vector<Double, {size}>", Describe(found.Column.Type),
                reason + (advice ?? $" {SvmLightAdvice}inputSize is {size}."));
    }

    /// <summary>Checks the column before there is data.</summary>
    public static void Check(SchemaShape inputSchema, string name)
    {
        foreach (var column in inputSchema)
        {
            if (column.Name != name)
            {
                continue;
            }

            if (column.Kind == SchemaShape.Column.VectorKind.Scalar || column.IsKey || !IsFeature(column.ItemType))
            {
                throw Mismatch(nameof(inputSchema), name, Expected, Describe(column), StepInFront.For(column, name));
            }

            return;
        }

        throw Missing(nameof(inputSchema), name);
    }

    // ML.NET prints a vector type without a size like one whose size went unsaid.
    private static string Describe(DataViewType type) =>
        type is VectorDataViewType { IsKnownSize: false } vector ? $"VarVector<{vector.ItemType}>" : $"{type}";

    private static string Describe(SchemaShape.Column column)
    {
        string item = column.IsKey ? $"Key<{column.ItemType}>" : $"{column.ItemType}";
        return column.Kind switch
        {
            SchemaShape.Column.VectorKind.Scalar => item,
            SchemaShape.Column.VectorKind.Vector => $"Vector<{item}>",
            _ => $"VarVector<{item}>",
        };
    }

    private static bool IsFeature(DataViewType itemType) => itemType == NumberDataViewType.Single || itemType == NumberDataViewType.Double;

    private static ArgumentOutOfRangeException Missing(string parameter, string name, string role = "input") =>
        new(parameter, $"Could not find {role} column '{name}'");

    private static ArgumentOutOfRangeException Mismatch(
        string parameter, string name, string expected, string found, string advice, string role = "input") =>
        new(parameter, $"Schema mismatch for {role} column '{name}': expected {expected}, got {found}. {advice}");
}
