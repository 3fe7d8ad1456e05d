namespace LleTransforms.Orleans.Tests;

/// <summary>Rows of three columns whose graph falls into parts.</summary>
internal static class PartRows
{
    /// <summary>Sheets that lie far from each other, whose rows take turns.</summary>
    public static float[] Sheets(LleMetric metric, params int[] sizes)
    {
        float[] rows = new float[sizes.Sum() * 3];
        float[][] sheets = Array.ConvertAll(sizes, TestRows.SwissRoll);
        int[] used = new int[sizes.Length];
        for (int at = 0; at < rows.Length; at += 3)
        {
            // Whichever sheet is furthest behind its share.
            int sheet = Enumerable.Range(0, sizes.Length).MinBy(p => (used[p] + 1.0) / sizes[p]);
            for (int j = 0; j < 3; j++)
            {
                float value = sheets[sheet][(used[sheet] * 3) + j];
                bool isApart = j == sheet % 3;
                rows[at + j] = metric == LleMetric.Cosine
                    ? (value / 100) + (isApart ? sheet < 3 ? 3 : -3 : 0)
                    : value + (isApart ? 200 * (sheet + 1) : 0);
            }

            used[sheet]++;
        }

        return rows;
    }

    /// <summary>A sheet with groups of rows next to each other on it, from which nothing leads to the sheet.</summary>
    public static float[] WithTightGroups(int rowCount, int groupCount)
    {
        const int Size = 14;
        float[] sheet = TestRows.SwissRoll(rowCount);
        float[] rows = new float[(rowCount + (groupCount * Size)) * 3];
        sheet.CopyTo(rows, groupCount * Size * 3);
        for (int i = 0; i < groupCount * Size; i++)
        {
            int near = ((i / Size) + 1) * rowCount / (groupCount + 1);
            for (int j = 0; j < 3; j++)
            {
                rows[(i * 3) + j] = sheet[(near * 3) + j] + (float)(0.01 * Math.Sin((i * 3) + j + (i * i)));
            }
        }

        return rows;
    }

    /// <summary>Two sheets, and rows halfway between them that lead into both.</summary>
    public static float[] WithRowsBetween(int oneCount, int otherCount, int betweenCount)
    {
        float[] one = TestRows.SwissRoll(oneCount);
        float[] other = TestRows.SwissRoll(otherCount);
        float[] between = new float[betweenCount * 3];
        for (int i = 0; i < other.Length; i++)
        {
            other[i] += i % 3 == 0 ? 100 : 0;
        }

        float right = one.Where((_, i) => i % 3 == 0).Max();
        float left = other.Where((_, i) => i % 3 == 0).Min();
        for (int i = 0; i < betweenCount; i++)
        {
            between[i * 3] = (left + right) / 2;
            between[(i * 3) + 1] = i * 20f / betweenCount;
        }

        return [.. between, .. one, .. other];
    }
}
