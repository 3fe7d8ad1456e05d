namespace Microsoft.ML.Offline;

/// <summary>A list of distinct values; a value's key is its place in the list, counted from 1, and 0 if it is not there.</summary>
internal abstract class KeyMap(PrimitiveDataViewType itemType)
{
    public PrimitiveDataViewType ItemType => itemType;
    public abstract int Count { get; }

    public static KeyMap Load(BinaryReader reader)
    {
        var type = SchemaSerializer.ReadType(reader);
        return (KeyMap)Activator.CreateInstance(typeof(KeyMap<>).MakeGenericType(type.RawType), type, reader);
    }

    public abstract void Learn(IHostEnvironment env, IDataView data, DataViewSchema.Column source, int maximumCount, bool sort);
    public abstract void Save(BinaryWriter writer);
    public abstract Delegate ValuesGetter();
    public abstract Delegate MakeGetter(DataViewRow row, DataViewSchema.Column source);
}

internal sealed class KeyMap<T>(PrimitiveDataViewType itemType) : KeyMap(itemType)
{
    private readonly Dictionary<object, uint> _keys = [];
    private T[] _values = [];
    public KeyMap(PrimitiveDataViewType itemType, BinaryReader reader) : this(itemType) => Set(ValueSerializer.ReadArray<T>(reader));
    public override int Count => _values.Length;

    public override void Learn(IHostEnvironment env, IDataView data, DataViewSchema.Column source, int maximumCount, bool sort)
    {
        var found = new List<T>();
        var seen = new HashSet<object>();
        using (var cursor = data.GetRowCursor([source]))
        {
            var read = cursor.GetGetter<T>(source);
            while (cursor.MoveNext())
            {
                Check.Alive(env);
                T value = default;
                read(ref value);
                if (!IsMissing(value) && found.Count < maximumCount && seen.Add(Identity(value)))
                    found.Add(Own(value));
            }
        }

        Set(sort ? found.OrderBy(Identity, Comparer<object>.Create(Compare)).ToArray() : found.ToArray());
    }

    public override void Save(BinaryWriter writer)
    {
        SchemaSerializer.WriteType(writer, ItemType);
        ValueSerializer.WriteArray(writer, _values);
    }

    public override Delegate ValuesGetter()
        => (ValueGetter<VBuffer<T>>)((ref VBuffer<T> value) => new VBuffer<T>(_values.Length, _values).CopyTo(ref value));

    public override Delegate MakeGetter(DataViewRow row, DataViewSchema.Column source)
    {
        var item = row.GetGetter<T>(source);
        return (ValueGetter<uint>)((ref uint key) =>
        {
            T value = default;
            item(ref value);
            key = KeyOf(value);
        });
    }

    /// <summary>Empty text and NaN have no key.</summary>
    private static bool IsMissing(T value) => value switch
    {
        ReadOnlyMemory<char> text => text.IsEmpty,
        float number => float.IsNaN(number),
        double number => double.IsNaN(number),
        _ => false,
    };

    /// <summary>Texts are equal by their characters, not by where they lie in memory.</summary>
    private static object Identity(T value) => value is ReadOnlyMemory<char> text ? text.ToString() : value;
    private static T Own(T value) => value is ReadOnlyMemory<char> text ? (T)(object)text.ToString().AsMemory() : value;
    private static int Compare(object a, object b) => a is string text ? string.CompareOrdinal(text, (string)b) : Comparer<T>.Default.Compare((T)a, (T)b);
    private uint KeyOf(T value) => _keys.GetValueOrDefault(Identity(value));

    private void Set(T[] values)
    {
        _values = values;
        for (int i = 0; i < values.Length; i++)
            _keys[Identity(values[i])] = (uint)i + 1;
    }
}
