using System.Globalization;
using LleTransforms.Tool.Tests.Data;

namespace LleTransforms.Tool.Tests.Commands;

[TestClass]
public sealed class TransformTests
{
    private readonly Folder _folder = new();

    [TestCleanup]
    public void Delete() => _folder.Dispose();

    [TestMethod]
    public void Unseen_rows_are_placed_as_the_model_places_them()
    {
        string data = _folder.WriteRows("data.csv", Sheet.Rows(200));
        string unseen = _folder.WriteRows("new.csv", Sheet.Rows(20, seed: 2));
        Run.Of("embed", data, "-o", _folder["fitted.csv"], "--model", _folder["model.zip"]).Succeeds();

        Run.Of("transform", _folder["model.zip"], unseen, "-o", _folder["out.csv"]).Succeeds();

        float[][] fitted = _folder.ReadRows("fitted.csv");
        float[][] placed = _folder.ReadRows("out.csv");
        Assert.HasCount(20, placed);
        Assert.IsTrue(
            placed.All(row => row.Length == 2 && row.All(value => Math.Abs(value) <= fitted.Max(other => other.Max(Math.Abs)) * 1.2f)));
    }

    [TestMethod]
    [DataRow("none", "x,y,z")]
    [DataRow("none", "z,x,y")]
    [DataRow("range", "x,y,z")]
    public void A_row_has_its_place_whatever_rows_stand_beside_it(string scale, string header)
    {
        string[] rows = Roll();
        string data = _folder.Write("data.csv", "x,y,z\n" + string.Join('\n', rows) + "\n");
        Run.Of("embed", data, "-o", _folder["fitted.csv"], "--model", _folder["model.zip"], "--scale", scale).Succeeds();
        string[] sorted = header == "x,y,z" ? rows : [.. rows.Select(row => row.Split(',')).Select(row => $"{row[2]},{row[0]},{row[1]}")];
        string other = _folder.Write("other.csv", header + "\n1e7,1,1\n" + string.Join('\n', sorted.Reverse()) + "\n");

        // The row far off may be doubted; it changes nothing.
        Assert.AreEqual(0, Run.Of("transform", _folder["model.zip"], other, "-o", _folder["out.csv"]).ExitCode);

        CollectionAssert.AreEqual(
            File.ReadLines(_folder["fitted.csv"]).Skip(1).Reverse().ToArray(), File.ReadLines(_folder["out.csv"]).Skip(2).ToArray());
    }

    [TestMethod]
    [DataRow("x,y,z", "none")]
    [DataRow("z,x,y", "none")]
    [DataRow("x,y,z", "range")]
    public void A_value_out_of_reach_is_named_by_its_own_row(string header, string scale)
    {
        string data = _folder.Write("data.csv", "x,y,z\n" + string.Join('\n', Roll()) + "\n");
        Run.Of("embed", data, "-o", _folder["fitted.csv"], "--model", _folder["model.zip"], "--scale", scale).Succeeds();
        string far = _folder.Write("far.csv", header + "\n1e300,2,1\n3,2,1\n");

        Run.Of("transform", _folder["model.zip"], far, "-o", _folder["out.csv"]).Fails(ExitCode.BadData, "far.csv: Row 0, column ");
    }

    [TestMethod]
    public void A_file_whose_name_ends_in_tsv_has_tabs()
    {
        string data = _folder.WriteRows("data.tsv", Sheet.Rows(60), "x\ty\tz", '\t');

        Run.Of("embed", data, "-o", _folder["out.tsv"], "--model", _folder["model.zip"]).Succeeds();
        Run.Of("transform", _folder["model.zip"], data, "-o", _folder["out.csv"]).Succeeds();

        Assert.AreEqual(File.ReadAllText(_folder["out.tsv"]).Replace('\t', ','), File.ReadAllText(_folder["out.csv"]));
        Assert.AreEqual("Lle0\tLle1", File.ReadLines(_folder["out.tsv"]).First());
    }

    [TestMethod]
    public void A_table_of_another_width_is_rejected()
    {
        string data = _folder.WriteRows("data.csv", Sheet.Rows(60));
        Run.Of("embed", data, "-o", _folder["fitted.csv"], "--model", _folder["model.zip"]).Succeeds();
        string wide = _folder.Write("wide.csv", "1,2,3,4\n");

        Run.Of("transform", _folder["model.zip"], wide, "-o", _folder["out.csv"])
            .Fails(ExitCode.BadData, "wide.csv", "4 feature columns", "fitted on 3");

        Assert.IsFalse(File.Exists(_folder["out.csv"]));
    }

    [TestMethod]
    public void What_is_no_model_is_rejected()
    {
        string data = _folder.WriteRows("data.csv", Sheet.Rows(20));
        string empty = _folder["empty.zip"];
        System.IO.Compression.ZipFile.CreateFromDirectory(Directory.CreateTempSubdirectory().FullName, empty);

        Run.Of("transform", data, data, "-o", _folder["out.csv"]).Fails(ExitCode.BadData, "data.csv: is no model that ML.NET can load");
        Run.Of("transform", empty, data, "-o", _folder["out.csv"]).Fails(ExitCode.BadData, "empty.zip: is no model that ML.NET can load");
        Run.Of("transform", _folder["absent.zip"], data, "-o", _folder["out.csv"])
            .Fails(ExitCode.BadData, "absent.zip: there is no such file");

        CollectionAssert.AreEqual(new[] { "data.csv", "empty.zip" }, _folder.Files);
    }

    /// <summary>Rows of many digits, so that rounding tells.</summary>
    private static string[] Roll()
    {
        var random = new Random(4);
        return [.. Enumerable.Range(0, 200).Select(_ => 5 + (9 * random.NextDouble())).Select(angle => string.Create(
            CultureInfo.InvariantCulture, $"{angle * Math.Cos(angle)},{21 * random.NextDouble()},{angle * Math.Sin(angle)}"))];
    }
}
