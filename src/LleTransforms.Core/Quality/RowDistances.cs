using System.Numerics;

namespace LleTransforms.Quality;

/// <summary>Squared Euclidean distances between rows, each difference and each sum in double.</summary>
/// <remarks>
/// Differences are taken before squaring, so an offset common to all rows costs no digits, and d(i, j) and d(j, i) have the same bits.
/// Cost: n D for one row against all. Safe for any number of threads.
/// </remarks>
internal static class RowDistances
{
    /// <summary>The squared distance of one row to every row of the matrix, itself included (0).</summary>
    public static void SquaredFrom(FeatureMatrix matrix, int row, Span<double> squaredDistances)
    {
        ReadOnlySpan<float> anchor = matrix.Row(row);
        for (int other = 0; other < squaredDistances.Length; other++)
        {
            squaredDistances[other] = Squared(anchor, matrix.Row(other));
        }
    }

    public static double Squared(ReadOnlySpan<float> left, ReadOnlySpan<float> right)
    {
        double sum = 0;
        int column = 0;
        if (left.Length >= Vector<float>.Count)
        {
            Vector<double> lowSums = Vector<double>.Zero;
            Vector<double> highSums = Vector<double>.Zero;
            for (; column <= left.Length - Vector<float>.Count; column += Vector<float>.Count)
            {
                Vector.Widen(new Vector<float>(left[column..]), out Vector<double> leftLow, out Vector<double> leftHigh);
                Vector.Widen(new Vector<float>(right[column..]), out Vector<double> rightLow, out Vector<double> rightHigh);
                Vector<double> low = leftLow - rightLow;
                Vector<double> high = leftHigh - rightHigh;
                lowSums += low * low;
                highSums += high * high;
            }

            sum = Vector.Sum(lowSums + highSums);
        }

        for (; column < left.Length; column++)
        {
            double difference = (double)left[column] - right[column];
            sum += difference * difference;
        }

        return sum;
    }
}
