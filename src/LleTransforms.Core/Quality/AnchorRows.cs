using LleTransforms.Features;

namespace LleTransforms.Quality;

/// <summary>The rows from which a figure is taken: all of them, or a seeded sample without replacement, in ascending order.</summary>
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
            throw new LleMessage($"{LleOptionName.SampleSize} is {asked}; it must lie between 1 and the number of rows, {rowCount}.")
                .In(text => new ArgumentOutOfRangeException(nameof(sampleSize), asked, text));
        }

        return asked;
    }

    public static int[] Choose(int rowCount, int size, int seed) => RowSample.Draw(rowCount, size, seed);
}
