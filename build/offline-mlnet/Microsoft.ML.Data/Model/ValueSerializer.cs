namespace Microsoft.ML.Offline;

/// <summary>Values of annotations and of key lists as bytes.</summary>
internal static class ValueSerializer
{
    private static readonly Type[] _known =
    [
        typeof(byte), typeof(sbyte), typeof(short), typeof(ushort), typeof(int), typeof(uint), typeof(long), typeof(ulong),
        typeof(float), typeof(double), typeof(bool), typeof(ReadOnlyMemory<char>),
    ];

    public static bool Knows(DataViewType type) => _known.Contains(ItemOf(type));

    public static void Write(BinaryWriter writer, DataViewSchema.Annotations annotations, DataViewSchema.Column column)
    {
        string method = column.Type is VectorDataViewType ? nameof(WriteBuffer) : nameof(WriteItem);
        GenericCalls.Call(typeof(ValueSerializer), null, method, [ItemOf(column.Type)], writer, annotations, column);
    }

    public static Delegate Read(BinaryReader reader, DataViewType type)
    {
        string method = type is VectorDataViewType ? nameof(ReadBuffer) : nameof(ReadItem);
        return (Delegate)GenericCalls.Call(typeof(ValueSerializer), null, method, [ItemOf(type)], reader);
    }

    public static void WriteArray<T>(BinaryWriter writer, IReadOnlyCollection<T> values)
    {
        writer.Write(values.Count);
        foreach (var value in values)
            WriteValue(writer, value);
    }

    public static T[] ReadArray<T>(BinaryReader reader)
    {
        var values = new T[reader.ReadCount()];
        for (int i = 0; i < values.Length; i++)
            values[i] = (T)ReadValue(reader, typeof(T));
        return values;
    }

    private static Type ItemOf(DataViewType type) => (type as VectorDataViewType)?.ItemType.RawType ?? type.RawType;

    private static void WriteBuffer<T>(BinaryWriter writer, DataViewSchema.Annotations annotations, DataViewSchema.Column column)
    {
        VBuffer<T> value = default;
        annotations.GetGetter<VBuffer<T>>(column)(ref value);
        WriteArray(writer, value.DenseValues().ToArray());
    }

    private static void WriteItem<T>(BinaryWriter writer, DataViewSchema.Annotations annotations, DataViewSchema.Column column)
    {
        T value = default;
        annotations.GetGetter<T>(column)(ref value);
        WriteValue(writer, value);
    }

    private static Delegate ReadBuffer<T>(BinaryReader reader)
    {
        var values = ReadArray<T>(reader);
        return (ValueGetter<VBuffer<T>>)((ref VBuffer<T> value) => new VBuffer<T>(values.Length, values).CopyTo(ref value));
    }

    private static Delegate ReadItem<T>(BinaryReader reader)
    {
        var item = (T)ReadValue(reader, typeof(T));
        return (ValueGetter<T>)((ref T value) => value = item);
    }

    private static void WriteValue<T>(BinaryWriter writer, T value)
    {
        switch (value)
        {
            case ReadOnlyMemory<char> text: writer.Write(text.ToString()); break;
            case float number: writer.Write(number); break;
            case double number: writer.Write(number); break;
            case ulong number: writer.Write(number); break;
            default: writer.Write(Convert.ToInt64(value)); break;
        }
    }

    private static object ReadValue(BinaryReader reader, Type type)
    {
        if (type == typeof(ReadOnlyMemory<char>))
            return reader.ReadString().AsMemory();
        if (type == typeof(float))
            return reader.ReadSingle();
        if (type == typeof(double))
            return reader.ReadDouble();
        return type == typeof(ulong) ? reader.ReadUInt64() : Convert.ChangeType(reader.ReadInt64(), type);
    }
}
