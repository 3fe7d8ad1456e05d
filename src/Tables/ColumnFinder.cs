using System.Globalization;

namespace LleTransforms.Tables;

/// <summary>Finds columns by what the user calls them: a name, a number from 1, or a range of either.</summary>
internal sealed class ColumnFinder(string file, string[]? names, int count)
{
    private const int MostNamesTold = 20;

    /// <summary>The one column that is meant.</summary>
    public int Find(string option, string column) => TryFind(column) ?? throw Unknown(option, column);

    /// <summary>All columns that are meant, each once.</summary>
    public int[] FindAll(string option, IReadOnlyList<string> columns) =>
        columns.Count == 0 ? [] : [.. columns.SelectMany(column => FindSeveral(option, column)).Distinct()];

    private IEnumerable<int> FindSeveral(string option, string column)
    {
        if (TryFind(column) is int one)
        {
            return AllOfName(column, one);
        }

        if (TryFindRange(column) is { } range)
        {
            return range;
        }

        string[] parts = column.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return parts.Length > 1 ? FindAll(option, parts) : throw Unknown(option, column);
    }

    /// <summary>A name may stand over several columns, and then all of them are meant.</summary>
    private IEnumerable<int> AllOfName(string column, int first) =>
        names is null || names[first] != column ? [first] : Enumerable.Range(0, names.Length).Where(index => names[index] == column);

    private int? TryFind(string column)
    {
        int found = names is null ? -1 : Array.IndexOf(names, column);
        if (found < 0 && names is not null)
        {
            found = Array.IndexOf(names, column.Trim());
        }

        return found >= 0 ? found
            : int.TryParse(column, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number >= 1 && number <= count
            ? number - 1 : null;
    }

    private IEnumerable<int>? TryFindRange(string column)
    {
        foreach (string between in new[] { "..", "-" })
        {
            for (int at = column.IndexOf(between, 1, StringComparison.Ordinal); at > 0;
                at = column.IndexOf(between, at + 1, StringComparison.Ordinal))
            {
                if (TryFind(column[..at]) is int first && TryFind(column[(at + between.Length)..]) is int last && first <= last)
                {
                    return Enumerable.Range(first, last - first + 1);
                }
            }
        }

        return null;
    }

    private TableException Unknown(string option, string column)
    {
        string told = VisibleText.Quote(column);
        if (names is not null)
        {
            return new TableException(
                $"{file}: has no column '{told}' for {option}; it has " +
                string.Join(", ", names.Take(MostNamesTold).Select(VisibleText.Quote)) + (names.Length > MostNamesTold ? ", ..." : "."),
                kind: TableFaultKind.Columns);
        }

        return new TableException(
            $"{file}: has no header, and so no column '{told}' for {option}.",
            string.Create(
                CultureInfo.InvariantCulture,
                $"If its first line holds the names, say --header; else give a number from 1 to {count}."),
            TableFaultKind.Columns);
    }
}
