using System.Globalization;
using LleTransforms.Tool.Tables;
using LleTransforms.Tool.Tests.Data;
using MathNet.Numerics.Statistics;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace LleTransforms.Tool.Tests.Commands;

/// <summary><c>--scale</c> brings columns to one scale, and the saved model does the same to whatever it places.</summary>
[TestClass]
public sealed class ScaleTests
{
    private readonly Folder _folder = new();

    [TestCleanup]
    public void Delete() => _folder.Dispose();

    [TestMethod]
    [DataRow("none", 2, 4, 6, 100, 100, 100)]
    [DataRow("range", 0, 0.5, 1, 0, 0, 0)]
    [DataRow("deviation", -1.2247448713915890, 0, 1.2247448713915890, 0, 0, 0)]
    public void A_column_is_brought_to_what_the_scale_says(string scale, params double[] expected)
    {
        double[] values = _folder.Read("a.csv", "x,c\n2,100\n4,100\n6,100\n", Format(scale)).Values();

        double[] byColumn = [values[0], values[2], values[4], values[1], values[3], values[5]];
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.AreEqual(expected[i], byColumn[i], 1e-7, $"value {i}");
        }
    }

    [TestMethod]
    public void A_robust_scale_passes_over_outliers()
    {
        string rows = string.Concat(Enumerable.Range(0, 100).Select(i => $"{i},{(i == 50 ? "1e6" : $"{10 * i}")}\n"));

        double[] values = _folder.Read("a.csv", "x,y\n" + rows, Format("robust")).Values();

        // The median of 0 to 99 is 49.5, and the quartiles of 100 rows stand about 50 apart.
        Assert.AreEqual(0.5 / 50, values[100], 5e-4);
        Assert.AreEqual(values[0], values[1], 0.03, "Ten times the size is no longer seen.");
    }

    [TestMethod]
    public void Large_offsets_keep_their_small_differences()
    {
        double[] values = _folder.Read("a.csv", "x,t\n1,1600000000.25\n2,1600000000.5\n3,1600000001.25\n", Format("range")).Values();

        Assert.AreEqual(0.25, values[3], 1e-7);
    }

    [TestMethod]
    [DataRow("range")]
    [DataRow("deviation")]
    [DataRow("robust")]
    public void A_saved_model_scales_by_itself_in_the_tool_and_in_mlnet(string scale)
    {
        string data = _folder.WriteRows("data.csv", Stretched(Sheet.Rows(150)));
        string unseen = _folder.WriteRows("new.csv", Stretched(Sheet.Rows(30, seed: 2)));

        Run.Of("embed", data, "--scale", scale, "-o", _folder["plain.csv"]).Succeeds();
        Run.Of("embed", data, "--scale", scale, "-o", _folder["fitted.csv"], "--model", _folder["model.zip"]).Succeeds();
        Run.Of("transform", _folder["model.zip"], data, "-o", _folder["again.csv"]).Succeeds();
        Run.Of("transform", _folder["model.zip"], unseen, "-o", _folder["placed.csv"]).Succeeds();

        Assert.AreEqual(File.ReadAllText(_folder["plain.csv"]), File.ReadAllText(_folder["fitted.csv"]));
        Assert.AreEqual(File.ReadAllText(_folder["plain.csv"]), File.ReadAllText(_folder["again.csv"]));
        float[][] byMlNet = PlacedByMlNet("model.zip", _folder.ReadRows("new.csv"));
        float[][] placed = _folder.ReadRows("placed.csv");
        for (int row = 0; row < placed.Length; row++)
        {
            Assert.AreEqual(placed[row][0], byMlNet[row][0], 1e-6f, $"row {row}");
            Assert.AreEqual(placed[row][1], byMlNet[row][1], 1e-6f, $"row {row}");
        }
    }

    [TestMethod]
    [DataRow("range", -300)]
    [DataRow("range", 300)]
    [DataRow("robust", -300)]
    [DataRow("robust", 300)]
    [DataRow("deviation", -300)]
    [DataRow("deviation", -161)]
    [DataRow("deviation", -150)]
    [DataRow("deviation", 160)]
    [DataRow("deviation", 300)]
    public void Tiny_and_huge_numbers_have_the_scale_of_others(string scale, int exponent)
    {
        float[][] rows = Sheet.Rows(60);
        string data = _folder.WriteRows("data.csv", rows);
        string other = _folder.Write("other.csv", "x,y,z\n" + string.Concat(
            rows.Select(row => string.Join(',', row.Select(value => $"{(decimal)value}E{exponent}")) + "\n")));

        foreach (string table in new[] { data, other })
        {
            Run.Of("embed", table, "--scale", scale, "-k", "8", "-o", table + ".out", "--model", table + ".zip").Succeeds();
            Run.Of("transform", table + ".zip", table, "-o", table + ".again").Succeeds();
            Run.Of("extend", table + ".zip", table, "-o", table + ".grown").Succeeds();
        }

        double[] expected = _folder.Read("data.csv", File.ReadAllText(data), Format(scale)).Values();
        double[] scaled = _folder.Read("other.csv", File.ReadAllText(other), Format(scale)).Values();
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.AreEqual(expected[i], scaled[i], 1e-6, $"value {i}");
        }

        Assert.AreEqual(File.ReadAllText(other + ".out"), File.ReadAllText(other + ".again"));
    }

    [TestMethod]
    public void A_deviation_is_that_of_the_column_to_the_bit()
    {
        var random = new Random(3);
        double[][] rows = [.. Enumerable.Range(0, 100).Select(
            i => new[] { random.NextDouble(), 1e9 + random.NextDouble(), i == 7 ? 1e12 : -random.NextDouble(), i % 2 })];

        var scale = ColumnScale.Of(rows, ScaleMode.Deviation, column => $"column {column}");

        for (int column = 0; column < 4; column++)
        {
            double[] values = Array.ConvertAll(rows, row => row[column]);
            double mean = ArrayStatistics.Mean(values);
            Assert.AreEqual(mean, scale.Lows[column]);
            Assert.AreEqual(mean + ArrayStatistics.PopulationStandardDeviation(values), scale.Highs[column]);
        }
    }

    [TestMethod]
    public void The_scale_goes_with_the_columns_when_they_stand_in_another_order()
    {
        float[][] rows = Stretched(Sheet.Rows(100));
        string data = _folder.WriteRows("data.csv", rows);
        string turned = _folder.WriteRows("turned.csv", [.. rows.Select(row => new[] { row[2], row[0], row[1] })], "z,x,y");
        Run.Of("embed", data, "--scale", "range", "-o", _folder["fitted.csv"], "--model", _folder["model.zip"]).Succeeds();

        Run.Of("transform", _folder["model.zip"], turned, "-o", _folder["again.csv"]).Succeeds();

        Assert.AreEqual(File.ReadAllText(_folder["fitted.csv"]), File.ReadAllText(_folder["again.csv"]));
    }

    [TestMethod]
    public void Stretched_columns_embed_evaluate_and_are_advised_as_the_ranges_are()
    {
        float[][] rows = Sheet.Rows(150);
        string plain = _folder.WriteRows("plain.csv", rows);
        string stretched = _folder.WriteRows("stretched.csv", [.. rows.Select(row => new[] { row[0], 1024 * row[1], row[2] / 64 })]);

        foreach (string data in new[] { plain, stretched })
        {
            Run.Of("embed", data, "--scale", "range", "-o", data + ".out").Succeeds();
            Run.Of("report", data, "--scale", "range", "--title", "t", "-o", data + ".html").Succeeds();
        }

        CollectionAssert.AreEqual(
            _folder.ReadRows("plain.csv.out").Select(row => Rounded(row)).ToArray(),
            _folder.ReadRows("stretched.csv.out").Select(row => Rounded(row)).ToArray());
        Assert.AreEqual(
            Run.Of("evaluate", plain, plain + ".out", "--scale", "range").Output,
            Run.Of("evaluate", stretched, stretched + ".out", "--scale", "range").Output);
        Assert.AreNotEqual(
            Run.Of("evaluate", plain, plain + ".out").Output, Run.Of("evaluate", stretched, stretched + ".out").Output);
        Assert.AreEqual(
            Run.Of("suggest", plain, "--scale", "range").Output, Run.Of("suggest", stretched, "--scale", "range").Output);
    }

    [TestMethod]
    public void A_missing_value_has_the_mean_of_its_column_before_the_scale()
    {
        double[] values = _folder.Read(
            "a.csv", "x,y\n0,1\n,2\n8,3\n4,4\n", Format("range") with { Missing = new MissingValues(MissingMode.Mean, []) }).Values();

        Assert.AreEqual(0.5, values[2], 1e-7);
    }

    [TestMethod]
    public void What_has_no_scale_is_refused_with_the_column_and_what_helps()
    {
        string half = "x,flag\n" + string.Concat(Enumerable.Range(0, 40).Select(i => $"{i},{(i == 7 ? 1 : 0)}\n"));
        _folder.Refused("a.csv", half, Format("robust")).Tells("a.csv: column 2 ('flag')", "--scale range or deviation", "--ignore");
        _folder.Refused("b.csv", "x,far\n1,-1.7e308\n2,1.7e308\n", Format("range")).Tells("column 2 ('far')", "too far apart");
        foreach (string mode in new[] { "range", "robust", "deviation" })
        {
            _folder.Refused("c.csv", "x,near\n1,1e-320\n2,2e-320\n3,4e-320\n", Format(mode))
                .Tells("column 2 ('near') holds values that differ by less than 1E-308", "power of ten", "--ignore");
        }

        string wide = _folder.Write("wide.svm", string.Concat(Enumerable.Range(0, 20).Select(i => $"1 {i + 1}:1 600:2\n")));
        Run.Of("embed", wide, "--scale", "range").Fails(ExitCode.BadCommandLine, "--scale moves zeros", "600 columns", "511");

        string data = _folder.WriteRows("data.csv", Sheet.Rows(40));
        Run.Of("embed", data, "--scale", "unit").Fails(
            ExitCode.BadCommandLine, "--scale is 'unit', but must be one of none, range, deviation, robust.");
        Run.Of("embed", data, "--scale", "range", "--metric", "jaccard").Fails(
            ExitCode.BadCommandLine, "--scale is range, but must be none where --metric is jaccard");
    }

    [TestMethod]
    public void A_column_that_decides_alone_is_said_once_and_no_longer_where_it_is_scaled()
    {
        string data = _folder.WriteRows("data.csv", [.. Sheet.Rows(60).Select(row => new[] { row[0], 5000 * row[1], row[2] })]);

        Run plain = Run.Of("embed", data, "-o", _folder["out.csv"], "--model", _folder["model.zip"]);
        Run scaled = Run.Of("embed", data, "--scale", "range", "-o", _folder["scaled.csv"]);
        Run placed = Run.Of("transform", _folder["model.zip"], data, "-o", _folder["again.csv"]);

        StringAssert.Contains(plain.Error, "--scale range brings the columns to one scale");
        Assert.HasCount(1, plain.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries), plain.Error);
        Assert.IsFalse(scaled.Error.Contains("varies so much more"), scaled.Error);
        StringAssert.Contains(placed.Error, "fit anew with --scale range");
        string few = _folder.WriteRows("few.csv", [.. Sheet.Rows(15).Select(row => new[] { row[0], 5000 * row[1], row[2] })]);
        StringAssert.Contains(
            Run.Of("embed", few, "-k", "5", "-o", _folder["few.out"]).Error, "decides alone which rows are near; --scale range brings");
    }

    private static TableFormat Format(string scale) => new() { Scale = Enum.Parse<ScaleMode>(scale, ignoreCase: true) };

    private static float[][] Stretched(float[][] rows) => [.. rows.Select(row => new[] { 1000 + (4 * row[0]), row[1], row[2] / 4 })];

    private static string Rounded(float[] row) =>
        string.Join(' ', row.Select(value => MathF.Round(value, 3).ToString("0.000", CultureInfo.InvariantCulture)));

    private float[][] PlacedByMlNet(string model, float[][] rows)
    {
        var mlContext = new MLContext();
        ITransformer loaded = mlContext.Model.Load(_folder[model], out _);
        SchemaDefinition schema = SchemaDefinition.Create(typeof(Row));
        schema["Features"].ColumnType = new VectorDataViewType(NumberDataViewType.Double, 3);
        IDataView data = mlContext.Data.LoadFromEnumerable(
            rows.Select(row => new Row
            {
                // As the tool reads them: the decimals that stand in the file.
                Features = Array.ConvertAll(row, value =>
                    double.Parse(value.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture)),
            }), schema);
        return [.. loaded.Transform(data).GetColumn<float[]>("Lle")];
    }

    private sealed class Row
    {
        public double[] Features { get; set; } = [];
    }
}
