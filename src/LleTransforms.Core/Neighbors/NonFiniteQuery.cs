using LleTransforms.Neighbors.Dense;

namespace LleTransforms.Neighbors;

/// <summary>What every search answers to a query that holds NaN or an infinity: rows 0, 1, 2, ... at distance NaN.</summary>
/// <remarks>An unseen row may be missing values; it must give NaN coordinates downstream, not an
/// exception in the middle of a batch.</remarks>
internal static class NonFiniteQuery
{
    public static bool TryAnswer(ReadOnlySpan<float> query, Span<int> indices, Span<double> squaredDistances)
    {
        if (double.IsFinite(DenseRows.SquaredNormOf(query)))
        {
            return false;
        }

        Answer(indices, squaredDistances);
        return true;
    }

    public static void Answer(Span<int> indices, Span<double> squaredDistances)
    {
        for (int r = 0; r < indices.Length; r++)
        {
            indices[r] = r;
            squaredDistances[r] = double.NaN;
        }
    }
}
