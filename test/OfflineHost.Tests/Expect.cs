namespace OfflineHost.Tests;

/// <summary>What the tests ask for again and again.</summary>
internal static class Expect
{
    /// <summary>The same exception type and the same first line of its message on both hosts.</summary>
    public static void Error<TException>(string message, Action action)
        where TException : Exception
    {
        var exception = Assert.ThrowsExactly<TException>(action);
        Assert.AreEqual(message, exception.Message);
    }

    /// <summary>A buffer's length, explicit values and their slots; no slots if it is dense.</summary>
    public static void Buffer<T>(VBuffer<T> buffer, int length, T[] values, params int[] indices)
    {
        Assert.AreEqual(length, buffer.Length);
        CollectionAssert.AreEqual(values, buffer.GetValues().ToArray());
        CollectionAssert.AreEqual(indices, buffer.GetIndices().ToArray());
    }

    public static void Bits(float[] expected, IEnumerable<float> actual)
        => Assert.AreEqual(string.Join(", ", expected.Select(Bits)), string.Join(", ", actual.Select(Bits)));

    /// <summary>A schema in words: name, type and annotations, hidden columns marked.</summary>
    public static void Schema(string expected, DataViewSchema schema)
        => Assert.AreEqual(expected, string.Join("; ", schema.Select(column => $"{column}{(column.IsHidden ? " hidden" : "")}")));

    public static List<T> Values<T>(IDataView data, string column, Func<T, T> copy = null)
    {
        var values = new List<T>();
        using var cursor = data.GetRowCursor([data.Schema[column]]);
        var getter = cursor.GetGetter<T>(data.Schema[column]);
        while (cursor.MoveNext())
        {
            T value = default;
            getter(ref value);
            values.Add(value);
        }

        return values;
    }

    private static string Bits(float value) => $"{BitConverter.SingleToInt32Bits(value):x8} ({value:R})";
}
