namespace Microsoft.ML.Data;

public static class ColumnCursorExtensions
{
    public static IEnumerable<T> GetColumn<T>(this IDataView data, string columnName) => data.GetColumn<T>(data.Schema[columnName]);

    public static IEnumerable<T> GetColumn<T>(this IDataView data, DataViewSchema.Column column)
    {
        Check.Value(data, nameof(data));
        var vector = column.Type as VectorDataViewType;
        if (column.Type.RawType == typeof(T))
            return Read<T, T>(data, column, value => value);
        if (typeof(T) == typeof(string) && column.Type is TextDataViewType)
            return (IEnumerable<T>)Read<ReadOnlyMemory<char>, string>(data, column, text => text.ToString());
        if (typeof(T) == typeof(string[]) && vector?.ItemType is TextDataViewType)
            return (IEnumerable<T>)Read<VBuffer<ReadOnlyMemory<char>>, string[]>(data, column, texts => texts.DenseValues().Select(t => t.ToString()).ToArray());
        if (vector != null && typeof(T) == vector.ItemType.RawType.MakeArrayType())
            return (IEnumerable<T>)GenericCalls.Call(typeof(ColumnCursorExtensions), null, nameof(ReadArrays), [vector.ItemType.RawType], data, column);
        throw Check.Mark(new ArgumentOutOfRangeException(
            nameof(column), $"Cannot map column (name: {column.Name}, type: {column.Type}) in data to the user-defined type, {typeof(T)}."));
    }

    private static IEnumerable<T[]> ReadArrays<T>(IDataView data, DataViewSchema.Column column)
        => Read<VBuffer<T>, T[]>(data, column, buffer => buffer.DenseValues().ToArray());

    /// <summary>As in ML.NET, a buffer handed out as it is will be written over by the next row.</summary>
    private static IEnumerable<TOut> Read<TData, TOut>(IDataView data, DataViewSchema.Column column, Func<TData, TOut> convert)
    {
        using var cursor = data.GetRowCursor([column]);
        var getter = cursor.GetGetter<TData>(column);
        TData value = default;
        while (cursor.MoveNext())
        {
            getter(ref value);
            yield return convert(value);
        }
    }
}
