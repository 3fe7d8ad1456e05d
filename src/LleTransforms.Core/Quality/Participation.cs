namespace LleTransforms.Quality;

/// <summary>
/// How many rows a coordinate rests on: (sum of v^2)^2 / sum of v^4 of its centred values v. It is n for a coordinate of two values, about
/// n / 3 for normal ones, and 1 where all but one row stand together. Bell and Dean, "Atomic vibrations in vitreous silica", Discuss.
/// Faraday Soc. 50 (1970).
/// </summary>
internal static class Participation
{
    /// <summary>A coordinate that rests on a smaller part of the rows tells a group that all but closes from the others.</summary>
    public const double NarrowShare = 0.01;

    /// <summary>The rows that take part in each coordinate; 0 for a coordinate of equal values.</summary>
    /// <param name="coordinates">Row-major.</param>
    /// <param name="componentCount">d.</param>
    public static double[] Of(ReadOnlySpan<double> coordinates, int componentCount)
    {
        int n = coordinates.Length / componentCount;
        double[] rows = new double[componentCount];
        for (int c = 0; c < componentCount; c++)
        {
            double mean = 0, second = 0, fourth = 0;
            for (int i = c; i < coordinates.Length; i += componentCount)
            {
                mean += coordinates[i] / n;
            }

            for (int i = c; i < coordinates.Length; i += componentCount)
            {
                double square = (coordinates[i] - mean) * (coordinates[i] - mean);
                second += square;
                fourth += square * square;
            }

            rows[c] = fourth == 0 ? 0 : second * second / fourth;
        }

        return rows;
    }

    /// <summary>Whether a coordinate rests on few of the rows. Where a share is less than one row, none does.</summary>
    public static bool IsNarrow(double participatingRows, int rowCount) => participatingRows < NarrowShare * rowCount;
}
