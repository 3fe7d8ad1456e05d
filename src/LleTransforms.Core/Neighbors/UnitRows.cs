using LleTransforms.Features;
using LleTransforms.Running;

namespace LleTransforms.Neighbors;

/// <summary>The directions of rows: each row, with its centre put back, divided by its length; Euclidean distances of these order rows by
/// angle.</summary>
/// <remarks>
/// |u - v|^2 = 2 (1 - cos), so the cosine metric is a Euclidean search among unit rows. Those may be centred again, which costs nothing and
/// keeps single-precision products accurate. Fitted rows and queries both start from the centred values and go through the same arithmetic,
/// so equal rows get equal bits. O(n D) time, n D floats.
/// </remarks>
internal sealed class UnitRows
{
    /// <summary>Squares of no more than this can be summed.</summary>
    private const double LargestCenter = 1e150;

    private readonly double[] _scaledCenter;
    private readonly float[] _zeroRow;
    private readonly FeatureScaling _scaling;

    private UnitRows(FeatureScaling source)
    {
        _scaledCenter = [.. source.Center.Select(c => Math.ScaleB(c, -source.ScaleExponent))];
        _zeroRow = new float[source.NumberOfColumns];
        source.Map(new double[source.NumberOfColumns], _zeroRow);
        _scaling = new FeatureScaling(null, new double[source.NumberOfColumns], 0);
        Features = null!;
    }

    private UnitRows(UnitRows uncentered, CenteredFeatures features)
    {
        _scaledCenter = uncentered._scaledCenter;
        _zeroRow = uncentered._zeroRow;
        _scaling = features.Scaling;
        Features = features;
    }

    /// <summary>The fitted rows' directions, centred and scaled for a Euclidean search.</summary>
    public CenteredFeatures Features { get; }

    /// <summary>What is added to a centred row to have it as seen from the origin of the user's units.</summary>
    public ReadOnlySpan<double> ScaledCenter => _scaledCenter;

    /// <summary>A row of zeros as the engine has it, which has no direction.</summary>
    public ReadOnlySpan<float> ZeroRow => _zeroRow;

    /// <summary>A squared distance among <see cref="Features"/> times this is 2 (1 - cos).</summary>
    public double SquaredScale => Math.ScaleB(1, 2 * Features.ScaleExponent);

    /// <param name="features">The rows as the engine holds them.</param>
    /// <param name="originalRows">For each of them the user's row number, for the error message; null where they are the same.</param>
    /// <param name="context">Threads to use and when to stop.</param>
    /// <exception cref="ArgumentException">A row is zero, or too small to be told from zero in single precision; its number is named. Or
    /// the rows differ by so little, beside their distance from zero, that they have no directions.</exception>
    public static UnitRows Create(CenteredFeatures features, int[]? originalRows, FitContext context)
    {
        var uncentered = new UnitRows(features.Scaling);
        int far = Array.FindIndex(uncentered._scaledCenter, value => !(Math.Abs(value) <= LargestCenter));
        if (far >= 0)
        {
            throw new ArgumentException(
                $"Column {far} (counted from 0) lies too far from zero for what the rows differ by; all have one direction. Rescale the " +
                "column, or use the Euclidean metric.");
        }

        int columnCount = features.NumberOfColumns;
        var directions = new float[features.Values.Length];
        int zeroRow = int.MaxValue;
        RowBlocks.ForEach(features.NumberOfRows, context, (first, end) =>
        {
            for (int row = first; row < end; row++)
            {
                if (!uncentered.TryMap(features.Row(row), directions.AsSpan(row * columnCount, columnCount)))
                {
                    SetSmaller(ref zeroRow, row);
                }
            }
        });
        if (zeroRow != int.MaxValue)
        {
            throw new ArgumentException(
                $"Row {originalRows?[zeroRow] ?? zeroRow} (counted from 0) is zero and has no direction; the Cosine metric " +
                $"needs rows that differ " +
                "from zero. Drop the row, or use the Euclidean metric.");
        }

        var matrix = FeatureMatrix.FromRowMajor(directions, features.NumberOfRows, columnCount);
        return new UnitRows(uncentered, CenteredFeatures.Create(matrix, context));
    }

    /// <summary>Maps a centred row to its direction, in the scale of <see cref="Features"/>; false, and
    /// NaN, for a row without direction.</summary>
    public bool TryMap(ReadOnlySpan<float> centered, Span<float> destination)
    {
        destination = destination[..centered.Length];
        double squaredLength = 0;
        for (int j = 0; j < centered.Length; j++)
        {
            double value = centered[j] + _scaledCenter[j];
            squaredLength += value * value;
        }

        if (!(squaredLength > 0) || centered.SequenceEqual(_zeroRow))
        {
            destination.Fill(float.NaN);
            return false;
        }

        double inverse = 1 / Math.Sqrt(squaredLength);
        for (int j = 0; j < centered.Length; j++)
        {
            destination[j] = (float)((centered[j] + _scaledCenter[j]) * inverse);
        }

        _scaling.MapStored(destination, destination);
        FeatureScaling.Bound(destination);
        return true;
    }

    private static void SetSmaller(ref int target, int value)
    {
        int seen = Volatile.Read(ref target);
        while (value < seen)
        {
            int before = Interlocked.CompareExchange(ref target, value, seen);
            if (before == seen)
            {
                return;
            }

            seen = before;
        }
    }
}
