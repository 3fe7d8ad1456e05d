namespace Microsoft.ML.Offline;

internal static class RowStates
{
    public const string NotActive = "requested column not active";

    public const string CannotFetch = "Values cannot be fetched at this time. This method was called either before the first call to "
        + "MoveNext, or at any point after MoveNext returned false.";

    /// <summary>Which columns of a schema a caller asked for, by index.</summary>
    public static bool[] Active(DataViewSchema schema, IEnumerable<DataViewSchema.Column> columns)
    {
        var active = new bool[schema.Count];
        foreach (var column in columns ?? [])
            active[column.Index] = true;
        return active;
    }

    /// <summary>Hands out a getter as the asked-for type; refuses inactive columns and wrong types.</summary>
    public static ValueGetter<TValue> Typed<TValue>(Delegate getter, DataViewSchema.Column column)
    {
        Check.Param(getter != null, nameof(column), NotActive);
        return getter as ValueGetter<TValue> ?? throw Check.State(
            $"Invalid TValue in GetGetter: '{typeof(TValue)}', expected type: '{getter.GetType().GetGenericArguments()[0]}'.");
    }
}
