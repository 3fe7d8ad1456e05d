using System.Globalization;

namespace LleTransforms.Orleans.Files;

/// <summary>Names a cell of a shard for messages.</summary>
internal static class CellPlace
{
    public static string Of(int row, int column, IReadOnlyList<string>? names) => string.Create(
        CultureInfo.InvariantCulture,
        $"row {row} of the shard, column {column} (both counted from 0)") +
        (names is null ? string.Empty : $", called '{VisibleText.Quote(names[column])}',");
}
