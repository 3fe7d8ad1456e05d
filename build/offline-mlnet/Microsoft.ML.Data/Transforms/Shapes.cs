namespace Microsoft.ML.Offline;

/// <summary>Annotation kinds, and the steps estimators share when they promise a schema.</summary>
internal static class Shapes
{
    public const string SlotNames = "SlotNames";
    public const string KeyValues = "KeyValues";
    public const string IsNormalized = "IsNormalized";

    public static readonly SchemaShape.Column IsNormalizedShape =
        new(IsNormalized, SchemaShape.Column.VectorKind.Scalar, BooleanDataViewType.Instance, false);

    public static readonly SchemaShape.Column SlotNamesShape =
        new(SlotNames, SchemaShape.Column.VectorKind.Vector, TextDataViewType.Instance, false);

    public static SchemaShape.Column Find(SchemaShape schema, string name, string role = "input")
        => schema.TryFindColumn(name, out var column) ? column : throw Check.MissingColumn("inputSchema", role, name);

    /// <summary>The schema with columns replaced where the name is taken, appended where not.</summary>
    public static SchemaShape With(SchemaShape schema, IEnumerable<SchemaShape.Column> columns)
    {
        var result = schema.ToDictionary(c => c.Name);
        foreach (var column in columns)
            result[column.Name] = column;
        return new SchemaShape(result.Values);
    }

    public static bool HasSlotNames(SchemaShape.Column column)
        => column.Annotations.TryFindColumn(SlotNames, out var names)
            && names.Kind == SchemaShape.Column.VectorKind.Vector && names.ItemType is TextDataViewType;

    public static bool IsNormalizedColumn(SchemaShape.Column column)
        => column.Annotations.TryFindColumn(IsNormalized, out var flag)
            && flag.Kind == SchemaShape.Column.VectorKind.Scalar && flag.ItemType is BooleanDataViewType;
}
