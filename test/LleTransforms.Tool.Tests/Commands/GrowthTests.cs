using System.IO.Compression;
using System.Runtime.InteropServices;
using LleTransforms.Tool.Tests.Data;
using Microsoft.ML;

namespace LleTransforms.Tool.Tests.Commands;

/// <summary>lle extend and lle remove.</summary>
[TestClass]
public sealed class GrowthTests
{
    private readonly Folder _folder = new();

    [TestCleanup]
    public void Delete() => _folder.Dispose();

    [TestMethod]
    [DataRow("none")]
    [DataRow("range")]
    public void A_grown_model_knows_old_and_new_rows(string scale)
    {
        string data = _folder.WriteRows("data.csv", Sheet.Rows(200), "x,y,z");
        string added = _folder.WriteRows("new.csv", Sheet.Rows(20, seed: 2), "x,y,z");
        Run.Of("embed", data, "-o", _folder["a.csv"], "--model", _folder["model.zip"], "--keep-graph", "--scale", scale).Succeeds();

        Run.Of("extend", _folder["model.zip"], added, "-o", _folder["grown.zip"]).Succeeds();
        Run.Of("extend", _folder["grown.zip"], data, "-o", _folder["same.zip"]).Succeeds();
        Run.Of("transform", _folder["grown.zip"], data, "-o", _folder["b.csv"]).Succeeds();
        Run.Of("transform", _folder["same.zip"], data, "-o", _folder["c.csv"]).Succeeds();

        float[][] before = _folder.ReadRows("a.csv"), after = _folder.ReadRows("b.csv"), again = _folder.ReadRows("c.csv");
        double spread = before.Max(row => Math.Abs(row[0]));
        for (int row = 0; row < 200; row++)
        {
            // Rows that the model knows already move nothing, and a tenth more moves little.
            Assert.AreEqual(after[row][0], again[row][0], 1e-3 * spread);
            Assert.AreEqual(before[row][0], after[row][0], 0.5 * spread);
        }
    }

    [TestMethod]
    public void Columns_go_by_name_and_others_are_told()
    {
        string data = _folder.WriteRows("data.csv", Sheet.Rows(60), "x,y,z");
        Run.Of("embed", data, "-o", _folder["a.csv"], "--model", _folder["model.zip"]).Succeeds();

        Run.Of("extend", _folder["model.zip"], _folder.WriteRows("other.csv", Sheet.Rows(5, seed: 2), "x,y,w"), "-o", _folder["grown.zip"])
            .Fails(ExitCode.BadData, "other.csv", "lacks column 'z'");
        Assert.IsFalse(File.Exists(_folder["grown.zip"]));
    }

    [TestMethod]
    public void What_cannot_grow_says_so()
    {
        string data = _folder.WriteRows("data.csv", Sheet.Rows(60));
        Run.Of("embed", data, "-o", _folder["a.csv"], "--model", _folder["model.zip"], "--method", "npe").Succeeds();

        Run.Of("extend", _folder["model.zip"], data, "-o", _folder["grown.zip"]).Fails(ExitCode.BadData, "keeps no training rows");
    }

    [TestMethod]
    public void Removed_rows_are_in_no_byte_of_the_new_model()
    {
        string data = _folder.WriteRows("data.csv", Sheet.Rows(60));
        Run.Of("embed", data, "-o", _folder["a.csv"], "--model", _folder["model.zip"]).Succeeds();

        Run.Of("remove", _folder["model.zip"], "--rows", "3", "10-12,40", "-o", _folder["less.zip"]).Succeeds();
        Run.Of("transform", _folder["less.zip"], data, "-o", _folder["b.csv"]).Succeeds();

        float[][] before = _folder.ReadRows("a.csv"), after = _folder.ReadRows("b.csv");
        foreach (int row in Enumerable.Range(0, 60))
        {
            bool isGone = row is 3 or 10 or 11 or 12 or 40;
            Assert.AreEqual(isGone, before[row][0] != after[row][0], $"row {row}");
        }

        // Coordinates of other rows are in both files: the search can find what is there.
        LleModel model = ModelOf("model.zip");
        byte[] kept = BytesOf("model.zip"), less = BytesOf("less.zip");
        Assert.IsGreaterThanOrEqualTo(0, kept.AsSpan().IndexOf(MemoryMarshal.AsBytes(model.Coordinates(11))));
        Assert.AreEqual(-1, less.AsSpan().IndexOf(MemoryMarshal.AsBytes(model.Coordinates(11))));
        Assert.IsGreaterThanOrEqualTo(0, less.AsSpan().IndexOf(MemoryMarshal.AsBytes(model.Coordinates(13))));
        Assert.AreEqual(55, ModelOf("less.zip").NumberOfTrainingRows);
    }

    [TestMethod]
    [DataRow("x")]
    [DataRow("9-3")]
    [DataRow("-2")]
    public void Numbers_that_are_none_are_told(string rows)
    {
        string data = _folder.WriteRows("data.csv", Sheet.Rows(60));
        Run.Of("embed", data, "-o", _folder["a.csv"], "--model", _folder["model.zip"]).Succeeds();

        Run.Of("remove", _folder["model.zip"], $"--rows={rows}", "-o", _folder["less.zip"]).Fails(ExitCode.BadCommandLine, "--rows is");
    }

    /// <summary>However many rows a range names, and however often.</summary>
    [TestMethod]
    [DataRow("60", "--rows is 60,")]
    [DataRow("3,58-60", "--rows is 58-60,")]
    [DataRow("0-2147483647", "--rows is 0-2147483647,")]
    [DataRow("1-2147483647", "--rows is 1-2147483647,")]
    public void A_row_that_is_not_there_is_told(string rows, string told)
    {
        string data = _folder.WriteRows("data.csv", Sheet.Rows(60));
        Run.Of("embed", data, "-o", _folder["a.csv"], "--model", _folder["model.zip"]).Succeeds();

        Run.Of("remove", _folder["model.zip"], "--rows", rows, "-o", _folder["less.zip"])
            .Fails(ExitCode.BadData, "model.zip", told, "have the numbers 0 to 59");
        Assert.IsFalse(File.Exists(_folder["less.zip"]));
    }

    [TestMethod]
    public void Too_few_rows_that_would_be_left_are_told()
    {
        string data = _folder.WriteRows("data.csv", Sheet.Rows(60));
        Run.Of("embed", data, "-o", _folder["a.csv"], "--model", _folder["model.zip"]).Succeeds();

        Run.Of("remove", _folder["model.zip"], "--rows", "0-50", "-o", _folder["less.zip"])
            .Fails(ExitCode.BadData, "9 training rows would be left");
    }

    private LleModel ModelOf(string zip)
    {
        ITransformer loaded = new MLContext().Model.Load(_folder[zip], out _);
        ITransformer[] steps = loaded is IEnumerable<ITransformer> chain ? [.. chain] : [loaded];
        return steps.OfType<LocallyLinearEmbeddingTransformer>().Single().Model;
    }

    private byte[] BytesOf(string zip)
    {
        using ZipArchive archive = ZipFile.OpenRead(_folder[zip]);
        using var all = new MemoryStream();
        foreach (ZipArchiveEntry entry in archive.Entries)
        {
            using Stream stream = entry.Open();
            stream.CopyTo(all);
        }

        return all.ToArray();
    }
}
