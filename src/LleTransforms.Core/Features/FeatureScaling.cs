using System.Runtime.CompilerServices;

namespace LleTransforms.Features;

/// <summary>
/// The map from a row in the user's units to the row the engine computes with. It is (s - mean) 2^-scaleExponent, rounded once more, where
/// s is x - offset, rounded to single precision. Fitted and unseen rows go through the same arithmetic, so that a row equal to a fitted one
/// gets the same bits.
/// </summary>
/// <remarks>
/// An unseen row may lie so far away that single precision does not reach it. It is put at a distance of 2^50, in its own direction from
/// the mean. Single precision holds sums of squares of that. Immutable, safe for any number of threads. A NaN or infinity in the row gives
/// one in the same place. A model must keep all of its numbers.
/// </remarks>
internal sealed class FeatureScaling
{
    /// <summary>Values of mapped rows lie within this.</summary>
    public const float Farthest = 1L << 50;

    private readonly double _scale;

    /// <param name="offset">Subtracted before the first rounding; null stands for zeros (single-precision input).</param>
    /// <param name="mean">The mean of each column of the stored values.</param>
    /// <param name="scaleExponent">A length of 1 after the map is a length of 2^scaleExponent in the user's units.</param>
    public FeatureScaling(double[]? offset, double[] mean, int scaleExponent)
    {
        if (offset is not null && offset.Length != mean.Length)
        {
            throw new ArgumentException($"offset has {offset.Length} columns, mean {mean.Length}.", nameof(offset));
        }

        Offset = offset;
        Mean = mean;
        ScaleExponent = scaleExponent;
        _scale = Math.ScaleB(1.0, -scaleExponent);
        Center = offset is null ? mean : [.. mean.Zip(offset, (m, o) => m + o)];
    }

    public double[]? Offset { get; }

    public double[] Mean { get; }

    public int ScaleExponent { get; }

    public int NumberOfColumns => Mean.Length;

    /// <summary>Offset + mean: what is subtracted from each column, in the user's units.</summary>
    public double[] Center { get; }

    /// <summary>Whether another map subtracts and scales alike, to the bit.</summary>
    public bool CentersAs(FeatureScaling other) =>
        ScaleExponent == other.ScaleExponent && Center.AsSpan().SequenceEqual(other.Center);

    /// <summary>Maps an unseen row of single precision.</summary>
    public void Map(ReadOnlySpan<float> row, Span<float> destination)
    {
        bool isNear = true;
        for (int j = 0; j < Mean.Length; j++)
        {
            destination[j] = Scale(Offset is null ? row[j] : StoredOrBeyond(row[j], Offset[j]), Mean[j], _scale);
            isNear &= Math.Abs(destination[j]) <= Farthest;
        }

        if (!isNear)
        {
            MapFar(Array.ConvertAll(row[..Mean.Length].ToArray(), value => (double)value), destination);
        }
    }

    /// <summary>Maps an unseen row of double precision.</summary>
    public void Map(ReadOnlySpan<double> row, Span<float> destination)
    {
        bool isNear = true;
        for (int j = 0; j < Mean.Length; j++)
        {
            destination[j] = Scale(StoredOrBeyond(row[j], Offset is null ? 0 : Offset[j]), Mean[j], _scale);
            isNear &= Math.Abs(destination[j]) <= Farthest;
        }

        if (!isNear)
        {
            MapFar(row, destination);
        }
    }

    /// <summary>Maps a row as <see cref="FeatureMatrix"/> stores it, the offset already taken off.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void MapStored(ReadOnlySpan<float> stored, Span<float> destination)
    {
        double[] mean = Mean;
        double scale = _scale;
        destination = destination[..mean.Length];
        stored = stored[..mean.Length];
        for (int j = 0; j < mean.Length; j++)
        {
            destination[j] = Scale(stored[j], mean[j], scale);
        }
    }

    /// <summary>Maps an unseen row as <see cref="FeatureMatrix"/> stores it; false where it lies too far away, or is not finite.</summary>
    public bool TryMapStored(ReadOnlySpan<float> stored, Span<float> destination)
    {
        MapStored(stored, destination);
        bool isNear = true;
        foreach (float value in destination[..Mean.Length])
        {
            isNear &= Math.Abs(value) <= Farthest;
        }

        return isNear;
    }

    /// <summary>Maps one value of a column as <see cref="FeatureMatrix"/> stores it.</summary>
    public float MapStored(float stored, int column) => Scale(stored, Mean[column], _scale);

    /// <summary>The one rounding between a user's value and what a <see cref="FeatureMatrix"/> stores.</summary>
    public static float ToStored(double value, double offset) => (float)(value - offset);

    /// <summary>Brings mapped values within what has squares, each by itself.</summary>
    public static void Bound(Span<float> mapped)
    {
        foreach (ref float value in mapped)
        {
            value = Math.Clamp(value, -Farthest, Farthest);
        }
    }

    /// <summary>A value as it would be stored; unrounded where single precision does not reach it.</summary>
    private static double StoredOrBeyond(double value, double offset)
    {
        float stored = ToStored(value, offset);
        return float.IsFinite(stored) ? stored : value - offset;
    }

    // Adding +0 turns -0 into +0, so that equal rows have equal bits.
    private static float Scale(double stored, double mean, double scale) => (float)((stored - mean) * scale) + 0f;

    /// <summary>Puts a finite row in its direction from the mean; one that is not finite stays so.</summary>
    private void MapFar(ReadOnlySpan<double> row, Span<float> destination)
    {
        // Halves have differences even where the values are the largest that there are.
        double[] halves = new double[Mean.Length];
        double largest = 0;
        for (int j = 0; j < halves.Length; j++)
        {
            halves[j] = (row[j] / 2) - (Center[j] / 2);
            largest = Math.Max(largest, Math.Abs(halves[j]));
        }

        for (int j = 0; j < halves.Length && double.IsFinite(largest); j++)
        {
            destination[j] = (float)(halves[j] / largest * Farthest) + 0f;
        }
    }
}
