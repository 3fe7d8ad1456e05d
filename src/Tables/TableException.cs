namespace LleTransforms.Tables;

/// <summary>What a fault of a table is about.</summary>
internal enum TableFaultKind
{
    /// <summary>The file.</summary>
    Data,

    /// <summary>Columns that were asked for.</summary>
    Columns,

    /// <summary>Whether the first line holds names, which only the user can say.</summary>
    Header,
}

/// <summary>A fault of a table, told in one line.</summary>
/// <param name="fault">What is wrong, for any reader.</param>
/// <param name="advice">What helps, in the words of the command line; empty where nothing comes to mind.</param>
/// <param name="kind">What it is about.</param>
internal class TableException(string fault, string advice = "", TableFaultKind kind = TableFaultKind.Data)
    : Exception(OneLine($"{fault} {advice}"))
{
    /// <summary>What is wrong, without the advice.</summary>
    public string Fault { get; } = OneLine(fault);

    public TableFaultKind Kind { get; } = kind;

    /// <summary>Replaces every run of white space by one space.</summary>
    public static string OneLine(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
