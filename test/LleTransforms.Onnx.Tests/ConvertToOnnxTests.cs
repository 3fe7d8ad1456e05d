using Microsoft.ML;
using Microsoft.ML.Data;

namespace LleTransforms.Onnx.Tests;

/// <summary>ML.NET's own conversion of a chain has the step in it, and gives what the chain gives.</summary>
[TestClass]
public sealed class ConvertToOnnxTests
{
    private const int Fitted = 160;
    private const int Unseen = 60;

    [TestMethod]
    [DataRow(LleMethod.Standard)]
    [DataRow(LleMethod.Modified)]
    [DataRow(LleMethod.Hessian)]
    [DataRow(LleMethod.LocalTangentSpaceAlignment)]
    [DataRow(LleMethod.NeighborhoodPreservingEmbedding)]
    [DataRow(LleMethod.LinearLocalTangentSpaceAlignment)]
    [DataRow(LleMethod.Convex)]
    public void A_chain_of_normaliser_step_and_trainer_gives_the_same_columns(LleMethod method)
    {
        var mlContext = new MLContext(1);
        Row[] rows = Rows(Fitted + Unseen);
        IDataView training = mlContext.Data.LoadFromEnumerable(rows[..Fitted]);
        IDataView all = mlContext.Data.LoadFromEnumerable(rows);
        var model = mlContext.Transforms.NormalizeMinMax("Features", fixZero: false)
            .Append(mlContext.Transforms.Conversion.MapValueToKey("Label"))
            .Append(mlContext.Transforms.LocallyLinearEmbedding("Lle", "Features", 2, 10, method))
            .Append(mlContext.MulticlassClassification.Trainers.LbfgsMaximumEntropy("Label", "Lle"))
            .Fit(training);
        IDataView expected = model.Transform(all);

        using var converted = new ConvertedChain(mlContext, model, training);

        CollectionAssert.AreEquivalent(new[] { "Features", "Label" }, converted.InputNames.ToArray());
        AreNear([.. expected.GetColumn<float[]>("Lle").SelectMany(row => row)], Floats(converted, "Lle", rows), 2e-6, method);
        AreNear([.. expected.GetColumn<float[]>("Score").SelectMany(row => row)], Floats(converted, "Score", rows), 1e-5, method);
        CollectionAssert.AreEqual(
            expected.GetColumn<uint>("PredictedLabel").ToArray(),
            converted.Run<uint, float>("PredictedLabel", Features(rows), Labels(rows)));
    }

    [TestMethod]
    [DataRow(LleMetric.Euclidean)]
    [DataRow(LleMetric.Cosine)]
    public void All_columns_that_the_step_may_add_are_converted(LleMetric metric)
    {
        var mlContext = new MLContext(1);
        Row[] rows = Rows(Fitted + Unseen);
        IDataView training = mlContext.Data.LoadFromEnumerable(rows[..Fitted]);
        var model = mlContext.Transforms.LocallyLinearEmbedding(new LocallyLinearEmbeddingOptions
        {
            InputColumnName = "Features", OutputColumnName = "Lle", NumberOfComponents = 2, NumberOfNeighbors = 8, Metric = metric,
            ReconstructionErrorColumnName = "Error", NeighborsColumnName = "Near", NeighborWeightsColumnName = "Weights",
        }).Fit(training);
        IDataView expected = model.Transform(mlContext.Data.LoadFromEnumerable(rows));

        using var converted = new ConvertedChain(mlContext, model, training);

        AreNear([.. expected.GetColumn<float[]>("Lle").SelectMany(row => row)], Floats(converted, "Lle", rows), 2e-6, metric);
        AreNear([.. expected.GetColumn<float>("Error")], Floats(converted, "Error", rows), 1e-5, metric);
        AreNear([.. expected.GetColumn<float[]>("Weights").SelectMany(row => row)], Floats(converted, "Weights", rows), 1e-4, metric);
        CollectionAssert.AreEqual(
            expected.GetColumn<int[]>("Near").SelectMany(row => row).ToArray(),
            converted.Run<int, float>("Near", Features(rows), Labels(rows)));
    }

