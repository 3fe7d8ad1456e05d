using System.Text.Json;
using LleTransforms.Tool.Tests.Data;

namespace LleTransforms.Tool.Tests.Commands;

/// <summary>A saved model and a table agree on columns by their names.</summary>
[TestClass]
public sealed class ColumnNameTests
{
    private readonly Folder _folder = new();

    [TestInitialize]
    public void Fit()
    {
        string data = _folder.WriteRows("data.csv", Sheet.Rows(120), "height,width,mass");
        Run.Of("embed", data, "-o", _folder["fitted.csv"], "--model", _folder["model.zip"]).Succeeds();
    }

    [TestCleanup]
    public void Delete() => _folder.Dispose();

    [TestMethod]
    public void Columns_in_another_order_are_brought_into_the_models()
    {
        string other = _folder.WriteRows(
            "other.csv", [.. Sheet.Rows(120).Select(row => new[] { row[2], row[0], row[1] })], "mass,height,width");

        Run.Of("transform", _folder["model.zip"], other, "-o", _folder["out.csv"]).Succeeds();

        Assert.AreEqual(File.ReadAllText(_folder["fitted.csv"]), File.ReadAllText(_folder["out.csv"]));
    }

    [TestMethod]
    public void A_column_too_many_is_left_out_and_said()
    {
        string more = _folder.WriteRows(
            "more.csv", [.. Sheet.Rows(120).Select(row => new[] { row[0], 7, row[1], row[2] })], "height,age,width,mass");

        Run run = Run.Of("transform", _folder["model.zip"], more, "-o", _folder["out.csv"], "--json");

        Assert.AreEqual(0, run.ExitCode, run.Error);
        StringAssert.Contains(run.Error, "column 'age' is left out");
        using JsonDocument json = JsonDocument.Parse(run.Output);
        StringAssert.Contains(json.RootElement.GetProperty("warnings")[0].GetString(), "column 'age' is left out");
        Assert.AreEqual(File.ReadAllText(_folder["fitted.csv"]), File.ReadAllText(_folder["out.csv"]));
    }

    [TestMethod]
    [DataRow("height,mass,age", "lacks column 'width'", "it has column 'age' beside")]
    [DataRow("a,b,c", "lacks columns 'height', 'width', 'mass'", "columns 'a', 'b', 'c'")]
    [DataRow("height,width,mass,mass", "has column 'mass' more than once", "by their names")]
    public void A_column_that_is_missing_or_stands_twice_is_named(string header, string fault, string advice)
    {
        string table = _folder.Write("table.csv", $"{header}\n1,2,3{(header.Split(',').Length > 3 ? ",4" : "")}\n");

        Run.Of("transform", _folder["model.zip"], table, "-o", _folder["out.csv"])
            .Fails(ExitCode.BadData, "table.csv", fault, advice);
    }

    [TestMethod]
    public void Without_a_header_columns_go_by_position()
    {
        string plain = _folder.WriteRows("plain.csv", Sheet.Rows(120), header: null);

        Run.Of("transform", _folder["model.zip"], plain, "-o", _folder["out.csv"]).Succeeds();

        Assert.AreEqual(File.ReadAllText(_folder["fitted.csv"]), File.ReadAllText(_folder["out.csv"]));
    }
}
