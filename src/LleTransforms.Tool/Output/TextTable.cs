using Spectre.Console;

namespace LleTransforms.Tool.Output;

/// <summary>Tables for people.</summary>
internal static class TextTable
{
    public static Table Create(params ReadOnlySpan<string> titles)
    {
        Table table = new Table().Border(TableBorder.Simple);
        foreach (string title in titles)
        {
            table.AddColumn(new TableColumn(title).RightAligned());
        }

        return table;
    }

    public static void Write(TextWriter writer, Table table) =>
        AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(writer) }).Write(table);
}
