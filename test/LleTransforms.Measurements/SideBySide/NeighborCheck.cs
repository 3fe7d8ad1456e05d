using LleTransforms.Neighbors;

namespace LleTransforms.Measurements.SideBySide;

/// <summary>Checks lists of neighbours against distances in double precision, for some hundreds of the rows: O(500 n D).</summary>
internal static class NeighborCheck
{
    private const int CheckedRows = 500;

    /// <summary>The share of listed neighbours that lie farther than the true k-th.</summary>
    public static double ShareWrong(FeatureMatrix features, Table lists)
    {
        int k = lists.NumberOfColumns;
        int step = Math.Max(1, lists.NumberOfRows / CheckedRows);
        int[] rows = [.. Enumerable.Range(0, (lists.NumberOfRows + step - 1) / step).Select(i => i * step)];
        int wrong = rows.AsParallel().Sum(row =>
        {
            double[] distances = new double[features.NumberOfRows];
            for (int other = 0; other < distances.Length; other++)
            {
                distances[other] = other == row ? double.PositiveInfinity : SquaredDistance.Between(features.Row(row), features.Row(other));
            }

            double farthest = distances.Order().ElementAt(k - 1);
            return Enumerable.Range(0, k).Count(j => distances[(int)lists.Values[(row * k) + j]] > farthest);
        });
        return (double)wrong / (rows.Length * k);
    }
}
