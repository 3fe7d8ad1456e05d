namespace LleTransforms.Tool.Tables;

/// <summary>What each column of a table is for.</summary>
internal sealed class ColumnRoles
{
    private ColumnRoles(int[] features, int? label, int? rowName, int[] kept) =>
        (Features, Label, RowName, Kept) = (features, label, rowName, kept);

    /// <summary>The features' columns, ascending.</summary>
    public int[] Features { get; }

    public int? Label { get; }

    /// <summary>The column that names the rows, which is kept too; null where there is none.</summary>
    public int? RowName { get; }

    /// <summary>The columns that go through to the output, the name of the row first, without those that are to be left out.</summary>
    public int[] Kept { get; }

    public static ColumnRoles Of(string file, IRowSource source, TableFormat format)
    {
        var finder = new ColumnFinder(file, source.ColumnNames, source.NumberOfColumns);
        int? label = format.LabelColumn is { } told ? finder.Find("--label", told) : source.LabelColumn;
        int? rowName = FindRowName(file, source, format);
        int[] ignored = finder.FindAll("--ignore", format.Ignored);
        int[] kept = finder.FindAll("--keep", format.Kept);
        kept = rowName is int name && Array.IndexOf(kept, name) < 0 ? [name, .. kept] : kept;
        kept = [.. kept.Except(ignored)];
        int[]? named = format.Columns.Count > 0 ? finder.FindAll("--columns", format.Columns) : Coordinates(file, source, format);
        bool[] isFeature = new bool[source.NumberOfColumns];
        Array.Fill(isFeature, named is null);
        Mark(isFeature, named ?? [], isTrue: true);
        Mark(isFeature, [.. kept, .. ignored], isTrue: false);
        Mark(isFeature, label is int one ? [one] : [], isTrue: false);
        int[] features = Marked(isFeature);
        return features.Length > 0 ? new ColumnRoles(features, label, rowName, kept) : throw new ToolException(
            $"{file}: has no column beside the label's" + (kept.Length + ignored.Length > 0 ? ", those kept and those ignored." : "."));
    }

    private static void Mark(bool[] isFeature, int[] columns, bool isTrue)
    {
        foreach (int column in columns)
        {
            isFeature[column] = isTrue;
        }
    }

    private static int[] Marked(bool[] isFeature)
    {
        var columns = new List<int>();
        for (int column = 0; column < isFeature.Length; column++)
        {
            if (isFeature[column])
            {
                columns.Add(column);
            }
        }

        return [.. columns];
    }

    private static int? FindRowName(string file, IRowSource source, TableFormat format)
    {
        if (source.RowNameColumn is not null || !format.TakesIndex)
        {
            return source.RowNameColumn;
        }

        return source.ColumnNames is null or ["", ..] ? 0 : throw ToolException.CommandLine(
            $"{file}: --index takes a first column that has no name, but this one is called " +
            $"'{VisibleText.Quote(source.ColumnNames[0])}'; --keep 1 writes it beside the coordinates.");
    }

    /// <summary>The columns that this tool has written as coordinates; null where there are none, or where they are no matter.</summary>
    private static int[]? Coordinates(string file, IRowSource source, TableFormat format)
    {
        int[] found = !format.PrefersCoordinates || source.ColumnNames is null ? [] :
        [
            .. source.ColumnNames.Index().Where(column => OutputNames.IsCoordinate(column.Item)).Select(column => column.Index),
        ];
        OutputNames.RequireDistinctCoordinates(file, found.Select(column => (column + 1, source.ColumnNames![column])));
        return found.Length > 0 ? found : null;
    }
}
