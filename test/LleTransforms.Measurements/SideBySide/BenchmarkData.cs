using System.Globalization;
using System.Runtime.InteropServices;
using LleTransforms.Core.Tests.TestData;
using LleTransforms.Samples.Images;

namespace LleTransforms.Measurements.SideBySide;

/// <summary>
/// The tables that both sides read: little-endian single precision, row after row, in one folder that is never committed. Made or fetched
/// when first asked for.
/// </summary>
internal sealed class BenchmarkData(string folder)
{
    private const int Seed = 1;
    private const int SeedOfPaths = 7;
    private const int ColumnsOfPaths = 50;
    private const float DigitJitter = 1e-3f;

    public string Folder { get; } = Path.GetFullPath(folder);

    /// <summary>The number of values in a row of a table.</summary>
    public static int NumberOfColumns(string name) => name switch
    {
        "swiss-roll" => 3,
        "smooth" or "smooth-5" or "smooth-6" => 12,
        "digits" => 64,
        "glove" => WordVectorArchive.Dimensions,
        "manifold-50" => ColumnsOfPaths,
        _ => 784,
    };

    public string PathOf(string name, int rowCount) =>
        Path.Combine(Folder, IsOfAnyLength(name) ? $"{name}-{rowCount}.f32" : $"{name}.f32");

    /// <summary>Makes the table unless it is there.</summary>
    /// <exception cref="DataUnavailableException">It could not be fetched.</exception>
    public void Ensure(string name, int rowCount)
    {
        Directory.CreateDirectory(Folder);
        string path = PathOf(name, rowCount);
        if (File.Exists(path))
        {
            return;
        }

        float[] values = name switch
        {
            "swiss-roll" => Flatten(Manifolds.SwissRoll(rowCount, Seed).Rows),
            "smooth" => Flatten(Manifolds.SmoothMap(rowCount, Seed).Rows),
            "smooth-5" => Flatten(Manifolds.SmoothMap(rowCount, Seed, 5).Rows),
            "smooth-6" => Flatten(Manifolds.SmoothMap(rowCount, Seed, 6).Rows),
            "glove" => WordVectorArchive.Glove(Folder, rowCount).Values,
            "manifold-50" => ClusteredPaths.Draw(rowCount, ColumnsOfPaths, SeedOfPaths),
            "digits" => Digits(),
            "mnist-train" or "mnist-test" => ImageArchives.Mnist(Folder, name == "mnist-train"),
            "fashion-train" or "fashion-test" => ImageArchives.Fashion(Folder, name == "fashion-train"),
            _ => throw new ArgumentOutOfRangeException(nameof(name), name, "There is no such table."),
        };

        // Two processes may make the same table at once: each writes its own file, and whichever is renamed last stands.
        string unfinished = $"{path}.{Environment.ProcessId}.part";
        File.WriteAllBytes(unfinished, MemoryMarshal.AsBytes(values.AsSpan()).ToArray());
        File.Move(unfinished, path, overwrite: true);
    }

    /// <summary>The first rows of a table that is there.</summary>
    public FeatureMatrix Read(string name, int rowCount, int? tableRowCount = null)
    {
        float[] values = new float[rowCount * NumberOfColumns(name)];
        using FileStream file = File.OpenRead(PathOf(name, tableRowCount ?? rowCount));
        file.ReadExactly(MemoryMarshal.AsBytes(values.AsSpan()));
        return FeatureMatrix.FromRowMajor(values, rowCount, NumberOfColumns(name));
    }

    private static bool IsOfAnyLength(string name) =>
        name is "swiss-roll" or "smooth" or "smooth-5" or "smooth-6" or "glove" or "manifold-50";

    private static float[] Flatten(double[,] rows)
    {
        float[] values = new float[rows.Length];
        int at = 0;
        foreach (double value in rows)
        {
            values[at++] = (float)value;
        }

        return values;
    }

    // Pixels are whole numbers, so many distances tie. Each side breaks ties in its own way and would
    // embed another graph: a jitter leaves none.
    private static float[] Digits()
    {
        var random = new Random(Seed);
        return Array.ConvertAll(Pixels(), value => value + (DigitJitter * ((2 * random.NextSingle()) - 1)));
    }

    private static float[] Pixels() =>
    [
        .. from file in (string[])["digits.train.csv", "digits.test.csv"]
           from line in File.ReadLines(Path.Combine(AppContext.BaseDirectory, "data", file)).Skip(1)
           from value in line.Split(',').SkipLast(1)
           select float.Parse(value, CultureInfo.InvariantCulture),
    ];
}
