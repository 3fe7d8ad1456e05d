namespace LleTransforms.Neighbors;

/// <summary>The numbers of neighbours a search can give.</summary>
internal static class NumberOfNeighborsRange
{
    /// <exception cref="ArgumentOutOfRangeException">Names the number asked for and the numbers there are.</exception>
    public static void Check(int neighborCount, int most)
    {
        if (neighborCount < 1 || neighborCount > most)
        {
            throw new ArgumentOutOfRangeException(
                nameof(neighborCount), neighborCount, $"{neighborCount} neighbours were asked for; this search can give 1 to {most}.");
        }
    }
}
