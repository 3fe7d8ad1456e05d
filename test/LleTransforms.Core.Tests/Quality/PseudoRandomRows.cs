namespace LleTransforms.Core.Tests.Quality;

/// <summary>
/// Rows that a few lines of any language reproduce bit for bit: the linear congruential generator s = (1103515245 s + 12345) mod 2^31 from
/// 12345, each value (s
/// >> 15) / 1024, six to a row v0 ... v5. Features are v0 ... v4; the embedding is (v0 + v1 / 2, v2 - v5 / 4). All values are exact in
/// single precision.
/// </summary>
internal static class PseudoRandomRows
{
    public static (FeatureMatrix Features, FeatureMatrix Embedding) Make(int rowCount)
    {
        float[] features = new float[rowCount * 5];
        float[] embedding = new float[rowCount * 2];
        float[] values = new float[6];
        long state = 12345;
        for (int row = 0; row < rowCount; row++)
        {
            for (int column = 0; column < 6; column++)
            {
                state = (1103515245 * state + 12345) % (1L << 31);
                values[column] = (state >> 15) / 1024f;
            }

            values.AsSpan(0, 5).CopyTo(features.AsSpan(row * 5));
            embedding[row * 2] = values[0] + values[1] / 2;
            embedding[row * 2 + 1] = values[2] - values[5] / 4;
        }

        return (FeatureMatrix.FromRowMajor(features, rowCount, 5), FeatureMatrix.FromRowMajor(embedding, rowCount, 2));
    }

    /// <summary>The first columns of every row.</summary>
    public static FeatureMatrix FirstColumns(FeatureMatrix matrix, int columnCount)
    {
        float[] values = new float[matrix.NumberOfRows * columnCount];
        for (int row = 0; row < matrix.NumberOfRows; row++)
        {
            matrix.Row(row)[..columnCount].CopyTo(values.AsSpan(row * columnCount));
        }

        return FeatureMatrix.FromRowMajor(values, matrix.NumberOfRows, columnCount);
    }

    /// <summary>Each row mapped by a function of its values.</summary>
    public static FeatureMatrix Map(FeatureMatrix matrix, int columnCount, Func<float[], int, float[]> map)
    {
        float[] values = new float[matrix.NumberOfRows * columnCount];
        for (int row = 0; row < matrix.NumberOfRows; row++)
        {
            map(matrix.Row(row).ToArray(), row).CopyTo(values, row * columnCount);
        }

        return FeatureMatrix.FromRowMajor(values, matrix.NumberOfRows, columnCount);
    }
}
