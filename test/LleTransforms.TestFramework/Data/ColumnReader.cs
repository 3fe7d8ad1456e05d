using System.Reflection;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace LleTransforms.TestFramework.Data;

/// <summary>Reads one column of a row whatever its type is.</summary>
internal static class ColumnReader
{
    private static readonly MethodInfo _typed = typeof(ColumnReader)
        .GetMethod(nameof(CreateTyped), BindingFlags.NonPublic | BindingFlags.Static)!;

    /// <summary>Makes a function that fetches the column's value in the current row, into a buffer of its own each time.</summary>
    public static Func<object> Create(DataViewRow row, DataViewSchema.Column column) =>
        (Func<object>)_typed.MakeGenericMethod(column.Type.RawType)
            .Invoke(null, BindingFlags.DoNotWrapExceptions, null, [row, column], null)!;

    /// <summary>A value as something to compare and print: vectors dense, text as a string, everything else as it is.</summary>
    public static object Settle(object value) => value switch
    {
        VBuffer<float> vector => vector.DenseValues().ToArray(),
        VBuffer<double> vector => vector.DenseValues().ToArray(),
        VBuffer<int> vector => vector.DenseValues().ToArray(),
        VBuffer<uint> vector => vector.DenseValues().ToArray(),
        VBuffer<ReadOnlyMemory<char>> vector => vector.DenseValues().Select(text => text.ToString()).ToArray(),
        ReadOnlyMemory<char> text => text.ToString(),
        _ when value.GetType().IsGenericType =>
            throw new NotSupportedException($"The kit cannot compare values of type {value.GetType()} yet."),
        _ => value,
    };

    private static Func<object> CreateTyped<T>(DataViewRow row, DataViewSchema.Column column)
    {
        var getter = row.GetGetter<T>(column);
        return () =>
        {
            T value = default!;
            getter(ref value);
            return value!;
        };
    }
}
