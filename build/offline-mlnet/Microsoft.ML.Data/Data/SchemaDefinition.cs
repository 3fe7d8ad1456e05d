using System.Reflection;

namespace Microsoft.ML.Data;

public sealed class SchemaDefinition : List<SchemaDefinition.Column>
{
    private SchemaDefinition() { }

    [Flags]
    public enum Direction
    {
        Read = 1,
        Write = 2,
        Both = Read | Write,
    }

    public Column this[string columnName]
    {
        get => Find(c => c.ColumnName == columnName);
        set
        {
            Check.Value(value, nameof(value));
            Check.Param(
                value.ColumnName == columnName,
                nameof(columnName),
                $"The column name is specified as '{value.ColumnName}' but must match the selector '{columnName}'.");
            int index = FindIndex(c => c.ColumnName == columnName);
            if (index >= 0)
                this[index] = value;
            else
                Add(value);
        }
    }

    public static SchemaDefinition Create(Type userType, Direction direction = Direction.Both)
    {
        var result = new SchemaDefinition();
        var names = new HashSet<string>();
        foreach (var member in Members(userType, direction))
        {
            string name = member.GetCustomAttribute<ColumnNameAttribute>()?.Name ?? member.Name;
            Check.Param(names.Add(name), nameof(userType), $"Duplicate column name '{name}' detected, this is disallowed");
            result.Add(new Column(member.Name, TypeOf(member), name));
        }

        return result;
    }

    /// <summary>The public fields and properties that stand for columns.</summary>
    internal static IEnumerable<MemberInfo> Members(Type userType, Direction direction)
    {
        const BindingFlags scope = BindingFlags.Public | BindingFlags.Instance;
        var properties = userType.GetProperties(scope).Where(p => p.GetIndexParameters().Length == 0
            && ((direction.HasFlag(Direction.Read) && p.GetGetMethod() != null) || (direction.HasFlag(Direction.Write) && p.GetSetMethod() != null)));
        return userType.GetFields(scope).Cast<MemberInfo>().Concat(properties).Where(m => m.GetCustomAttribute<NoColumnAttribute>() == null);
    }

    internal static Type MemberType(MemberInfo member) => (member as FieldInfo)?.FieldType ?? ((PropertyInfo)member).PropertyType;

    /// <summary>A member's item type as columns have it, and whether the member is a vector.</summary>
    internal static PrimitiveDataViewType ItemType(MemberInfo member, out bool isVector)
    {
        var type = MemberType(member);
        isVector = type.IsArray || (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(VBuffer<>));
        var item = isVector ? type.GetElementType() ?? type.GetGenericArguments()[0] : type;
        return PrimitiveTypes.Of(item == typeof(string) ? typeof(ReadOnlyMemory<char>) : item) ?? throw Check.Mark(new ArgumentOutOfRangeException(
            "rawType", $"Could not determine an IDataView type and registered custom types for member {member.Name}"));
    }

    private static DataViewType TypeOf(MemberInfo member)
    {
        var item = ItemType(member, out bool isVector);
        if (member.GetCustomAttribute<KeyTypeAttribute>() is { } key)
        {
            Check.Param(
                KeyDataViewType.IsValidDataType(item.RawType),
                "userType",
                $"Member {member.Name} marked with KeyType attribute, but does not appear to be a valid kind of data for a key type");
            item = new KeyDataViewType(item.RawType, key.Count);
        }

        var vector = member.GetCustomAttribute<VectorTypeAttribute>();
        Check.Param(
            vector == null || isVector,
            "userType",
            $"Member {member.Name} marked with VectorTypeAttribute, but does not appear to be a vector type");
        if (!isVector)
            return item;
        return vector?.Dims is { Length: > 0 } dimensions ? new VectorDataViewType(item, dimensions) : new VectorDataViewType(item, 0);
    }

    public sealed class Column
    {
        private readonly DataViewSchema.Annotations.Builder _annotations = new();
        private readonly HashSet<string> _kinds = [];

        internal Column(string memberName, DataViewType columnType, string columnName = null)
        {
            MemberName = memberName;
            ColumnName = columnName ?? memberName;
            ColumnType = columnType;
        }

        public string MemberName { get; }
        public string ColumnName { get; set; }
        public DataViewType ColumnType { get; set; }
        public DataViewSchema.Annotations Annotations => _annotations.ToAnnotations();

        public void AddAnnotation<T>(string kind, T value, DataViewType annotationType)
        {
            Check.Value(kind, nameof(kind));
            Check.Value(annotationType, nameof(annotationType));
            Check.State(_kinds.Add(kind), "Column already contains an annotation of this kind.");
            _annotations.Add(kind, annotationType, (ref T destination) => destination = value);
        }
    }
}
