using Microsoft.ML;
using Microsoft.ML.Data;

namespace LleTransforms.Tests.Data;

/// <summary>A row of the tests' data: features, and columns that the step has nothing to do with.</summary>
public sealed class Sample
{
    public const int Width = 5;

    public string Name { get; set; } = "";

    public float Weight { get; set; }

    public uint Count { get; set; }

    /// <summary>Whether the row lies in the upper half of the sheet: a label.</summary>
    public bool Upper { get; set; }

    [VectorType(Width)]
    public float[] Features { get; set; } = [];

    [VectorType(Width)]
    public double[] DoubleFeatures { get; set; } = [];

    [VectorType(Width)]
    public VBuffer<float> SparseFeatures { get; set; }

    [VectorType(Width)]
    public VBuffer<double> SparseDoubleFeatures { get; set; }
}

/// <summary>Points of a bent sheet in five dimensions, without randomness and without equal rows.</summary>
internal static class Samples
{
    public static IReadOnlyList<Sample> Sheet(int count, float offset = 0f) =>
        [.. Enumerable.Range(0, count).Select(row => At(row, offset))];

    public static IDataView View(MLContext context, IEnumerable<Sample> samples) => context.Data.LoadFromEnumerable(samples);

    /// <summary>Replaces features of one row, in all four forms.</summary>
    public static void Set(Sample sample, int slot, float value)
    {
        float[] features = [.. sample.Features];
        features[slot] = value;
        Fill(sample, features);
    }

    private static Sample At(int row, float offset)
    {
        // Multiples of two irrational numbers fill the unit square evenly.
        float u = Fraction((row + 1) * 0.7548776662466927 + offset);
        float v = Fraction((row + 1) * 0.5698402909980532 + (offset * 0.5));
        var sample = new Sample { Name = $"row {row}", Weight = u - v, Count = (uint)(row % 7), Upper = v > 0.5f };

        // The last feature is zero for half of the rows, so that sparse vectors have something to leave out.
        Fill(sample, [u, v, MathF.Sin(2f * u), MathF.Cos(2f * u) * v, row % 2 == 0 ? 0f : 0.1f * u * v]);
        return sample;
    }

    private static void Fill(Sample sample, float[] features)
    {
        sample.Features = features;
        sample.DoubleFeatures = Array.ConvertAll(features, value => (double)value);
        int[] indices = [.. Enumerable.Range(0, features.Length).Where(slot => features[slot] != 0f)];
        sample.SparseFeatures = new VBuffer<float>(features.Length, indices.Length, [.. indices.Select(slot => features[slot])], indices);
        sample.SparseDoubleFeatures =
            new VBuffer<double>(features.Length, indices.Length, [.. indices.Select(slot => (double)features[slot])], indices);
    }

    private static float Fraction(double value) => (float)(value - Math.Floor(value));
}