    [TestMethod]
    public void Features_of_double_precision_stay_so()
    {
        var mlContext = new MLContext(1);
        DoubleRow[] rows = [.. Rows(Fitted + Unseen).Select(row => new DoubleRow
        {
            Features = Array.ConvertAll(row.Features, value => 1e9 + (double)value), Label = row.Label,
        })];
        var model = mlContext.Transforms.LocallyLinearEmbedding("Lle", "Features", 2)
            .Fit(mlContext.Data.LoadFromEnumerable(rows[..Fitted]));
        IDataView all = mlContext.Data.LoadFromEnumerable(rows);

        using var converted = new ConvertedChain(mlContext, model, all);

        AreNear(
            [.. model.Transform(all).GetColumn<float[]>("Lle").SelectMany(row => row)],
            converted.Run<float, double>("Lle", [.. rows.Select(row => row.Features)], [.. rows.Select(row => row.Label)]), 2e-6, "double");
    }

    [TestMethod]
    [DataRow(LleUnplacedRows.NaN, float.NaN)]
    [DataRow(LleUnplacedRows.Mean, 0f)]
    public void A_row_without_a_place_is_given_what_the_step_gives_it(LleUnplacedRows unplaced, float expected)
    {
        var mlContext = new MLContext(1);
        Row[] rows = Rows(Fitted);
        IDataView training = mlContext.Data.LoadFromEnumerable(rows);
        var model = Step(mlContext, unplaced).Fit(training);
        Row[] some = [rows[3], new Row { Features = [1, float.NaN, 2], Label = "a" }, rows[5]];

        using var converted = new ConvertedChain(mlContext, model, training);

        float[] placed = Floats(converted, "Lle", some);
        AreNear(
            [.. model.Transform(mlContext.Data.LoadFromEnumerable(some)).GetColumn<float[]>("Lle").SelectMany(row => row)], placed, 2e-6,
            unplaced);
        Assert.AreEqual(expected, placed[2]);
    }

    [TestMethod]
    public void Names_of_slots_and_the_output_column_alone_can_be_had()
    {
        var mlContext = new MLContext(1);
        Row[] rows = Rows(Fitted);
        IDataView training = mlContext.Data.LoadFromEnumerable(rows);
        var model = mlContext.Transforms.LocallyLinearEmbedding("Features", "Features", 2).Fit(training);

        using var converted = new ConvertedChain(mlContext, model, training, "Features");

        AreNear(
            [.. model.Transform(training).GetColumn<float[]>("Features").SelectMany(row => row)], Floats(converted, "Features", rows),
            2e-6, "in place");
        string text = System.Text.Encoding.Latin1.GetString(converted.Bytes);
        StringAssert.Contains(text, "mlnet.Features.SlotNames");
        StringAssert.Contains(text, "Lle1");
    }

    [TestMethod]
    public void A_saved_and_reloaded_chain_converts_to_the_same_graph()
    {
        var mlContext = new MLContext(1);
        IDataView training = mlContext.Data.LoadFromEnumerable(Rows(Fitted));
        var model = mlContext.Transforms.NormalizeMinMax("Features", fixZero: false)
            .Append(mlContext.Transforms.LocallyLinearEmbedding("Lle", "Features", 2)).Fit(training);
        using var zip = new MemoryStream();
        mlContext.Model.Save(model, training.Schema, zip);
        zip.Position = 0;
        ITransformer loaded = new MLContext().Model.Load(zip, out _);

        using var converted = new ConvertedChain(mlContext, model, training);
        using var reloaded = new ConvertedChain(mlContext, loaded, training);

        CollectionAssert.AreEqual(converted.Bytes, reloaded.Bytes);
    }

    [TestMethod]
    public void Mlnet_reads_the_graph_back_and_gives_the_column()
    {
        var mlContext = new MLContext(1);
        Row[] rows = Rows(Fitted + Unseen);
        IDataView training = mlContext.Data.LoadFromEnumerable(rows[..Fitted]);
        IDataView all = mlContext.Data.LoadFromEnumerable(rows);
        var model = mlContext.Transforms.LocallyLinearEmbedding("Lle", "Features", 2).Fit(training);
        string path = Path.Combine(Path.GetTempPath(), $"lle-{Path.GetRandomFileName()}.onnx");
        try
        {
            using (FileStream file = File.Create(path))
            {
                mlContext.Model.ConvertToOnnx(model, training, file, "Lle");
            }

            IDataView scored = mlContext.Transforms.ApplyOnnxModel(["Lle.output"], ["Features", "Label"], path).Fit(all).Transform(all);

            AreNear(
                [.. model.Transform(all).GetColumn<float[]>("Lle").SelectMany(row => row)],
                [.. scored.GetColumn<VBuffer<float>>("Lle").SelectMany(row => row.DenseValues().ToArray())], 2e-6, "ApplyOnnxModel");
        }
        finally
        {
            File.Delete(path);
        }
    }

