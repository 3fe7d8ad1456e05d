using System.Globalization;
using System.Text.Json;
using MathNet.Numerics.LinearAlgebra;

namespace LleTransforms.Core.Tests.ReferenceCases;

/// <summary>One case made by data/generate.py with scikit-learn: rows, an embedding per method, and
/// unseen rows with their images.</summary>
internal sealed class ReferenceCase
{
    private readonly JsonElement _entry;

    private ReferenceCase(string name, JsonElement entry)
    {
        Name = name;
        _entry = entry;
    }

    public static IEnumerable<string> Names => ["swiss-roll", "s-curve", "severed-sphere", "digits"];

    public string Name { get; }

    public int NumberOfComponents => _entry.GetProperty("components").GetInt32();

    public static ReferenceCase Load(string name)
    {
        using var cases = JsonDocument.Parse(File.ReadAllText(PathOf("cases.json")));
        return new ReferenceCase(name, cases.RootElement.GetProperty(name).Clone());
    }

    public int NumberOfNeighbors(string method) => Method(method).GetProperty("neighbors").GetInt32();

    public double Regularization(string method) => Method(method).GetProperty("reg").GetDouble();

    public double Error(string method) => Method(method).GetProperty("error").GetDouble();

    public FeatureMatrix Rows() => ReadFeatures($"{Name}.x.csv");

    public FeatureMatrix UnseenRows() => ReadFeatures($"{Name}.new.csv");

    public Matrix<double> Embedding(string method) => ReadMatrix($"{Name}.{method}.y.csv");

    public Matrix<double> UnseenEmbedding(string method) => ReadMatrix($"{Name}.{method}.new.y.csv");

    private static FeatureMatrix ReadFeatures(string file) => FeatureMatrix.FromArray(ReadMatrix(file).ToArray());

    private static Matrix<double> ReadMatrix(string file) => Matrix<double>.Build.DenseOfRows(
        File.ReadLines(PathOf(file)).Select(line => line.Split(',').Select(number => double.Parse(number, CultureInfo.InvariantCulture))));

    private static string PathOf(string file) => Path.Combine(AppContext.BaseDirectory, "ReferenceCases", "data", file);

    private JsonElement Method(string method) => _entry.GetProperty("methods").GetProperty(method);
}
