using LleTransforms.Tool.Tables;
using LleTransforms.Tool.Tests.Data;

namespace LleTransforms.Tool.Tests.Tables;

/// <summary>Missing values are refused, skipped or filled as the user says.</summary>
[TestClass]
public sealed class MissingTests
{
    private static readonly TableFormat _skip = new() { Missing = new MissingValues(MissingMode.Skip, []) };
    private static readonly TableFormat _mean = new() { Missing = new MissingValues(MissingMode.Mean, []) };

    private readonly Folder _folder = new();

    public static IEnumerable<string> Markers => ["", " ", "NA", "N/A", "n/a", "NULL", "null", "None", "?", "nan", "NaN", "-", "#N/A", "."];

    [TestCleanup]
    public void Delete() => _folder.Dispose();

    [TestMethod]
    [DynamicData(nameof(Markers))]
    public void Usual_marks_are_known(string mark)
    {
        string text = $"a,b\n1,10\n2,{mark}\n6,40\n";

        _folder.Refused("a.csv", text).Tells("row 2 (line 3), column 2 ('b')", "--missing skip", "--missing mean");
        Table skipped = _folder.Read("a.csv", text, _skip);
        Table filled = _folder.Read("a.csv", text, _mean);

        skipped.Holds(2, 1, 10, 6, 40);
        CollectionAssert.AreEqual(new[] { 1 }, skipped.SkippedRows.ToArray());
        filled.Holds(2, 1, 10, 2, 25, 6, 40);
        skipped.Warnings.Single().Tells("1 of 3 rows lack a value and are skipped: row 2");
        filled.Warnings.Single().Tells("1 missing value has the mean of its column");
    }

    [TestMethod]
    public void A_mark_of_the_users_may_be_a_number()
    {
        var format = new TableFormat { Missing = new MissingValues(MissingMode.Skip, ["-999", "n.d."]) };

        _folder.Read("a.csv", "1,2\n-999,3\n4,n.d.\n5,NA\n6,7\n", format).Holds(2, 1, 2, 6, 7);
    }

    [TestMethod]
    public void Infinity_is_not_missing() => _folder.Refused("a.csv", "1,2\n3,inf\n", _skip).Tells("row 2", "inf is not a finite number");

    [TestMethod]
    public void A_mark_in_a_column_that_is_no_feature_hurts_nobody()
    {
        var format = new TableFormat(LabelColumn: "kind") { Ignored = ["b"] };

        Table table = _folder.Read("a.csv", "a,b,kind\n1,NA,x\n2,,\n", format);

        table.Holds(1, 1, 2);
        CollectionAssert.AreEqual(new[] { "x", "" }, table.LabelTexts.ToArray());
    }

    [TestMethod]
    public void A_blank_line_between_rows_is_a_row_to_skip() => CollectionAssert.AreEqual(
        new[] { 1 }, _folder.Read("a.csv", "x,y\n1,2\n\n3,4\n\n\n", _skip).SkippedRows.ToArray());

    [TestMethod]
    public void Rows_and_columns_without_any_value_are_told()
    {
        _folder.Refused("a.csv", "a,b\n1,NA\n2,NA\n", _skip).Tells("lacks a value in every row", "--ignore");
        _folder.Refused("a.csv", "a,b\n1,NA\n2,NA\n", _mean).Tells("column 2 holds no value", "--ignore");
    }

    [TestMethod]
    public void A_skipped_row_keeps_its_line_in_the_output_and_is_told()
    {
        float[][] rows = Sheet.Rows(60);
        string whole = _folder.WriteRows("whole.csv", [.. rows.Where((_, row) => row is not (4 or 17))]);
        string[] lines = [.. rows.Select((row, i) => i is 4 or 17 ? $"{row[0]},,{row[2]}" : string.Join(',', row))];
        string holey = _folder.Write("holey.csv", "x,y,z\n" + string.Join('\n', lines) + "\n");

        string[] expected = Run.Of("embed", whole).Succeeds().Lines;
        Run run = Run.Of("embed", holey, "--missing", "skip", "-o", _folder["out.csv"], "--json", "--model", _folder["m.zip"]);

        Assert.AreEqual(0, run.ExitCode, run.Error);
        run.Error.Tells("warning", "holey.csv: 2 of 60 rows", "rows 5, 18");
        using var json = System.Text.Json.JsonDocument.Parse(run.Output);
        run.Output.Tells("skipped: rows 5, 18");
        Assert.AreEqual(18, json.RootElement.GetProperty("skippedRows")[1].GetInt32());
        string[] written = File.ReadAllLines(_folder["out.csv"]);
        Assert.AreEqual(",", written[5]);
        Assert.AreEqual(",", written[18]);
        CollectionAssert.AreEqual(expected, written.Where(line => line != ",").ToArray());

        // A row is placed by itself, so no mean is offered; what is offered works.
        Run refused = Run.Of("transform", _folder["m.zip"], holey);
        refused.Error.Tells("--missing skip");
        Assert.DoesNotContain("--missing mean", refused.Error);
        Run placed = Run.Of("transform", _folder["m.zip"], holey, "--missing", "skip");
        Assert.AreEqual(string.Join('\n', written) + "\n", placed.Output);
        Run judged = Run.Of("evaluate", holey, _folder["out.csv"], "--missing", "skip", "--json");
        using var figures = System.Text.Json.JsonDocument.Parse(judged.Output);
        Assert.AreEqual(58, figures.RootElement.GetProperty("rows").GetInt32());
        Assert.IsGreaterThan(0.9, figures.RootElement.GetProperty("trustworthiness").GetDouble());
    }

    [TestMethod]
    public void A_model_places_each_row_by_itself()
    {
        string data = _folder.WriteRows("data.csv", Sheet.Rows(40));
        Run.Of("embed", data, "-o", _folder["out.csv"], "--model", _folder["m.zip"]).Succeeds();

        Run.Of("transform", _folder["m.zip"], data, "--missing", "mean").Fails(ExitCode.BadCommandLine, "--missing is 'mean'", "skip");
        Run.Of("embed", data, "--missing", "drop").Fails(ExitCode.BadCommandLine, "--missing is 'drop'", "error, skip or mean");
    }
}
