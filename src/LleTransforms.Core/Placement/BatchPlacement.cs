using LleTransforms.Features;
using LleTransforms.Running;

namespace LleTransforms.Placement;

/// <summary>Places a whole table, a block of rows at a time: rows that are not finite get NaN and leave the others alone.</summary>
internal static class BatchPlacement
{
    private const int MostRowsInBlock = 8192;
    private const int ValuesInBlock = 1 << 24;

    public static FeatureMatrix Apply(
        FeatureMatrix rows, FeatureScaling scaling, IPlacement placement, int componentCount, FitContext context)
    {
        float[] result = FeatureMatrixBuilder.Allocate(rows.NumberOfRows, componentCount);
        int rowsInBlock = RowsInBlock(rows.NumberOfColumns);
        int blockLength = Math.Min(rowsInBlock, rows.NumberOfRows);
        float[] mapped = BufferPool.Rent<float>(blockLength * rows.NumberOfColumns);
        double[] coordinates = new double[blockLength * componentCount];
        int[] finiteRows = new int[blockLength];
        var unseen = new UnseenRows(rows, scaling);
        for (int start = 0; start < rows.NumberOfRows; start += rowsInBlock)
        {
            context.ThrowIfCancelled();
            int end = Math.Min(rows.NumberOfRows, start + rowsInBlock);
            int finiteCount = 0;
            for (int row = start; row < end; row++)
            {
                Span<float> target = mapped.AsSpan(finiteCount * rows.NumberOfColumns, rows.NumberOfColumns);
                unseen.Map(row, target);
                if (IsFinite(target))
                {
                    finiteRows[finiteCount++] = row;
                }
                else
                {
                    result.AsSpan(row * componentCount, componentCount).Fill(float.NaN);
                }
            }

            placement.PlaceBlock(mapped.AsMemory(0, finiteCount * rows.NumberOfColumns), finiteCount, coordinates, context);
            for (int i = 0; i < finiteCount * componentCount; i++)
            {
                result[(finiteRows[i / componentCount] * componentCount) + (i % componentCount)] = ToSingle(coordinates[i]);
            }

            context.Report(LlePhase.Placement, end, rows.NumberOfRows);
        }

        BufferPool.Return(mapped);
        return FeatureMatrix.FromRowMajor(result, rows.NumberOfRows, componentCount);
    }

    /// <summary>How many rows are mapped at once, so that wide ones take no more than 64 MB.</summary>
    public static int RowsInBlock(int columnCount) => Math.Clamp(ValuesInBlock / columnCount, 1, MostRowsInBlock);

    /// <summary>A coordinate as it is given away: the largest number of single precision where it lies beyond.</summary>
    public static float ToSingle(double coordinate) => (float)Math.Clamp(coordinate, float.MinValue, float.MaxValue);

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
}
