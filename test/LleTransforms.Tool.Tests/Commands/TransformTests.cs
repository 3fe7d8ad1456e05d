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
}
