namespace Microsoft.ML.Offline;

/// <summary>The checks and exceptions of both assemblies: the types and messages that ML.NET's callers see.</summary>
internal static class Check
{
    private const string MarkKey = "ML_IsMarked";

    public static void Value(object value, string name)
    {
        if (value is null)
            throw Mark(new ArgumentNullException(name));
    }

    public static void NonEmpty(string value, string name)
    {
        if (string.IsNullOrEmpty(value))
            throw Mark(new ArgumentOutOfRangeException(name, $"{name} cannot be null or empty"));
    }

    public static void NonWhiteSpace(string value, string name)
    {
        if (string.IsNullOrWhiteSpace(value))
            throw Mark(new ArgumentOutOfRangeException(name, $"{name} cannot be null or white space"));
    }

    public static void Param(bool condition, string name)
    {
        if (!condition)
            throw Mark(new ArgumentOutOfRangeException(name));
    }

    public static void Param(bool condition, string name, string message)
    {
        if (!condition)
            throw Mark(new ArgumentOutOfRangeException(name, message));
    }

    public static void State(bool condition)
    {
        if (!condition)
            throw Mark(new InvalidOperationException());
    }

    public static void State(bool condition, string message)
    {
        if (!condition)
            throw Mark(new InvalidOperationException(message));
    }

    public static void Decode(bool condition)
    {
        if (!condition)
            throw Mark(new FormatException());
    }

    public static void Decode(bool condition, string message)
    {
        if (!condition)
            throw Mark(new FormatException(message));
    }

    /// <summary>Reads how many items follow: no more than bytes are left, so that a damaged count asks for no memory.</summary>
    public static int ReadCount(this BinaryReader reader)
    {
        int count = reader.ReadInt32();
        Decode(count >= 0 && count <= reader.BaseStream.Length - reader.BaseStream.Position);
        return count;
    }

    /// <summary>Throws if the host this work runs under was cancelled.</summary>
    public static void Alive(IHostEnvironment environment)
    {
        if (environment is ICancelable { IsCanceled: true })
            throw Mark(new OperationCanceledException("Operation was canceled."));
    }

    public static Exception MissingColumn(string parameter, string role, string column)
        => Mark(new ArgumentOutOfRangeException(parameter, $"Could not find {role} column '{column}'"));

    public static Exception SchemaMismatch(string parameter, string role, string column, string expected, string actual)
        => Mark(new ArgumentOutOfRangeException(parameter, $"Schema mismatch for {role} column '{column}': expected {expected}, got {actual}"));

    public static Exception State(string message) => Mark(new InvalidOperationException(message));

    /// <summary>Exceptions of ML.NET's own checks carry a mark, by which loading a model tells them from a component's.</summary>
    public static TException Mark<TException>(TException exception)
        where TException : Exception
    {
        exception.Data[MarkKey] = true;
        return exception;
    }

    public static bool IsMarked(Exception exception) => exception.Data.Contains(MarkKey);

    /// <summary>What the stand-in does not do, said so that nobody takes it for ML.NET's own refusal.</summary>
    public static Exception NotInOffline(string what)
        => new NotSupportedException($"{what} is not part of the offline stand-in for ML.NET; build with MLNetHost=Package.");
}
