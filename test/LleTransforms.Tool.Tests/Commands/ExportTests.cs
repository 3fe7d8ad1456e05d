using LleTransforms.Tool.Tests.Data;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace LleTransforms.Tool.Tests.Commands;

/// <summary><c>lle export</c>: the graph places rows as <c>lle transform</c> does.</summary>
[TestClass]
public sealed class ExportTests
{
    private readonly Folder _folder = new();

    [TestCleanup]
    public void Delete() => _folder.Dispose();

    [TestMethod]
    [DataRow("none")]
    [DataRow("range")]
    public void Rows_are_placed_as_the_model_places_them(string scale)
    {
        float[][] unseen = [.. Sheet.Rows(20, seed: 2).Select(Stretch)];
        string data = _folder.WriteRows("data.csv", [.. Sheet.Rows(200).Select(Stretch)]);
        string rows = _folder.WriteRows("new.csv", unseen);
        Run.Of("embed", data, "--scale", scale, "-o", _folder["fitted.csv"], "--model", _folder["model.zip"]);
        Run.Of("transform", _folder["model.zip"], rows, "-o", _folder["out.csv"]);

        Run.Of("export", _folder["model.zip"], "-o", _folder["model.onnx"], "--double").Succeeds();

        using var session = new InferenceSession(_folder["model.onnx"]);
        double[] flat = [.. unseen.SelectMany(row => row.Select(value => double.Parse(value.ToString())))];
        using var found = session.Run(
            [NamedOnnxValue.CreateFromTensor("features", new DenseTensor<double>(flat, [unseen.Length, 3]))]);
        float[] placed = [.. found[0].AsTensor<float>()];
        float[] expected = [.. _folder.ReadRows("out.csv").SelectMany(row => row)];
        Assert.HasCount(expected.Length, placed);
        for (int i = 0; i < placed.Length; i++)
        {
            Assert.AreEqual(expected[i], placed[i], 1e-5f, $"number {i}");
        }
    }

    [TestMethod]
    public void Explanations_are_outputs_where_they_are_asked_for()
    {
        Saved();

        Run.Of("export", _folder["model.zip"], "-o", _folder["plain.onnx"]).Succeeds();
        Run.Of("export", _folder["model.zip"], "-o", _folder["told.onnx"], "--explain").Succeeds();

        using var plain = new InferenceSession(_folder["plain.onnx"]);
        using var told = new InferenceSession(_folder["told.onnx"]);
        CollectionAssert.AreEqual(new[] { "coordinates" }, plain.OutputMetadata.Keys.ToArray());
        CollectionAssert.AreEquivalent(
            new[] { "coordinates", "neighbors", "neighbor_weights", "reconstruction_error" }, told.OutputMetadata.Keys.ToArray());
        Assert.AreEqual(typeof(float), plain.InputMetadata["features"].ElementType);
    }

    [TestMethod]
    public void What_cannot_be_exported_is_told_and_nothing_is_written()
    {
        Saved("--method", "npe");

        Run.Of("export", _folder["model.zip"], "-o", _folder["model.onnx"], "--explain")
            .Fails(ExitCode.BadData, "model.zip", "projection alone");
        Run.Of("export", _folder["data.csv"], "-o", _folder["model.onnx"])
            .Fails(ExitCode.BadData, "data.csv: is no model that ML.NET can load");
        Run.Of("export", _folder["model.zip"]).Fails(ExitCode.BadCommandLine, "--output");

        CollectionAssert.AreEqual(new[] { "data.csv", "fitted.csv", "model.zip" }, _folder.Files);
    }

    private static float[] Stretch(float[] row) => [row[0], 3 * row[1], 2 * row[2]];

    private void Saved(params string[] options)
    {
        string data = _folder.WriteRows("data.csv", Sheet.Rows(100));
        Run.Of(["embed", data, "-o", _folder["fitted.csv"], "--model", _folder["model.zip"], .. options]).Succeeds();
    }
}
