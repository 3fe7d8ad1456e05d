using System.Text.Json;
using System.Text.RegularExpressions;
using LleTransforms.Report.Tests.Data;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace LleTransforms.Report.Tests.Reading;

[TestClass]
public sealed class TransformerReportTests
{
    private readonly string _path = Path.Combine(Path.GetTempPath(), $"lle-report-{Path.GetRandomFileName()}.html");

    [TestCleanup]
    public void Delete() => File.Delete(_path);

    [TestMethod]
    [DataRow(nameof(Row.Text), "low,high")]
    [DataRow(nameof(Row.Truth), "false,true")]
    [DataRow(nameof(Row.Number), "0.1,2.5")]
    [DataRow(nameof(Row.Whole), "-1,3")]
    public void Labels_of_any_type_colour_the_rows(string column, string classes)
    {
        var (mlContext, data, step) = Fit();

        step.WriteReport(data, _path, column);

        JsonElement label = Facts().GetProperty("label");
        Assert.AreEqual(column, label.GetProperty("name").GetString());
        CollectionAssert.AreEquivalent(
            classes.Split(','), label.GetProperty("classes").EnumerateArray().Select(text => text.GetString()).ToArray());
    }

    [TestMethod]
    public void Keys_are_shown_as_what_they_stand_for()
    {
        var (mlContext, data, step) = Fit();
        IDataView keyed = mlContext.Transforms.Conversion.MapValueToKey("Key", nameof(Row.Text)).Fit(data).Transform(data);

        step.WriteReport(keyed, _path, "Key");

        CollectionAssert.AreEquivalent(
            new[] { "low", "high" },
            Facts().GetProperty("label").GetProperty("classes").EnumerateArray().Select(text => text.GetString()).ToArray());
    }

    [TestMethod]
    public void Slot_names_are_the_names_of_columns()
    {
        var mlContext = new MLContext(1);
        IDataView data = mlContext.Data.LoadFromEnumerable(Rows());
        IDataView named = mlContext.Transforms.Concatenate("Joined", nameof(Row.East), nameof(Row.Up), nameof(Row.North)).Fit(data)
            .Transform(data);
        LocallyLinearEmbeddingTransformer step = mlContext.Transforms.LocallyLinearEmbedding("Lle", "Joined", numberOfComponents: 2)
            .Fit(named);

        step.WriteReport(named, _path);

        CollectionAssert.AreEqual(
            new[] { "East", "Up", "North" }, Facts().GetProperty("columns").EnumerateArray().Select(text => text.GetString()).ToArray());
        Assert.AreEqual("Joined", step.InputColumnName);
        Assert.AreEqual("Lle", step.OutputColumnName);
    }

    [TestMethod]
    public void Other_columns_and_other_rows_are_refused()
    {
        var (mlContext, data, step) = Fit();

        StringAssert.Contains(Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => step.WriteReport(data, _path, "Absent")).Message,
            "label column 'Absent'");
        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => step.WriteReport(data, _path, nameof(Row.Features))).Message,
            "label column 'Features'");
        IDataView others = mlContext.Data.LoadFromEnumerable(Rows().Skip(1));
        StringAssert.Contains(Assert.ThrowsExactly<ArgumentException>(() => step.WriteReport(others, _path)).Message, "99 rows");
        Assert.IsFalse(File.Exists(_path));
    }

    [TestMethod]
    public void A_column_whose_type_has_no_size_makes_the_same_page_if_its_rows_have_the_models()
    {
        var (mlContext, data, step) = Fit();
        step.WriteReport(data, _path, nameof(Row.Text));
        string expected = File.ReadAllText(_path);

        step.WriteReport(Unsized(mlContext, Rows()), _path, nameof(Row.Text));
        Assert.AreEqual(expected, File.ReadAllText(_path));

        Row[] ragged = Rows();
        ragged[7].Features = [1, 2];
        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentException>(() => step.WriteReport(Unsized(mlContext, ragged), _path)).Message,
            "Column 'Features' has 2 values in row 7 (counted from 0), and the step was fitted on 3.");
    }

    private static IDataView Unsized(MLContext mlContext, Row[] rows)
    {
        SchemaDefinition schema = SchemaDefinition.Create(typeof(Row));
        schema[nameof(Row.Features)].ColumnType = new VectorDataViewType(NumberDataViewType.Single);
        return mlContext.Data.LoadFromEnumerable(rows, schema);
    }

    private static (MLContext MLContext, IDataView Data, LocallyLinearEmbeddingTransformer Step) Fit()
    {
        var mlContext = new MLContext(1);
        IDataView data = mlContext.Data.LoadFromEnumerable(Rows());
        return (mlContext, data, mlContext.Transforms.LocallyLinearEmbedding("Lle", nameof(Row.Features), numberOfComponents: 2).Fit(data));
    }

    private static Row[] Rows()
    {
        (FeatureMatrix rows, double[] angles) = Roll.Make(100);
        return [.. angles.Select((angle, i) => new Row
        {
            Features = rows.Row(i).ToArray(), East = rows.Row(i)[0], Up = rows.Row(i)[1], North = rows.Row(i)[2],
            Text = angle < 9 ? "low" : "high", Truth = angle < 9, Number = angle < 9 ? 0.1f : 2.5f, Whole = angle < 9 ? -1 : 3,
        })];
    }

    private JsonElement Facts() => JsonDocument.Parse(
        Regex.Match(File.ReadAllText(_path), "id=\"facts\">(.*?)</script>", RegexOptions.Singleline).Groups[1].Value).RootElement;

    private sealed class Row
    {
        [VectorType(3)]
        public float[] Features { get; set; } = [];

        public float East { get; set; }

        public float Up { get; set; }

        public float North { get; set; }

        public string Text { get; set; } = string.Empty;

        public bool Truth { get; set; }

        public float Number { get; set; }

        public int Whole { get; set; }
    }
}
