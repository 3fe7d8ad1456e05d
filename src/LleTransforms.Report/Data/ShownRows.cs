namespace LleTransforms.Report.Data;

/// <summary>The rows that a page shows: all of them, or a seeded sample without replacement, in ascending order.</summary>
internal static class ShownRows
{
    /// <remarks>Selection sampling (Knuth, The Art of Computer Programming 2, algorithm 3.4.2 S).</remarks>
    public static int[] Choose(int rowCount, int largest, int seed)
    {
        int size = Math.Min(rowCount, largest);
        var random = new Random(seed);
        int[] rows = new int[size];
        int taken = 0;
        for (int row = 0; taken < size; row++)
        {
            if (random.NextDouble() * (rowCount - row) < size - taken)
            {
                rows[taken++] = row;
            }
        }

        return rows;
    }
}
