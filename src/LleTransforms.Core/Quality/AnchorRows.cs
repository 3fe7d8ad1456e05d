using MathNet.Numerics.Random;

namespace LleTransforms.Quality;

/// <summary>The rows from which a figure is taken: all of them, or a seeded sample without replacement, in ascending order.</summary>
/// <remarks>Selection sampling (Knuth, The Art of Computer Programming 2, algorithm 3.4.2 S): n random numbers, no memory beyond the
/// result.</remarks>
internal static class AnchorRows
{
    /// <summary>Up to this many rows every row is an anchor unless the caller says otherwise.</summary>
    public const int LargestRowCountTakenWhole = 5_000;

    /// <summary>The size of the sample that is drawn from more rows than that.</summary>
    public const int DefaultSampleSize = 1_000;

    /// <summary>The size asked for, or the default for this many rows; throws for a size out of range.</summary>
    public static int ResolveSize(int rowCount, int? sampleSize, int defaultSampleSize = DefaultSampleSize)
    {
        if (sampleSize is not int asked)
        {
            return rowCount <= LargestRowCountTakenWhole ? rowCount : defaultSampleSize;
        }

        if (asked < 1 || asked > rowCount)
        {
            throw new ArgumentOutOfRangeException(
                nameof(sampleSize), asked, $"SampleSize is {asked}; it must lie between 1 and the number of rows, {rowCount}.");
        }

        return asked;
    }

    public static int[] Choose(int rowCount, int size, int seed)
    {
        int[] chosen = new int[size];
        if (size == rowCount)
        {
            for (int row = 0; row < rowCount; row++)
            {
                chosen[row] = row;
            }

            return chosen;
        }

        var random = new MersenneTwister(seed, threadSafe: false);
        int taken = 0;
        for (int row = 0; taken < size; row++)
        {
            if (random.NextDouble() * (rowCount - row) < size - taken)
            {
                chosen[taken++] = row;
            }
        }

        return chosen;
    }
}
