namespace LleTransforms.Core.Tests.TestData;

/// <summary>Tables of distances in place of features.</summary>
internal static class DistanceTables
{
    /// <summary>Euclidean distances of all rows to all rows, rounded once to single precision.</summary>
    public static FeatureMatrix Euclidean(double[,] rows) => Between(rows, rows);

    /// <summary>Euclidean distances of some rows to those of a fit.</summary>
    public static FeatureMatrix Between(double[,] unseen, double[,] fitted) => FeatureMatrix.FromArray(
        Fill(unseen.GetLength(0), fitted.GetLength(0), (row, other) => (float)Length(unseen, row, fitted, other)));

    /// <summary>The number of insertions, deletions and exchanges that lead from each word to each.</summary>
    /// <remarks>Levenshtein 1966, "Binary codes capable of correcting deletions, insertions and reversals".</remarks>
    public static FeatureMatrix OfEdits(string[] words) =>
        FeatureMatrix.FromArray(Fill(words.Length, words.Length, (row, other) => Edits(words[row], words[other])));

    public static float[,] Fill(int rowCount, int columnCount, Func<int, int, float> distance)
    {
        float[,] table = new float[rowCount, columnCount];
        for (int row = 0; row < rowCount; row++)
        {
            for (int column = 0; column < columnCount; column++)
            {
                table[row, column] = distance(row, column);
            }
        }

        return table;
    }

    private static double Length(double[,] a, int row, double[,] b, int other)
    {
        double sum = 0;
        for (int c = 0; c < a.GetLength(1); c++)
        {
            sum += (a[row, c] - b[other, c]) * (a[row, c] - b[other, c]);
        }

        return Math.Sqrt(sum);
    }

    public static int Edits(string from, string to)
    {
        int[] costs = [.. Enumerable.Range(0, to.Length + 1)];
        for (int i = 1; i <= from.Length; i++)
        {
            int diagonal = costs[0];
            costs[0] = i;
            for (int j = 1; j <= to.Length; j++)
            {
                int exchanged = diagonal + (from[i - 1] == to[j - 1] ? 0 : 1);
                diagonal = costs[j];
                costs[j] = Math.Min(exchanged, 1 + Math.Min(costs[j], costs[j - 1]));
            }
        }

        return costs[^1];
    }
}
