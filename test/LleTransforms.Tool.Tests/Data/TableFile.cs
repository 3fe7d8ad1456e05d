using System.Text;
using LleTransforms.Tool.Tables;

namespace LleTransforms.Tool.Tests.Data;

/// <summary>Tables as files hold them, and what the readers make of them.</summary>
internal static class TableFile
{
    private static readonly ToolConsole _console = new(() => Stream.Null, TextWriter.Null, TextWriter.Null, ShowsProgress: false);

    public static Table Read(this Folder folder, string name, string text, TableFormat? format = null) =>
        folder.Read(name, Encoding.UTF8.GetBytes(text), format);

    public static Table Read(this Folder folder, string name, byte[] bytes, TableFormat? format = null)
    {
        File.WriteAllBytes(folder[name], bytes);
        return Table.Read(folder[name], format ?? new TableFormat(), _console);
    }

    /// <summary>What the reader says of a file that it refuses.</summary>
    public static string Refused(this Folder folder, string name, string text, TableFormat? format = null) =>
        folder.Refused(name, Encoding.UTF8.GetBytes(text), format);

    public static string Refused(this Folder folder, string name, byte[] bytes, TableFormat? format = null) =>
        Assert.Throws<TableException>(() => folder.Read(name, bytes, format)).Message;

    /// <summary>All values, row after row.</summary>
    public static double[] Values(this Table table) =>
    [
        .. Enumerable.Range(0, table.Features.NumberOfRows).SelectMany(row => Enumerable.Range(0, table.Features.NumberOfColumns)
            .Select(column => table.Features.Value(row, column))),
    ];

    public static void Holds(this Table table, int columns, params double[] values)
    {
        Assert.AreEqual(columns, table.Features.NumberOfColumns);
        CollectionAssert.AreEqual(values, table.Values(), string.Join(' ', table.Values()));
    }

    public static void Tells(this string message, params string[] parts)
    {
        foreach (string part in parts)
        {
            StringAssert.Contains(message, part);
        }
    }
}
