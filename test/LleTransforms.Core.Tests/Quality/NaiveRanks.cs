namespace LleTransforms.Core.Tests.Quality;

/// <summary>The definitions, written out: rank matrices by sorting each row, and the figures as double sums over pairs.</summary>
internal static class NaiveRanks
{
    /// <summary>Entry [i, j]: the rank of j as seen from i, from 1, ties by index; 0 on the diagonal.</summary>
    public static int[,] Of(FeatureMatrix matrix)
    {
        int rowCount = matrix.NumberOfRows;
        int[,] ranks = new int[rowCount, rowCount];
        for (int i = 0; i < rowCount; i++)
        {
            int rank = 0;
            foreach (int j in Enumerable.Range(0, rowCount).Where(j => j != i).OrderBy(j => SquaredDistance(matrix, i, j)).ThenBy(j => j))
            {
                ranks[i, j] = ++rank;
            }
        }

        return ranks;
    }

    public static double SquaredDistance(FeatureMatrix matrix, int i, int j)
    {
        double sum = 0;
        for (int column = 0; column < matrix.NumberOfColumns; column++)
        {
            double difference = (double)matrix.Row(i)[column] - matrix.Row(j)[column];
            sum += difference * difference;
        }

        return sum;
    }

    /// <summary>1 - 2 / (m K (2n - 3K - 1)) times the sum of rho - K over intruders, over the given anchors; K below n / 2.</summary>
    public static double Trustworthiness(int[,] featureRanks, int[,] embeddingRanks, int size, int[] anchors)
    {
        int rowCount = featureRanks.GetLength(0);
        double sum = 0;
        foreach (int i in anchors)
        {
            for (int j = 0; j < rowCount; j++)
            {
                if (j != i && embeddingRanks[i, j] <= size && featureRanks[i, j] > size)
                {
                    sum += featureRanks[i, j] - size;
                }
            }
        }

        return 1 - 2 * sum / (anchors.Length * (double)size * (2 * rowCount - 3 * size - 1));
    }

    /// <summary>Q_NX(K): the mean share of the K nearest that both spaces have in common.</summary>
    public static double Agreement(int[,] featureRanks, int[,] embeddingRanks, int size, int[] anchors)
    {
        int rowCount = featureRanks.GetLength(0);
        int common = 0;
        foreach (int i in anchors)
        {
            for (int j = 0; j < rowCount; j++)
            {
                if (j != i && embeddingRanks[i, j] <= size && featureRanks[i, j] <= size)
                {
                    common++;
                }
            }
        }

        return common / ((double)anchors.Length * size);
    }
}
