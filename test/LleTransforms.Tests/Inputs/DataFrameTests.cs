using LleTransforms.Tests.Data;
using Microsoft.Data.Analysis;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace LleTransforms.Tests.Inputs;

/// <summary>A DataFrame in front of the step, which is a view like another, and one made of what comes out.</summary>
[TestClass]
public sealed class DataFrameTests
{
    private const int Rows = 120;

    private static readonly MLContext _mlContext = new(seed: 1);

    [TestMethod]
    public void Columns_of_a_frame_give_the_coordinates_of_the_same_rows_from_objects()
    {
        var samples = Samples.Sheet(Rows);
        IDataView frame = Frame(samples);
        var objects = Samples.View(_mlContext, samples);

        var embedding = _mlContext.Transforms.LocallyLinearEmbedding("Lle", "Features", 2);
        float[][] expected = Coordinates(embedding.Fit(objects).Transform(objects));
        var model = Pipeline().Fit(frame);

        AssertEqual(expected, Coordinates(model.Transform(frame)));
        using var zip = new MemoryStream();
        _mlContext.Model.Save(model, frame.Schema, zip);
        AssertEqual(expected, Coordinates(new MLContext().Model.Load(zip, out _).Transform(frame)));
    }

    [TestMethod]
    public void A_frame_made_of_the_output_holds_all_columns_and_the_same_coordinates()
    {
        var samples = Samples.Sheet(Rows);
        IDataView frame = Frame(samples);
        var output = Pipeline().Fit(frame).Transform(frame);
        float[][] expected = Coordinates(output);

        var result = output.ToDataFrame(maxRows: -1);

        Assert.AreEqual((long)Rows, result.Rows.Count);
        string[] names = ["A", "B", "C", "D", "E", "Name", "Features", "Lle"];
        CollectionAssert.AreEqual(names, result.Columns.Select(column => column.Name).ToArray());
        CollectionAssert.AreEqual(samples.Select(sample => sample.Name).ToArray(), result["Name"].Cast<string>().ToArray());
        var coordinates = Assert.IsInstanceOfType<VBufferDataFrameColumn<float>>(result["Lle"]);
        AssertEqual(expected, [.. coordinates.Select(row => row.DenseValues().ToArray())]);
    }

    [TestMethod]
    public void A_frame_made_without_a_number_of_rows_holds_the_first_hundred_only()
    {
        IDataView frame = Frame(Samples.Sheet(Rows));

        Assert.AreEqual(100L, Pipeline().Fit(frame).Transform(frame).ToDataFrame().Rows.Count);
    }

    [TestMethod]
    public void A_vector_that_comes_back_from_a_frame_without_its_size_is_fitted_and_judged_like_the_scalar_columns()
    {
        IDataView frame = Frame(Samples.Sheet(Rows));
        IDataView again = Pipeline().Fit(frame).Transform(frame).ToDataFrame(maxRows: -1);

        Assert.IsFalse(Assert.IsInstanceOfType<VectorDataViewType>(again.Schema["Features"].Type).IsKnownSize);
        float[][] expected = Coordinates(Pipeline().Fit(frame).Transform(frame));
        var embedding = _mlContext.Transforms.LocallyLinearEmbedding("Lle", "Features", 2);
        AssertEqual(expected, Coordinates(embedding.Fit(again).Transform(again)));
        EmbeddingMetrics figures = _mlContext.EvaluateEmbedding(Pipeline().Fit(frame).Transform(frame), "Features", "Lle");
        Assert.AreEqual(figures.Trustworthiness, _mlContext.EvaluateEmbedding(again, "Features", "Lle").Trustworthiness);
        var scalars = _mlContext.Transforms.SelectColumns("A", "B", "C", "D", "E").Fit(again).Transform(again);
        AssertEqual(expected, Coordinates(Pipeline().Fit(scalars).Transform(scalars)));
    }

    [TestMethod]
    public void A_null_of_Single_arrives_as_NaN_and_Fit_refuses_it_by_row_and_slot()
    {
        var frame = Frame(Samples.Sheet(Rows));
        ((SingleDataFrameColumn)frame["C"])[7] = null;

        Assert.IsTrue(float.IsNaN(((IDataView)frame).GetColumn<float>("C").ElementAt(7)));
        var error = Assert.ThrowsExactly<InvalidOperationException>(() => Pipeline().Fit(frame));
        Assert.Contains("'Features' holds NaN in row 7, slot 2", error.Message);
    }

    [TestMethod]
    public void A_null_of_Int32_arrives_as_0_and_is_embedded_as_one()
    {
        var samples = Samples.Sheet(Rows);
        var withNull = Frame(samples);
        var withZero = Frame(samples);
        withNull.Columns.Add(new Int32DataFrameColumn("Count", samples.Select((sample, row) => row == 7 ? (int?)null : (int)sample.Count)));
        withZero.Columns.Add(new Int32DataFrameColumn("Count", samples.Select((sample, row) => row == 7 ? 0 : (int)sample.Count)));
        var pipeline = _mlContext.Transforms.Conversion.ConvertType("Count", outputKind: DataKind.Single)
            .Append(_mlContext.Transforms.Concatenate("Features", "A", "B", "C", "D", "E", "Count"))
            .Append(_mlContext.Transforms.LocallyLinearEmbedding("Lle", "Features", 2));

        Assert.AreEqual(1L, withNull["Count"].NullCount);
        Assert.AreEqual(0, ((IDataView)withNull).GetColumn<int>("Count").ElementAt(7));
        AssertEqual(Coordinates(pipeline.Fit(withZero).Transform(withZero)), Coordinates(pipeline.Fit(withNull).Transform(withNull)));
    }

    private static EstimatorChain<LocallyLinearEmbeddingTransformer> Pipeline() =>
        _mlContext.Transforms.Concatenate("Features", "A", "B", "C", "D", "E")
            .Append(_mlContext.Transforms.LocallyLinearEmbedding("Lle", "Features", 2));

    private static DataFrame Frame(IReadOnlyList<Sample> samples) => new(
    [
        .. "ABCDE".Select((name, slot) => new SingleDataFrameColumn($"{name}", samples.Select(sample => sample.Features[slot]))),
        new StringDataFrameColumn("Name", samples.Select(sample => sample.Name)),
    ]);

    private static float[][] Coordinates(IDataView view) => [.. view.GetColumn<float[]>("Lle")];

    private static void AssertEqual(float[][] expected, float[][] actual)
    {
        Assert.HasCount(Rows, expected);
        Assert.HasCount(Rows, actual);
        for (int row = 0; row < actual.Length; row++)
        {
            CollectionAssert.AreEqual(expected[row], actual[row], $"row {row}");
        }
    }
}
