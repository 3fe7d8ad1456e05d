using Microsoft.ML.OnnxRuntime;

namespace LleTransforms.Onnx.Tests;

/// <summary>What a file says of itself, and what is refused.</summary>
[TestClass]
public sealed class FileTests
{
    private static readonly LleModel _model = MethodTests.Fit(
        DataFiles.Reference("swiss-roll", unseen: false), new LleOptions { NumberOfComponents = 2 });

    [TestMethod]
    public void Inputs_outputs_and_facts_are_told()
    {
        using var exported = new ExportedModel(
            _model,
            new LleOnnxOptions { InputName = "x", OutputName = "y", TakesDoubles = true, NeighborsName = "near" });
        InferenceSession session = exported.Session;

        Assert.AreEqual("LleTransforms", session.ModelMetadata.ProducerName);
        Assert.AreEqual("locally_linear_embedding", session.ModelMetadata.GraphName);
        Assert.AreEqual("Standard", session.ModelMetadata.CustomMetadataMap["method"]);
        Assert.AreEqual("12", session.ModelMetadata.CustomMetadataMap["opset"]);
        Assert.AreEqual(typeof(double), session.InputMetadata["x"].ElementType);
        CollectionAssert.AreEqual(new[] { -1, 3 }, session.InputMetadata["x"].Dimensions);
        CollectionAssert.AreEqual(new[] { -1, 2 }, session.OutputMetadata["y"].Dimensions);
        CollectionAssert.AreEqual(new[] { -1, 12 }, session.OutputMetadata["near"].Dimensions);
        Assert.AreEqual(typeof(long), session.OutputMetadata["near"].ElementType);
    }

    [TestMethod]
    public void The_size_that_is_told_is_about_that_of_the_file()
    {
        LleModel model = MethodTests.Fit(DataFiles.Digits("train"), new LleOptions { NumberOfComponents = 2 });
        using var exported = new ExportedModel(model);

        Assert.IsInRange(0.95, 1.15, (double)exported.Bytes.Length / model.OnnxSizeInBytes());
    }

    [TestMethod]
    public void Columns_are_scaled_in_front_of_the_model()
    {
        double[] offsets = [-3, 5, 100];
        double[] factors = [0.5, 2, 1e-3];
        using var exported = new ExportedModel(
            _model, new LleOnnxOptions { TakesDoubles = true, ColumnScaling = new LleOnnxColumnScaling(offsets, factors) });
        foreach (double[] row in DataFiles.Reference("swiss-roll", unseen: true))
        {
            double[] raw = [.. row.Select((value, column) => (value / factors[column]) + offsets[column])];
            double[] scaled = [.. raw.Select((value, column) => (value - offsets[column]) * factors[column])];

            CollectionAssert.AreEqual(Agreement.Expected(_model, scaled, takesDoubles: true), exported.Transform(raw, 3));
        }
    }

    [TestMethod]
    [DataRow("", "y", "is empty")]
    [DataRow("lle.x", "y", "begins with 'lle.'")]
    [DataRow("y", "y", "stands for two")]
    public void Names_that_cannot_be_are_refused(string input, string output, string reason)
    {
        using var stream = new MemoryStream();
        var error = Assert.ThrowsExactly<ArgumentException>(() =>
            _model.SaveAsOnnx(stream, new LleOnnxOptions { InputName = input, OutputName = output }));

        StringAssert.Contains(error.Message, reason);
        Assert.AreEqual(0, stream.Length);
    }

    [TestMethod]
    public void What_a_graph_cannot_say_is_refused_before_anything_is_written()
    {
        double[][] rows = DataFiles.Digits("train")[..300];
        LleModel convex = MethodTests.Fit(
            rows, new LleOptions { Method = LleMethod.Convex, NumberOfComponents = 2, NumberOfNeighbors = 151 });
        LleModel linear = MethodTests.Fit(
            rows, new LleOptions { Method = LleMethod.NeighborhoodPreservingEmbedding, NumberOfComponents = 2 });
        double[][] real = [.. Enumerable.Range(0, 200).Select(i => Enumerable.Range(0, 100).Select(j => Math.Sin(i * j)).ToArray())];
        LleModel values = MethodTests.Fit(real, new LleOptions { Metric = LleMetric.Hamming, NumberOfComponents = 2 });

        Refuses(convex, new LleOnnxOptions(), "151 neighbours");
        Refuses(linear, new LleOnnxOptions { NeighborsName = "n" }, "projection alone");
        Refuses(values, new LleOnnxOptions(), "16384 different values");
        Refuses(Distances(), new LleOnnxOptions(), "precomputed distances");

        static void Refuses(LleModel model, LleOnnxOptions options, string reason)
        {
            using var stream = new MemoryStream();
            var error = Assert.ThrowsExactly<NotSupportedException>(() => model.SaveAsOnnx(stream, options));
            StringAssert.Contains(error.Message, reason);
            Assert.AreEqual(0, stream.Length);
        }
    }

    [TestMethod]
    public void Sparse_rows_are_told_to_stand_whole_and_too_many_are_refused()
    {
        LleModel small = Sparse(rowCount: 40, columnCount: 5_000);
        var told = new Listener();
        using var stream = new MemoryStream();
        small.SaveAsOnnx(stream, new LleOnnxOptions { Progress = told });
        Assert.AreEqual("The model's 40 sparse rows stand whole in the graph, about 0.8 MB.", told.Messages.Single());

        LleModel wide = Sparse(rowCount: 600, columnCount: 1_000_000);
        using var untouched = new MemoryStream();
        var error = Assert.ThrowsExactly<NotSupportedException>(() => wide.SaveAsOnnx(untouched));
        StringAssert.Contains(error.Message, "2.4 GB");
        Assert.AreEqual(0, untouched.Length);
    }

    /// <summary>A model of the distances between places on a parabola.</summary>
    private static LleModel Distances()
    {
        double[] places = [.. Enumerable.Range(0, 60).Select(i => Math.Sqrt(i))];
        double[][] distances =
        [
            .. places.Select(place => places.Select(other => Math.Sqrt(
                ((place - other) * (place - other)) + Math.Pow((place * place) - (other * other), 2))).ToArray()),
        ];
        return MethodTests.Fit(distances, new LleOptions { Metric = LleMetric.Precomputed, NumberOfComponents = 1, NumberOfNeighbors = 5 });
    }

    private static LleModel Sparse(int rowCount, int columnCount)
    {
        var random = new Random(1);
        var builder = new FeatureMatrixBuilder(columnCount);
        for (int row = 0; row < rowCount; row++)
        {
            int[] places = [.. Enumerable.Range(0, 6).Select(_ => random.Next(40)).Distinct().Order()];
            builder.AppendSparse(places, [.. places.Select(_ => 1 + random.NextSingle())]);
        }

        return LocallyLinearEmbedding.Fit(builder.Build(), new LleOptions { NumberOfComponents = 2, NumberOfNeighbors = 5 });
    }

    private sealed class Listener : IProgress<LleProgress>
    {
        public List<string> Messages { get; } = [];

        public void Report(LleProgress value) => Messages.Add(value.Message!);
    }
}
