using System.Linq.Expressions;
using System.Reflection;

namespace Microsoft.ML.Offline;

/// <summary>The columns of a .NET class: how to read each from an object and how to write it back.</summary>
internal sealed class MemberAccess<TRow>
    where TRow : class
{
    private readonly (DataViewSchema.DetachedColumn Column, MemberInfo Member)[] _columns;

    public MemberAccess(SchemaDefinition definition, SchemaDefinition.Direction direction)
    {
        definition ??= SchemaDefinition.Create(typeof(TRow), direction);
        _columns = definition.Select(Bind).ToArray();
    }

    public IEnumerable<DataViewSchema.DetachedColumn> Columns => _columns.Select(c => c.Column);
    public MemberInfo Member(int index) => _columns[index].Member;

    /// <summary>A getter of column <paramref name="index"/> over whatever object <paramref name="current"/> hands out.</summary>
    public Delegate MakeGetter(int index, Func<TRow> current)
    {
        var (column, member) = _columns[index];
        var type = SchemaDefinition.MemberType(member);
        if (type.IsArray)
            return Call(nameof(ArrayGetter), type.GetElementType(), column.Type, member, current);
        if (column.Type is VectorDataViewType vector)
            return Call(nameof(BufferGetter), vector.ItemType.RawType, column.Type, member, current);
        return Call(nameof(ItemGetter), type, column.Type, member, current);
    }

    /// <summary>Writes the value of a column into a member of the object that is passed in.</summary>
    public Action<TRow> MakeSetter(int index, DataViewRow row, DataViewSchema.Column source)
    {
        var member = _columns[index].Member;
        var type = SchemaDefinition.MemberType(member);
        if (type == typeof(string))
            return Setter<ReadOnlyMemory<char>, string>(member, row, source, text => text.ToString());
        if (type == typeof(string[]))
            return Setter<VBuffer<ReadOnlyMemory<char>>, string[]>(member, row, source, texts => Array.ConvertAll(Dense(texts), text => text.ToString()));
        string method = type.IsArray ? nameof(ArraySetter) : nameof(ItemSetter);
        return (Action<TRow>)GenericCalls.Call(typeof(MemberAccess<TRow>), null, method, [type.GetElementType() ?? type], member, row, source);
    }

    private static (DataViewSchema.DetachedColumn, MemberInfo) Bind(SchemaDefinition.Column column)
    {
        var member = (MemberInfo)typeof(TRow).GetField(column.MemberName) ?? typeof(TRow).GetProperty(column.MemberName)
            ?? throw Check.Mark(new ArgumentOutOfRangeException(
                "userSchemaDefinition", $"No field or property with name '{column.MemberName}' found in type '{typeof(TRow).FullName}'"));
        var item = SchemaDefinition.ItemType(member, out bool isVector);
        var type = column.ColumnType ?? (isVector ? new VectorDataViewType(item) : item);
        var vector = type as VectorDataViewType;
        Check.Param(
            isVector == (vector != null),
            "userSchemaDefinition",
            $"Column '{column.ColumnName}' is supposed to be {Kind(vector != null)}, but type of associated field '{column.MemberName}' is {Kind(isVector)}");
        var raw = vector?.ItemType.RawType ?? type.RawType;
        Check.Param(
            raw == item.RawType,
            "userSchemaDefinition",
            $"Column '{column.ColumnName}' is supposed to have item type {raw}, but associated field has type {item.RawType}");
        return (new(column.ColumnName, type, column.Annotations), member);
    }

    private static string Kind(bool isVector) => isVector ? "vector" : "scalar";

    private static Delegate Call(string method, Type type, params object[] arguments)
        => (Delegate)GenericCalls.Call(typeof(MemberAccess<TRow>), null, method, [type], arguments);

    private static Func<TRow, T> Reader<T>(MemberInfo member)
    {
        var row = Expression.Parameter(typeof(TRow));
        return Expression.Lambda<Func<TRow, T>>(Expression.MakeMemberAccess(row, member), row).Compile();
    }

    private static Delegate ArrayGetter<T>(DataViewType type, MemberInfo member, Func<TRow> current)
    {
        var read = Reader<T[]>(member);
        if (typeof(T) == typeof(string))
        {
            var texts = (Func<TRow, string[]>)(object)read;
            return (ValueGetter<VBuffer<ReadOnlyMemory<char>>>)((ref VBuffer<ReadOnlyMemory<char>> value) =>
                Fill(ref value, Array.ConvertAll(texts(current()) ?? [], text => text.AsMemory())));
        }

        return (ValueGetter<VBuffer<T>>)((ref VBuffer<T> value) => Fill(ref value, read(current()) ?? []));
    }

    private static void Fill<T>(ref VBuffer<T> value, T[] items)
    {
        var editor = VBufferEditor.Create(ref value, items.Length);
        items.CopyTo(editor.Values);
        value = editor.Commit();
    }

    private static Delegate BufferGetter<T>(DataViewType type, MemberInfo member, Func<TRow> current)
    {
        var read = Reader<VBuffer<T>>(member);
        return (ValueGetter<VBuffer<T>>)((ref VBuffer<T> value) => read(current()).CopyTo(ref value));
    }

    private static Delegate ItemGetter<T>(DataViewType type, MemberInfo member, Func<TRow> current)
    {
        var read = Reader<T>(member);
        if (typeof(T) == typeof(string))
        {
            var text = (Func<TRow, string>)(object)read;
            return (ValueGetter<ReadOnlyMemory<char>>)((ref ReadOnlyMemory<char> value) => value = text(current()).AsMemory());
        }

        if (type is not KeyDataViewType key)
            return (ValueGetter<T>)((ref T value) => value = read(current()));

        // In an object a key counts from 0; in a column from 1, and 0 stands for a value out of range.
        return (ValueGetter<T>)((ref T value) =>
        {
            ulong raw = Convert.ToUInt64(read(current()));
            value = (T)Convert.ChangeType(raw < key.Count ? raw + 1 : 0, typeof(T));
        });
    }

    private static Action<TRow> Setter<TSource, T>(MemberInfo member, DataViewRow input, DataViewSchema.Column source, Func<TSource, T> convert)
    {
        var row = Expression.Parameter(typeof(TRow));
        var item = Expression.Parameter(typeof(T));
        var write = Expression.Lambda<Action<TRow, T>>(Expression.Assign(Expression.MakeMemberAccess(row, member), item), row, item).Compile();
        var get = input.GetGetter<TSource>(source);
        return target =>
        {
            // Fresh each time: the object keeps a buffer beyond this row.
            TSource value = default;
            get(ref value);
            write(target, convert(value));
        };
    }

    private static Action<TRow> ArraySetter<T>(MemberInfo member, DataViewRow input, DataViewSchema.Column source)
        => Setter<VBuffer<T>, T[]>(member, input, source, Dense);

    private static Action<TRow> ItemSetter<T>(MemberInfo member, DataViewRow input, DataViewSchema.Column source)
        => Setter<T, T>(member, input, source, value => value);

    private static T[] Dense<T>(VBuffer<T> buffer)
    {
        var items = new T[buffer.Length];
        buffer.CopyTo(items);
        return items;
    }
}
