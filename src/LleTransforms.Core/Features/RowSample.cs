using MathNet.Numerics.Random;

namespace LleTransforms.Features;

/// <summary>A seeded sample of rows without replacement, in ascending order.</summary>
/// <remarks>Selection sampling (Knuth, The Art of Computer Programming 2, algorithm 3.4.2 S): n random numbers, no memory beyond the
/// result.</remarks>
internal static class RowSample
{
    public static int[] Draw(int rowCount, int size, int seed)
    {
        int[] drawn = new int[size];
        if (size == rowCount)
        {
            for (int row = 0; row < rowCount; row++)
            {
                drawn[row] = row;
            }

            return drawn;
        }

        var random = new MersenneTwister(seed, threadSafe: false);
        int taken = 0;
        for (int row = 0; taken < size; row++)
        {
            if (random.NextDouble() * (rowCount - row) < size - taken)
            {
                drawn[taken++] = row;
            }
        }

        return drawn;
    }

    /// <summary>Where each row's coordinates stand. The held rows come first and the others after them, both in their order.</summary>
    public static int[] Places(int[] held, int rowCount)
    {
        int[] place = new int[rowCount];
        int next = held.Length;
        int at = 0;
        for (int row = 0; row < rowCount; row++)
        {
            place[row] = at < held.Length && held[at] == row ? at++ : next++;
        }

        return place;
    }
}
