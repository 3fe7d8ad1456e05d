using System.Globalization;
using Parquet;
using Parquet.Schema;

namespace LleTransforms.Tables;

/// <summary>A column of a group of rows.</summary>
internal interface IParquetColumn
{
    bool IsText { get; }

    /// <summary>A cell as a number; NaN where it is null, or no number.</summary>
    double Number(long row);

    /// <summary>A cell as text; empty where it is null.</summary>
    string Text(long row);
}

/// <summary>Loads columns of the types that a cell of a table may have.</summary>
internal static class ParquetColumns
{
    private static readonly Dictionary<Type, Func<ParquetRowGroupReader, DataField, IParquetColumn>> _loads = new()
    {
        [typeof(double)] = Numbers<double>(value => value),
        [typeof(float)] = Numbers<float>(value => value),
        [typeof(long)] = Numbers<long>(value => value),
        [typeof(ulong)] = Numbers<ulong>(value => value),
        [typeof(int)] = Numbers<int>(value => value),
        [typeof(uint)] = Numbers<uint>(value => value),
        [typeof(short)] = Numbers<short>(value => value),
        [typeof(ushort)] = Numbers<ushort>(value => value),
        [typeof(sbyte)] = Numbers<sbyte>(value => value),
        [typeof(byte)] = Numbers<byte>(value => value),
        [typeof(bool)] = Numbers<bool>(value => value ? 1 : 0),
        [typeof(decimal)] = Numbers<decimal>(value => (double)value),
        [typeof(DateTime)] = Texts<DateTime>(),
        [typeof(DateOnly)] = Texts<DateOnly>(),
        [typeof(TimeOnly)] = Texts<TimeOnly>(),
        [typeof(TimeSpan)] = Texts<TimeSpan>(),
        [typeof(Guid)] = Texts<Guid>(),
        [typeof(string)] = LoadStrings,
        [typeof(ReadOnlyMemory<char>)] = LoadStrings,
    };

    /// <summary>What pandas calls an index that has no name.</summary>
    public const string PandasIndex = "__index_level_0__";

    /// <summary>Whether the cells of a column are numbers.</summary>
    public static bool HoldsNumbers(DataField field) => !field.IsArray && _loads.ContainsKey(field.ClrType)
        && (field.ClrType.IsPrimitive || field.ClrType == typeof(decimal));

    /// <summary>What the cells of a column are, for messages.</summary>
    public static string TypeName(DataField field) => field.IsArray ? "lists"
        : field.ClrType == typeof(string) || field.ClrType == typeof(ReadOnlyMemory<char>) ? "text" : field.ClrType.Name;

    /// <summary>A column; null where its type is none of a table.</summary>
    public static IParquetColumn? Load(ParquetRowGroupReader group, DataField field) =>
        !field.IsArray && _loads.TryGetValue(field.ClrType, out var load) ? load(group, field) : null;

    private static Func<ParquetRowGroupReader, DataField, IParquetColumn> Numbers<T>(Func<T, double> convert)
        where T : struct => (group, field) =>
        new NumberColumn(Array.ConvertAll(Values<T>(group, field), value => value is T known ? convert(known) : double.NaN));

    private static Func<ParquetRowGroupReader, DataField, IParquetColumn> Texts<T>()
        where T : struct, IFormattable => (group, field) => new TextColumn(
            Array.ConvertAll(Values<T>(group, field), value => value?.ToString(null, CultureInfo.InvariantCulture) ?? string.Empty));

    private static TextColumn LoadStrings(ParquetRowGroupReader group, DataField field)
    {
        string?[] values = new string?[group.RowCount];
        group.ReadAsync(field, values.AsMemory()).AsTask().GetAwaiter().GetResult();
        return new TextColumn(values);
    }

    private static T?[] Values<T>(ParquetRowGroupReader group, DataField field)
        where T : struct
    {
        if (field.IsNullable)
        {
            T?[] values = new T?[group.RowCount];
            group.ReadAsync<T>(field, values.AsMemory()).AsTask().GetAwaiter().GetResult();
            return values;
        }

        T[] known = new T[group.RowCount];
        group.ReadAsync<T>(field, known.AsMemory()).AsTask().GetAwaiter().GetResult();
        return Array.ConvertAll(known, value => (T?)value);
    }

    private sealed class NumberColumn(double[] values) : IParquetColumn
    {
        public bool IsText => false;

        public double Number(long row) => values[row];

        public string Text(long row) => double.IsNaN(values[row]) ? string.Empty : values[row].ToString(CultureInfo.InvariantCulture);
    }

    private sealed class TextColumn(string?[] values) : IParquetColumn
    {
        public bool IsText => true;

        public double Number(long row) => double.NaN;

        public string Text(long row) => values[row] ?? string.Empty;
    }
}
