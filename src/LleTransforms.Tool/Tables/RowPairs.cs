namespace LleTransforms.Tool.Tables;

/// <summary>Two tables row for row, without the rows that either of them lacks.</summary>
internal static class RowPairs
{
    public static (FeatureMatrix First, FeatureMatrix Second) Of(Table first, Table second)
    {
        HashSet<int> skipped = [.. first.SkippedRows, .. second.SkippedRows];
        return (Without(first, skipped), Without(second, skipped));
    }

    private static FeatureMatrix Without(Table table, HashSet<int> skipped)
    {
        if (skipped.Count == table.SkippedRows.Count)
        {
            return table.Features;
        }

        var rows = new FeatureMatrixBuilder(table.Features.NumberOfColumns);
        double[] row = new double[table.Features.NumberOfColumns];
        HashSet<int> lacking = [.. table.SkippedRows];
        int at = 0;
        for (int line = 0; line < table.NumberOfLines; line++)
        {
            if (lacking.Contains(line))
            {
                continue;
            }

            if (!skipped.Contains(line))
            {
                table.Features.CopyRow(at, row);
                rows.Append(row);
            }

            at++;
        }

        return rows.Build();
    }
}
