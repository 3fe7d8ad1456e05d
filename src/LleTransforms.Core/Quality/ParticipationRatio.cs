using System.Numerics.Tensors;

namespace LleTransforms.Quality;

/// <summary>
/// How many rows a coordinate rests on: (sum of v^2)^2 / sum of v^4 of its centred values v. It is n for a coordinate of two values, about
/// n / 3 for normal ones, and 1 where all but one row stand together.
/// </summary>
/// <remarks>
/// Bell and Dean, "Atomic vibrations in vitreous silica", Discuss. Faraday Soc. 50 (1970), who tell by it how many atoms take part in a
/// vibration. Where a graph was embedded in parts a coordinate is one vector in each of them. It concerns the part's own rows alone, so it
/// is centred and counted part by part. Cost n d.
/// </remarks>
internal static class ParticipationRatio
{
    /// <summary>
    /// A coordinate that rests on a smaller share of the rows tells a group that all but closes from the others. On 2,000 images, passing
    /// over coordinates below this share serves a linear trainer, and passing over those below twice the share takes from it
    /// (docs/evidence/trainers.md).
    /// </summary>
    public const double NarrowShare = 0.01;

    /// <summary>The rows of a part that take part in each coordinate; 0 for a coordinate of equal values.</summary>
    /// <param name="coordinates">Row-major.</param>
    /// <param name="componentCount">d.</param>
    /// <param name="part">The numbers of the part's rows; null for all.</param>
    public static double[] Of(ReadOnlySpan<double> coordinates, int componentCount, int[]? part = null)
    {
        int n = part?.Length ?? coordinates.Length / componentCount;
        double[] rows = new double[componentCount];
        for (int c = 0; c < componentCount; c++)
        {
            double mean = 0, second = 0, fourth = 0;
            for (int i = 0; i < n; i++)
            {
                mean += coordinates[((part?[i] ?? i) * componentCount) + c] / n;
            }

            for (int i = 0; i < n; i++)
            {
                double deviation = coordinates[((part?[i] ?? i) * componentCount) + c] - mean;
                double square = deviation * deviation;
                second += square;
                fourth += square * square;
            }

            rows[c] = fourth == 0 ? 0 : second * second / fourth;
        }

        return rows;
    }

    /// <summary>The share of the rows of all parts that take part in each coordinate.</summary>
    /// <param name="ofParts">The rows that take part, part by part.</param>
    /// <param name="rowCount">The rows of all parts together.</param>
    public static double[] Share(double[][] ofParts, int rowCount)
    {
        double[] shares = new double[ofParts[0].Length];
        foreach (double[] part in ofParts)
        {
            TensorPrimitives.Add<double>(shares, part, shares);
        }

        TensorPrimitives.Divide<double>(shares, rowCount, shares);
        return shares;
    }

    /// <summary>Whether a coordinate rests on few of the rows. Where a share is less than one row, none does.</summary>
    public static bool IsNarrow(double participatingRows, int rowCount) => participatingRows < NarrowShare * rowCount;
}
