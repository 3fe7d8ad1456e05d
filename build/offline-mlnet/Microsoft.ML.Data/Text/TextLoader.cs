using System.Reflection;

namespace Microsoft.ML.Data;

public interface IMultiStreamSource
{
    int Count { get; }
    string GetPathOrNull(int index);

    Stream Open(int index);

    TextReader OpenTextReader(int index);
}

public sealed class MultiFileSource : IMultiStreamSource
{
    private readonly string[] _paths;
    public MultiFileSource(params string[] paths) => _paths = paths?.Where(p => p != null).ToArray() ?? [];
    public int Count => _paths.Length;

    public string GetPathOrNull(int index)
    {
        Check.Param(index >= 0 && index < Count, nameof(index));
        return _paths[index];
    }

    public Stream Open(int index) => File.OpenRead(GetPathOrNull(index));
    public TextReader OpenTextReader(int index) => new StreamReader(Open(index));
}

public sealed partial class TextLoader : IDataLoader<IMultiStreamSource>
{
    private readonly Options _options;
    private readonly DataViewSchema _schema;

    internal TextLoader(Options options)
    {
        Check.Value(options, nameof(options));
        if (options.AllowQuoting)
            throw Check.NotInOffline("A text loader that allows quoting");
        if (options.AllowSparse)
            throw Check.NotInOffline("A text loader that allows sparse lines");
        Check.Param(options.Columns is { Length: > 0 }, nameof(options.Columns), "Columns cannot be null or empty");
        _options = options;
        var builder = new DataViewSchema.Builder();
        foreach (var column in options.Columns)
        {
            Check.NonWhiteSpace(column.Name, nameof(column.Name));
            Check.Param(column.Source is { Length: > 0 }, nameof(column.Source), "Must specify some source column indices");
            Check.Param(Enum.IsDefined(column.DataKind), "Type", "Bad item type");
            builder.AddColumn(column.Name, TypeOf(column));
        }

        _schema = builder.ToSchema();
    }

    public DataViewSchema GetOutputSchema() => _schema;
    public IDataView Load(IMultiStreamSource source) => new TextView(source, _schema, _options);
    void ICanSaveModel.Save(ModelSaveContext ctx) => throw Check.NotInOffline("Saving a text loader");

    internal static TextLoader Create<TInput>(Options options)
    {
        const BindingFlags scope = BindingFlags.Public | BindingFlags.Instance;
        var properties = typeof(TInput).GetProperties(scope).Where(p => p.GetGetMethod() != null && p.GetIndexParameters().Length == 0);
        var members = typeof(TInput).GetFields(scope).Cast<MemberInfo>().Concat(properties).ToArray();
        Check.Param(members.Length > 0, nameof(TInput), "Should define at least one public, readable field or property in TInput.");
        options.Columns = Array.ConvertAll(members, ColumnOf);
        return new TextLoader(options);
    }

    private static Column ColumnOf(MemberInfo member)
    {
        string kind = member is FieldInfo ? "Field" : "Property";
        var source = member.GetCustomAttribute<LoadColumnAttribute>()
            ?? throw Check.State($"{kind} '{member.Name}' is missing the LoadColumnAttribute attribute");
        if (member.GetCustomAttribute<KeyTypeAttribute>() != null)
            throw Check.NotInOffline("Loading a key from text");
        var type = SchemaDefinition.MemberType(member);
        type = type.IsArray ? type.GetElementType() : type;
        var item = PrimitiveTypes.Of(type == typeof(string) ? typeof(ReadOnlyMemory<char>) : type);
        if (item is null || !Enum.TryParse<DataKind>(item.ToString(), out var dataKind))
            throw Check.State($"{kind} {member.Name} is of unsupported type.");
        return new Column(member.GetCustomAttribute<ColumnNameAttribute>()?.Name ?? member.Name, dataKind, source.Sources);
    }

    private static DataViewType TypeOf(Column column)
    {
        var item = PrimitiveTypes.All.First(type => type.ToString() == column.DataKind.ToString());
        if (column.Source.Any(range => range.Max is null))
            throw Check.NotInOffline("A text column without an end");
        bool scalar = column.Source is [{ ForceVector: false } only] && only.Min == only.Max;
        return scalar ? item : new VectorDataViewType(item, column.Source.Sum(range => range.Max.Value - range.Min + 1));
    }

    public sealed class Column
    {
        public string Name;
        public Range[] Source;
        public Column() { }
        public Column(string name, DataKind dataKind, int index) : this(name, dataKind, [new Range(index)]) { }

        public Column(string name, DataKind dataKind, int minIndex, int maxIndex) : this(name, dataKind, [new Range(minIndex, maxIndex)])
        {
        }

        internal Column(string name, DataKind dataKind, Range[] source)
        {
            Check.Value(name, nameof(name));
            Name = name;
            DataKind = dataKind;
            Source = source;
        }

        public DataKind DataKind { get; set; } = DataKind.Single;
    }

    public sealed class Range
    {
        public int Min;
        public int? Max;
        public bool ForceVector;
        public Range() { }

        public Range(int index)
        {
            Check.Param(index >= 0, nameof(index), "Must be non-negative");
            Min = index;
            Max = index;
        }

        public Range(int min, int? max)
        {
            Check.Param(min >= 0, nameof(min), "Must be non-negative");
            Check.Param(!(max < min), nameof(max), "If specified, must be greater than or equal to min");
            Min = min;
            Max = max;
            ForceVector = true;
        }
    }

    public class Options
    {
        public bool AllowQuoting;
        public bool AllowSparse;
        public char[] Separators = ['\t'];
        public Column[] Columns;
        public bool TrimWhitespace;
        public bool HasHeader;
    }
}
