using System.Text;

namespace Microsoft.ML.Offline;

/// <summary>
/// A schema as bytes, in a form of the stand-in's own: a mark, then per column name, type and annotations.
/// Annotations whose values are no numbers, texts or vectors of them are left out.
/// </summary>
internal static class SchemaSerializer
{
    private const string Mark = "offline-schema-1";

    public static void Write(BinaryWriter writer, DataViewSchema schema)
    {
        writer.Write(Mark);
        WriteColumns(writer, schema);
    }

    public static DataViewSchema Read(BinaryReader reader)
    {
        Check.Decode(
            reader.ReadByte() == Mark.Length && Encoding.UTF8.GetString(reader.ReadBytes(Mark.Length)) == Mark,
            "The schema in this file was written by ML.NET itself; the offline stand-in reads only its own.");
        return ReadColumns(reader);
    }

    private static void WriteColumns(BinaryWriter writer, DataViewSchema schema)
    {
        writer.Write(schema.Count);
        foreach (var column in schema)
        {
            writer.Write(column.Name);
            WriteType(writer, column.Type);
            var kept = column.Annotations.Schema.Where(a => ValueSerializer.Knows(a.Type)).ToArray();
            writer.Write(kept.Length);
            foreach (var annotation in kept)
            {
                writer.Write(annotation.Name);
                WriteType(writer, annotation.Type);
                ValueSerializer.Write(writer, column.Annotations, annotation);
            }
        }
    }

    private static DataViewSchema ReadColumns(BinaryReader reader)
    {
        var builder = new DataViewSchema.Builder();
        int count = reader.ReadCount();
        for (int i = 0; i < count; i++)
        {
            string name = reader.ReadString();
            var type = ReadType(reader);
            var annotations = new DataViewSchema.Annotations.Builder();
            int kept = reader.ReadCount();
            for (int j = 0; j < kept; j++)
            {
                string kind = reader.ReadString();
                var valueType = ReadType(reader);
                annotations.Add(kind, valueType, ValueSerializer.Read(reader, valueType));
            }

            builder.AddColumn(name, type, annotations.ToAnnotations());
        }

        return builder.ToSchema();
    }

    public static void WriteType(BinaryWriter writer, DataViewType type)
    {
        var vector = type as VectorDataViewType;
        var item = vector?.ItemType ?? type;
        writer.Write(vector?.Dimensions.Length ?? 0);
        foreach (int dimension in vector is null ? [] : vector.Dimensions.ToArray())
            writer.Write(dimension);
        writer.Write(item.RawType.FullName);
        writer.Write((item as KeyDataViewType)?.Count ?? 0);
    }

    public static DataViewType ReadType(BinaryReader reader)
    {
        var dimensions = new int[reader.ReadCount()];
        for (int i = 0; i < dimensions.Length; i++)
            dimensions[i] = reader.ReadInt32();
        string name = reader.ReadString();
        var raw = name.StartsWith("System.ReadOnlyMemory", StringComparison.Ordinal)
            ? typeof(ReadOnlyMemory<char>)
            : Type.GetType(name) ?? typeof(DataViewRowId);
        ulong keys = reader.ReadUInt64();
        var item = keys > 0 ? new KeyDataViewType(raw, keys) : PrimitiveTypes.Of(raw);
        Check.Decode(item != null);
        return dimensions.Length > 0 ? new VectorDataViewType(item, dimensions) : item;
    }
}
