using LleTransforms.Report.Data;

namespace LleTransforms.Report.Page;

/// <summary>The numbers of each shown row, as blocks.</summary>
internal static class ReportBlocks
{
    /// <summary>How many coordinates a row has on the page. Nobody goes through more axes than these by eye.</summary>
    public const int MostAxes = 16;

    public static List<DataBlock> Of(ReportContent content)
    {
        int[] rows = content.Rows;
        FitDiagnostics diagnostics = content.Diagnostics;
        var blocks = new List<DataBlock>
        {
            DataBlock.Of("embedding", Leading(content.Embedding, rows)),
            DataBlock.Of("principal", Leading(content.Principal, rows)),
            DataBlock.OfCounts("neighbors", [.. rows.SelectMany(row => diagnostics.Neighbors(row).ToArray())]),
            DataBlock.Of("weights", [.. rows.SelectMany(row => diagnostics.Weights(row).ToArray()).Select(weight => (float)weight)]),
            DataBlock.OfNumbers("errors", Array.ConvertAll(rows, diagnostics.ReconstructionError)),
            DataBlock.OfNumbers("values", Values(content.Columns, rows)),
        };
        if (rows.Length < content.NumberOfRows)
        {
            blocks.Add(DataBlock.OfCounts("rows", rows));
        }

        if (content.Label?.Codes is int[] codes)
        {
            blocks.Add(DataBlock.OfCounts("labels", Array.ConvertAll(rows, row => codes[row])));
        }
        else if (content.Label?.Numbers is double[] numbers)
        {
            blocks.Add(DataBlock.OfNumbers("labels", Array.ConvertAll(rows, row => numbers[row])));
        }

        return blocks;
    }

    public static int AxisCount(FeatureMatrix coordinates) => Math.Min(MostAxes, coordinates.NumberOfColumns);

    private static float[] Leading(FeatureMatrix coordinates, int[] rows)
    {
        int count = AxisCount(coordinates);
        float[] values = new float[rows.Length * count];
        for (int i = 0; i < rows.Length; i++)
        {
            coordinates.Row(rows[i])[..count].CopyTo(values.AsSpan(i * count));
        }

        return values;
    }

    private static double[] Values(ShownColumns columns, int[] rows)
    {
        double[] values = new double[rows.Length * columns.Numbers.Length];
        for (int i = 0, at = 0; i < rows.Length; i++)
        {
            foreach (int column in columns.Numbers)
            {
                values[at++] = columns.Features.Value(rows[i], column);
            }
        }

        return values;
    }
}
