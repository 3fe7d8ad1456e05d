namespace Microsoft.ML.Offline;

/// <summary>What a classifier keeps of the data it was trained on: the columns it read, with the names of the classes.</summary>
internal sealed class TrainSchema
{
    public TrainSchema(DataViewSchema.Column features, DataViewSchema.Column label)
    {
        var builder = new DataViewSchema.Builder();
        builder.AddColumn(features.Name, features.Type);
        builder.AddColumn(label.Name, label.Type, label.Annotations);
        Schema = builder.ToSchema();
    }

    public TrainSchema(BinaryReader reader) => Schema = SchemaSerializer.Read(reader);
    public DataViewSchema Schema { get; }
    public DataViewSchema.Column Features => Schema[0];
    public DataViewSchema.Column Label => Schema[1];

    public static IEnumerable<SchemaShape.Column> OutputShapes(SchemaShape.Column label)
    {
        var keyValues = label.Annotations.Where(a => a.Name == Shapes.KeyValues).ToArray();
        var slotNames = keyValues.Where(a => a.ItemType is TextDataViewType).Select(_ => Shapes.SlotNamesShape);
        yield return new("Score", SchemaShape.Column.VectorKind.Vector, NumberDataViewType.Single, false, new SchemaShape(slotNames));
        yield return new("PredictedLabel", SchemaShape.Column.VectorKind.Scalar, NumberDataViewType.UInt32, true, new SchemaShape(keyValues));
    }
}
