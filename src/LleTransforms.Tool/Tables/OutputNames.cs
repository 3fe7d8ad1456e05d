using System.Globalization;

namespace LleTransforms.Tool.Tables;

/// <summary>The names of columns that stand in one table of coordinates: each is of one column, and tells what it is.</summary>
internal static class OutputNames
{
    /// <summary>Whether a column is taken for one of coordinates that this tool has written.</summary>
    public static bool IsCoordinate(string name) =>
        name.StartsWith(CoordinateWriter.ColumnName, StringComparison.Ordinal)
        && int.TryParse(name.AsSpan(CoordinateWriter.ColumnName.Length), NumberStyles.None, CultureInfo.InvariantCulture, out _);

    /// <summary>Refuses kept columns that nobody could tell from coordinates or from each other once they are written.</summary>
    public static void RequireDistinct(TableReader reader)
    {
        (int Number, string Name)[] kept = reader.KeptColumns;
        foreach ((int number, string name) in kept)
        {
            if (IsCoordinate(name.Trim()))
            {
                string told = VisibleText.Quote(name);
                throw ToolException.CommandLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{reader.Name}: column {number} ('{told}') is to be kept, but is called like a column of coordinates; rename it in " +
                    $"the file, or leave it out by --ignore {told}; evaluate would take it for one."));
            }
        }

        if (FirstRepeated(kept) is var (first, second, repeated))
        {
            string number = second.ToString(CultureInfo.InvariantCulture);
            string advice = reader.HasColumn(number) ? string.Empty : $", or say --ignore {number} to leave one out";
            throw ToolException.CommandLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{reader.Name}: columns {first} and {second} are to be kept, but would both be called '{VisibleText.Quote(repeated)}' " +
                $"in the output; rename one in the file{advice}."));
        }
    }

    /// <summary>Refuses coordinates that do not tell which column is which.</summary>
    public static void RequireDistinctCoordinates(string file, IEnumerable<(int Number, string Name)> columns)
    {
        if (FirstRepeated(columns) is var (first, second, name))
        {
            throw new ToolException(string.Create(
                CultureInfo.InvariantCulture,
                $"{file}: columns {first} and {second} are both called '{name}', so that one of them is no coordinate of this embedding; " +
                $"take that one out, or rename it."));
        }
    }

    private static (int First, int Second, string Name)? FirstRepeated(IEnumerable<(int Number, string Name)> columns)
    {
        var seen = new Dictionary<string, int>();
        foreach ((int number, string name) in columns)
        {
            string written = name.Trim();
            if (!seen.TryAdd(written, number))
            {
                return (seen[written], number, written);
            }
        }

        return null;
    }
}
