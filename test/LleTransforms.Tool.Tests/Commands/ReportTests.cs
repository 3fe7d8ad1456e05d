using System.Text.Json;
using System.Text.RegularExpressions;
using LleTransforms.Tool.Tests.Data;

namespace LleTransforms.Tool.Tests.Commands;

[TestClass]
public sealed class ReportTests
{
    private readonly Folder _folder = new();

    [TestCleanup]
    public void Delete() => _folder.Dispose();

    [TestMethod]
    public void Writes_a_page_with_the_tables_names_and_labels()
    {
        float[][] rows = Sheet.Rows(150);
        string data = _folder.Write(
            "data.csv", "east,kind,up,north\n"
                + string.Concat(rows.Select(row => $"{row[0]},{(row[1] < 0.5f ? "low" : "high")},{row[1]},{row[2]}\n")));

        Run run = Run.Of("report", data, "--label", "kind", "-d", "2", "-k", "9", "-o", _folder["out.html"]).Succeeds();

        JsonElement facts = Facts("out.html");
        Assert.AreEqual(string.Empty, run.Output);
        Assert.AreEqual("data.csv", facts.GetProperty("title").GetString());
        Assert.AreEqual(9, facts.GetProperty("neighborCount").GetInt32());
        CollectionAssert.AreEqual(new[] { "east", "up", "north" }, Texts(facts.GetProperty("columns")));
        Assert.AreEqual("kind", facts.GetProperty("label").GetProperty("name").GetString());
        CollectionAssert.AreEqual(new[] { "high", "low" }, Texts(facts.GetProperty("label").GetProperty("classes")));
        CollectionAssert.AreEqual(new[] { "data.csv", "out.html" }, _folder.Files);
    }

    [TestMethod]
    public void Landmarks_and_samples_have_a_page_too()
    {
        string data = _folder.WriteRows("data.csv", Sheet.Rows(200), header: null);

        Run.Of("report", data, "--landmarks", "50", "-o", _folder["landmarks.html"], "--title", "By landmarks").Succeeds();
        Run.Of("report", data, "--max-training-rows", "120", "-o", _folder["sample.html"]).Succeeds();

        Assert.AreEqual("By landmarks", Facts("landmarks.html").GetProperty("title").GetString());
        Assert.AreEqual(0, Facts("landmarks.html").GetProperty("followingEigenvalues").GetArrayLength());
        StringAssert.Contains(Facts("sample.html").GetProperty("options").ToString(), "\"120\"");
        Assert.AreEqual(200, Facts("sample.html").GetProperty("rowCount").GetInt32());
    }

    [TestMethod]
    public void Rows_that_are_images_show_the_way_back()
    {
        string data = _folder.WriteRows("data.csv", Sheet.Rows(150), header: null);
        int columns = Sheet.Rows(1)[0].Length;

        Run.Of("report", data, "--image-size", $"{columns}x1", "-o", _folder["out.html"]).Succeeds();
        Run.Of("report", data, "-o", _folder["plain.html"]).Succeeds();

        StringAssert.Contains(File.ReadAllText(_folder["out.html"]), "A grid of reconstructed images");
        Assert.DoesNotContain("A grid of reconstructed images", File.ReadAllText(_folder["plain.html"]));
        Assert.AreEqual(2, Facts("out.html").GetProperty("participation").GetArrayLength());
        Run.Of("report", data, "--image-size", "5x7", "-o", _folder["none.html"])
            .Fails(ExitCode.BadData, $"--image-size is 5x7, 35 pixels, but there are {columns} feature columns");
        Run.Of("report", data, "--image-size", "wide", "-o", _folder["none.html"])
            .Fails(ExitCode.BadCommandLine, "--image-size is 'wide', but must be two whole numbers");
        Assert.DoesNotContain("none.html", _folder.Files);
    }

    [TestMethod]
    public void A_fault_leaves_no_page_behind()
    {
        string data = _folder.WriteRows("data.csv", Sheet.Rows(30));

        Run.Of("report", data, "-d", "4", "-o", _folder["out.html"]).Fails(ExitCode.BadData, "-d is 4, but must be at most 3");
        Run.Of("report", data).Fails(ExitCode.BadCommandLine, "-o");
        Run.Of("report", data, "-o", _folder["none/out.html"]).Fails(ExitCode.BadData, "there is no such folder");

        CollectionAssert.AreEqual(new[] { "data.csv" }, _folder.Files);
    }

    private static string[] Texts(JsonElement texts) => [.. texts.EnumerateArray().Select(text => text.GetString()!)];

    private JsonElement Facts(string name) => JsonDocument.Parse(
        Regex.Match(File.ReadAllText(_folder[name]), "id=\"facts\">(.*?)</script>", RegexOptions.Singleline).Groups[1].Value).RootElement;
}
