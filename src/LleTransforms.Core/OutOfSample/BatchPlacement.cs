using LleTransforms.Features;

namespace LleTransforms.OutOfSample;

/// <summary>Places a whole table, a block of rows at a time: rows that are not finite get NaN and leave the others alone.</summary>
internal static class BatchPlacement
{
    private const int RowsInBlock = 8192;

    public static FeatureMatrix Apply(FeatureMatrix rows, FeatureScaling scaling, IPlacement placement, int componentCount, FitContext context)
    {
        float[] result = FeatureMatrixBuilder.Allocate(rows.RowCount, componentCount);
        int blockLength = Math.Min(RowsInBlock, rows.RowCount);
        float[] mapped = new float[blockLength * rows.ColumnCount];
        double[] coordinates = new double[blockLength * componentCount];
        int[] finiteRows = new int[blockLength];
        double[] wide = new double[rows.ColumnCount];
        for (int start = 0; start < rows.RowCount; start += RowsInBlock)
        {
            context.ThrowIfCancelled();
            int end = Math.Min(rows.RowCount, start + RowsInBlock);
            int finiteCount = 0;
            for (int row = start; row < end; row++)
            {
                Span<float> target = mapped.AsSpan(finiteCount * rows.ColumnCount, rows.ColumnCount);
                Map(rows, row, scaling, wide, target);
                if (IsFinite(target))
                {
                    finiteRows[finiteCount++] = row;
                }
                else
                {
                    result.AsSpan(row * componentCount, componentCount).Fill(float.NaN);
                }
            }

            placement.PlaceBlock(mapped.AsMemory(0, finiteCount * rows.ColumnCount), finiteCount, coordinates, context);
            for (int i = 0; i < finiteCount * componentCount; i++)
            {
                result[(finiteRows[i / componentCount] * componentCount) + (i % componentCount)] = (float)coordinates[i];
            }

            context.Report(LlePhase.Placement, end, rows.RowCount);
        }

        return FeatureMatrix.FromRowMajor(result, rows.RowCount, componentCount);
    }

    public static bool IsFinite(ReadOnlySpan<float> row)
    {
        foreach (float value in row)
        {
            if (!float.IsFinite(value))
            {
                return false;
            }
        }

        return true;
    }

    private static void Map(FeatureMatrix rows, int row, FeatureScaling scaling, Span<double> wide, Span<float> target)
    {
        ReadOnlySpan<float> stored = rows.Row(row);
        if (rows.Offset is not double[] offset)
        {
            scaling.Map(stored, target);
            return;
        }

        for (int c = 0; c < offset.Length; c++)
        {
            wide[c] = stored[c] + offset[c];
        }

        scaling.Map(wide, target);
    }
}
