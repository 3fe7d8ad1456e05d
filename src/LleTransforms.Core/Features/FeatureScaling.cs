namespace LleTransforms.Features;

/// <summary>
/// The map from a row in the user's units to the row the engine computes with. It is (s - mean) 2^-scaleExponent, rounded once more, where
/// s is x - offset, rounded to single precision. Fitted and unseen rows go through the same arithmetic, so that a row equal to a fitted one
/// gets the same bits.
/// </summary>
/// <remarks>Immutable, safe for any number of threads. A NaN in the row gives NaN in the same place. A
/// model must keep all of its numbers.</remarks>
internal sealed class FeatureScaling
{
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

    /// <summary>Maps an unseen row of single precision.</summary>
    public void Map(ReadOnlySpan<float> row, Span<float> destination)
    {
        if (Offset is null)
        {
            MapStored(row, destination);
            return;
        }

        for (int j = 0; j < Mean.Length; j++)
        {
            destination[j] = Scale(ToStored(row[j], Offset[j]), Mean[j], _scale);
        }
    }

    /// <summary>Maps an unseen row of double precision.</summary>
    public void Map(ReadOnlySpan<double> row, Span<float> destination)
    {
        for (int j = 0; j < Mean.Length; j++)
        {
            destination[j] = Scale(ToStored(row[j], Offset is null ? 0 : Offset[j]), Mean[j], _scale);
        }
    }

    /// <summary>Maps a row as <see cref="FeatureMatrix"/> stores it, the offset already taken off.</summary>
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

    /// <summary>Maps one value of a column as <see cref="FeatureMatrix"/> stores it.</summary>
    public float MapStored(float stored, int column) => Scale(stored, Mean[column], _scale);

    /// <summary>The one rounding between a user's value and what a <see cref="FeatureMatrix"/> stores.</summary>
    public static float ToStored(double value, double offset) => (float)(value - offset);

    // Adding +0 turns -0 into +0, so that equal rows have equal bits.
    private static float Scale(float stored, double mean, double scale) => (float)((stored - mean) * scale) + 0f;
}
