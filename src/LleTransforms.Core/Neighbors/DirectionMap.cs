using LleTransforms.Features;

namespace LleTransforms.Neighbors;

/// <summary>The map from a row as the engine holds it to its direction. The centre is put back, and the row is divided by its length.
/// What comes of it is centred and scaled.</summary>
/// <remarks>Fitted rows and queries go through the same arithmetic, so equal rows get equal bits. Immutable, safe for any number of
/// threads. Cost: O(D) a row.</remarks>
internal sealed class DirectionMap
{
    /// <summary>What is wrong with a row that has no direction; the row's name stands before it.</summary>
    public const string ZeroRowFault =
        "is zero and has no direction; the Cosine metric needs rows that differ from zero. Drop the row, or use the Euclidean metric.";

    /// <summary>Squares of no more than this can be summed.</summary>
    private const double LargestCenter = 1e150;

    private readonly double[] _scaledCenter;
    private readonly float[] _zeroRow;

    /// <summary>Leaves directions as they are, neither centred nor scaled.</summary>
    /// <param name="source">The map that made the rows.</param>
    public DirectionMap(FeatureScaling source)
    {
        _scaledCenter = ScaledCenterOf(source);
        _zeroRow = new float[source.NumberOfColumns];
        source.Map(new double[source.NumberOfColumns], _zeroRow);
        Scaling = new FeatureScaling(null, new double[source.NumberOfColumns], 0);
    }

    private DirectionMap(DirectionMap uncentered, FeatureScaling scaling) =>
        (_scaledCenter, _zeroRow, Scaling) = (uncentered._scaledCenter, uncentered._zeroRow, scaling);

    /// <summary>How directions are centred and scaled.</summary>
    public FeatureScaling Scaling { get; }

    /// <summary>What is added to a centred row to have it as seen from the origin of the user's units.</summary>
    public ReadOnlySpan<double> ScaledCenter => _scaledCenter;

    /// <summary>A row of zeros as the engine has it, which has no direction.</summary>
    public ReadOnlySpan<float> ZeroRow => _zeroRow;

    /// <summary>Refuses rows that differ by so little, beside their distance from zero, that they have no directions.</summary>
    /// <param name="source">The map that made the rows.</param>
    /// <exception cref="ArgumentException">The rows are such.</exception>
    public static void Check(FeatureScaling source)
    {
        int far = Array.FindIndex(ScaledCenterOf(source), value => !(Math.Abs(value) <= LargestCenter));
        if (far >= 0)
        {
            throw new ArgumentException(
                $"Column {far} (counted from 0) lies too far from zero for what the rows differ by; all have one direction. Rescale the " +
                "column, or use the Euclidean metric.");
        }
    }

    /// <summary>The same map with directions centred and scaled.</summary>
    public DirectionMap CenteredBy(FeatureScaling scaling) => new(this, scaling);

    /// <summary>Maps a centred row to its direction; false, and NaN, for a row without direction.</summary>
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

        Scaling.MapStored(destination, destination);
        FeatureScaling.Bound(destination);
        return true;
    }

    /// <summary>Maps rows that stand one after the other; they may be mapped where they stand.</summary>
    public void MapAll(ReadOnlySpan<float> rows, Span<float> destination)
    {
        int columnCount = Scaling.NumberOfColumns;
        for (int at = 0; at < rows.Length; at += columnCount)
        {
            TryMap(rows.Slice(at, columnCount), destination.Slice(at, columnCount));
        }
    }

    /// <summary>The directions of rows that all have one.</summary>
    public CenteredFeatures MapAll(CenteredFeatures rows)
    {
        float[] directions = new float[rows.Values.Length];
        MapAll(rows.Values, directions);
        return new CenteredFeatures(directions, rows.NumberOfRows, Scaling);
    }

    private static double[] ScaledCenterOf(FeatureScaling source) =>
        [.. source.Center.Select(c => Math.ScaleB(c, -source.ScaleExponent))];
}
