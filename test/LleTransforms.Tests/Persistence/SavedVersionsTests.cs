using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace LleTransforms.Tests.Persistence;

/// <summary>Models saved by every released version of the format load, and place rows as they did when they were saved.</summary>
[TestClass]
public sealed class SavedVersionsTests
{
    private const double Tolerance = 1e-6;

    private sealed class Input
    {
        [VectorType(3)]
        public float[] Features { get; set; } = [];
    }

    private sealed class SparseInput
    {
        public const int Width = 600;

        [VectorType(Width)]
        public VBuffer<float> Features { get; set; }
    }

    private sealed class Output
    {
        public float[] Lle { get; set; } = [];

        public float Error { get; set; }
    }

    public static IEnumerable<object?[]> Saved =>
    [
        .. from method in Enum.GetValues<LleMethod>() select new object?[] { 1, $"{method}", method, null },
        [3, "Landmarks", LleMethod.Standard, 25],
        [3, "Doubles", LleMethod.Standard, 25],
    ];

    [TestMethod]
    [DynamicData(nameof(Saved))]
    public void A_saved_model_places_rows_as_it_did(int version, string name, LleMethod method, int? landmarks)
    {
        var context = new MLContext();
        string file = Path.Combine(AppContext.BaseDirectory, "Persistence", $"version-{version}", $"{name}.zip");
        float[][] lines = [.. File.ReadLines(Path.ChangeExtension(file, ".csv")).Select(Numbers)];
        var rows = context.Data.LoadFromEnumerable(lines.Select(line => new Input { Features = line[..3] }));

        var model = context.Model.Load(file, out _);
        Output[] placed =
            [.. context.Data.CreateEnumerable<Output>(model.Transform(rows), reuseRowObject: false, ignoreMissingColumns: true)];

        Assert.AreEqual(method, ((LocallyLinearEmbeddingTransformer)model).Model.Method);
        Assert.AreEqual(landmarks, ((LocallyLinearEmbeddingTransformer)model).Model.NumberOfLandmarks);
        Assert.HasCount(16, placed);
        for (int row = 0; row < lines.Length; row++)
        {
            Assert.AreEqual(lines[row][3], placed[row].Lle[0], Tolerance, $"row {row}");
            Assert.AreEqual(lines[row][4], placed[row].Lle[1], Tolerance, $"row {row}");
            if (lines[row].Length > 5)
            {
                Assert.AreEqual(lines[row][5], placed[row].Error, Tolerance, $"row {row}");
            }
        }
    }

    [TestMethod]
    public void A_saved_model_of_sparse_rows_places_rows_as_it_did()
    {
        var context = new MLContext();
        string file = Path.Combine(AppContext.BaseDirectory, "Persistence", "version-2", "Sparse.zip");
        string[][] lines = [.. File.ReadLines(Path.ChangeExtension(file, ".csv")).Select(line => line.Split(','))];
        var rows = context.Data.LoadFromEnumerable(lines.Select(line => new SparseInput { Features = Terms(line[0]) }));

        var model = (LocallyLinearEmbeddingTransformer)context.Model.Load(file, out _);
        Output[] placed = [.. context.Data.CreateEnumerable<Output>(model.Transform(rows), reuseRowObject: false)];

        using var payload = new MemoryStream();
        model.Model.Save(payload);
        Assert.AreEqual(2, BitConverter.ToInt32(payload.GetBuffer(), "LLEMODEL".Length + sizeof(int)), "The rows did not stay sparse.");
        Assert.HasCount(16, placed);
        for (int row = 0; row < lines.Length; row++)
        {
            float[] expected = Numbers(string.Join(',', lines[row].Skip(1)));
            Assert.AreEqual(expected[0], placed[row].Lle[0], Tolerance, $"row {row}");
            Assert.AreEqual(expected[1], placed[row].Lle[1], Tolerance, $"row {row}");
            Assert.AreEqual(expected[2], placed[row].Error, Tolerance, $"row {row}");
        }
    }

    private static VBuffer<float> Terms(string pairs)
    {
        string[][] items = [.. pairs.Split(' ').Select(pair => pair.Split(':'))];
        return new VBuffer<float>(
            SparseInput.Width, items.Length, [.. items.Select(item => float.Parse(item[1], CultureInfo.InvariantCulture))],
            [.. items.Select(item => int.Parse(item[0], CultureInfo.InvariantCulture))]);
    }

    private static float[] Numbers(string line) =>
        Array.ConvertAll(line.Split(','), text => float.Parse(text, CultureInfo.InvariantCulture));
}
