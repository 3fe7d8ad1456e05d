using LleTransforms.Features;

namespace LleTransforms.Model;

/// <summary>Reads sparse training rows from a model's binary form, which is not trusted.</summary>
internal static class SparseRowsFormat
{
    /// <exception cref="InvalidDataException">The rows make no sense.</exception>
    public static SparseRows Read(BoundedBinaryReader reader, int rowCount, FeatureScaling scaling)
    {
        int count = reader.ReadCount("number of values held", 0, Array.MaxLength);
        int[] starts = reader.ReadInt32s("starts of sparse rows", rowCount + 1L);
        int[] columns = reader.ReadInt32s("columns of sparse rows", count);
        float[] values = reader.ReadFiniteSingles("values of sparse rows", count);
        float[] baseRow = new float[scaling.NumberOfColumns];
        scaling.Map(new double[scaling.NumberOfColumns], baseRow);
        if (starts[0] != 0 || starts[^1] != count || !Array.TrueForAll(baseRow, float.IsFinite))
        {
            throw Damaged();
        }

        for (int row = 0; row < rowCount; row++)
        {
            if (starts[row + 1] < starts[row] || starts[row + 1] > count)
            {
                throw Damaged();
            }

            int before = -1;
            for (int i = starts[row]; i < starts[row + 1]; i++)
            {
                if (columns[i] <= before || columns[i] >= baseRow.Length)
                {
                    throw Damaged();
                }

                before = columns[i];
            }
        }

        return new SparseRows(baseRow, starts, columns, values);
    }

    private static InvalidDataException Damaged() =>
        new("The model's sparse rows do not ascend within their bounds, or its scaling is out of range: the file is damaged.");
}
