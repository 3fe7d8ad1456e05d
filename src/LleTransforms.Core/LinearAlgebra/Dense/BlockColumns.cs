namespace LleTransforms.LinearAlgebra.Dense;

/// <summary>Columns kept in blocks of four, of which the last may be partly empty.</summary>
internal static class BlockColumns
{
    private const int Width = ColumnBlock.Width;

    /// <summary>The first columns of some blocks, copied; zeros fill the last block.</summary>
    public static List<double[]> First(List<double[]> blocks, int count) => Shifted(blocks, 0, count);

    /// <summary>The first columns of some blocks, followed at once by the first of others.</summary>
    public static List<double[]> Join(List<double[]> first, int firstCount, List<double[]> second, int secondCount)
    {
        List<double[]> joined = First(first, firstCount);
        List<double[]> shifted = Shifted(second, firstCount % Width, secondCount);
        if (firstCount % Width > 0)
        {
            // The last block of the one and the first of the other fill each other's empty columns.
            for (int i = 0; i < joined[^1].Length; i++)
            {
                joined[^1][i] += shifted[0][i];
            }

            shifted.RemoveAt(0);
        }

        joined.AddRange(shifted);
        return joined;
    }

    private static List<double[]> Shifted(List<double[]> blocks, int empty, int count)
    {
        List<double[]> result = [];
        for (int c = 0; c < count; c++)
        {
            int at = empty + c;
            if (result.Count <= at / Width)
            {
                result.Add(new double[blocks[0].LongLength]);
            }

            double[] source = blocks[c / Width], target = result[at / Width];
            for (int from = c % Width, to = at % Width; from < source.Length; from += Width, to += Width)
            {
                target[to] = source[from];
            }
        }

        return result;
    }
}