    [TestMethod]
    public void What_cannot_be_converted_says_why_and_writes_nothing()
    {
        var mlContext = new MLContext(1);
        IDataView training = mlContext.Data.LoadFromEnumerable(Rows(Fitted));

        Refuses(Step(mlContext, LleUnplacedRows.Throw).Fit(training), "UnplacedRows is Throw", "Mean can be converted");
        Refuses(
            mlContext.Transforms.CustomMapping<Row, Doubled>((row, doubled) => doubled.Twice = row.Features, null)
                .Append(mlContext.Transforms.LocallyLinearEmbedding("Lle", "Twice", 2)).Fit(training),
            "Column 'Twice' is not in the graph", "'Lle'");
        using var stream = new MemoryStream();
        var step = mlContext.Transforms.LocallyLinearEmbedding("Lle", "Features", 2).Fit(training);
        Assert.Throws<Exception>(() => mlContext.Model.ConvertToOnnx(step, training, 10, stream));
        Assert.AreEqual(0, stream.Length);

        void Refuses(ITransformer model, params string[] parts)
        {
            using var written = new MemoryStream();
            string message = Assert.ThrowsExactly<NotSupportedException>(
                () => mlContext.Model.ConvertToOnnx(model, training, written)).Message;
            Assert.IsTrue(Array.TrueForAll(parts, part => message.Contains(part)), message);
            Assert.AreEqual(0, written.Length);
        }
    }

    [TestMethod]
    public void The_way_back_is_refused_and_no_graph_is_written_without_it()
    {
        var mlContext = new MLContext(1);
        IDataView training = mlContext.Data.LoadFromEnumerable(Rows(Fitted));
        var step = mlContext.Transforms.LocallyLinearEmbedding("Lle", "Features", 2, 8).Fit(training);
        IDataView embedded = step.Transform(training);
        var chain = step.Append(mlContext.Transforms.LocallyLinearReconstruction("Back", "Lle", step.Model).Fit(embedded));
        using var written = new MemoryStream();

        string message = Assert.ThrowsExactly<NotSupportedException>(
            () => mlContext.Model.ConvertToOnnx(chain, training, written)).Message;

        StringAssert.Contains(message, "LocallyLinearReconstruction, which makes features from column 'Lle', cannot be converted to ONNX");
        Assert.AreEqual(0, written.Length);
    }

    private static LocallyLinearEmbeddingEstimator Step(MLContext mlContext, LleUnplacedRows unplaced) =>
        mlContext.Transforms.LocallyLinearEmbedding(new LocallyLinearEmbeddingOptions
        {
            InputColumnName = "Features", OutputColumnName = "Lle", NumberOfComponents = 2, UnplacedRows = unplaced,
        });

    private static float[] Floats(ConvertedChain converted, string output, Row[] rows) =>
        converted.Run<float, float>(output, Features(rows), Labels(rows));

    private static float[][] Features(Row[] rows) => [.. rows.Select(row => row.Features)];

    private static string[] Labels(Row[] rows) => [.. rows.Select(row => row.Label)];

    private static void AreNear(float[] expected, float[] found, double tolerance, object what)
    {
        Assert.HasCount(expected.Length, found);
        double scale = Math.Max(1, expected.Where(float.IsFinite).Select(Math.Abs).Max());
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.IsTrue(
                expected[i].Equals(found[i]) || Math.Abs(expected[i] - found[i]) <= tolerance * scale,
                $"{what}: value {i} is {found[i]}, not {expected[i]}");
        }
    }

    private static Row[] Rows(int count)
    {
        var random = new Random(5);
        return [.. Enumerable.Range(0, count).Select(_ =>
        {
            double angle = 4.7 * (1 + random.NextDouble());
            return new Row
            {
                Features = [(float)(angle * Math.Cos(angle)), 12 * random.NextSingle(), (float)(angle * Math.Sin(angle))],
                Label = angle < 6 ? "a" : angle < 8 ? "b" : "c",
            };
        })];
    }

    private sealed class Row
    {
        [VectorType(3)]
        public float[] Features { get; set; } = [];

        public string Label { get; set; } = string.Empty;
    }

    private sealed class DoubleRow
    {
        [VectorType(3)]
        public double[] Features { get; set; } = [];

        public string Label { get; set; } = string.Empty;
    }

    private sealed class Doubled
    {
        [VectorType(3)]
        public float[] Twice { get; set; } = [];
    }
}
