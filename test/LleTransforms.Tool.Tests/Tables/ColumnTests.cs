using LleTransforms.Tool.Tables;
using LleTransforms.Tool.Tests.Data;

namespace LleTransforms.Tool.Tests.Tables;

/// <summary>Columns that are no features: left out, kept beside the coordinates, or told.</summary>
[TestClass]
public sealed class ColumnTests
{
    private const string Wide = "id,a,b,c-d,note\n7,1,2,3,x\n9,4,5,6,y\n";

    private readonly Folder _folder = new();

    [TestCleanup]
    public void Delete() => _folder.Dispose();

    [TestMethod]
    [DataRow(new[] { "id", "note" })]
    [DataRow(new[] { "1", "5" })]
    [DataRow(new[] { "id,note" })]
    [DataRow(new[] { "1,5" })]
    [DataRow(new[] { "1-1", "note..5" })]
    public void Columns_are_left_out_by_name_number_and_range(string[] ignored) =>
        _folder.Read("a.csv", Wide, new TableFormat { Ignored = ignored }).Holds(3, 1, 2, 3, 4, 5, 6);

    [TestMethod]
    [DataRow(new[] { "a", "b", "c-d" })]
    [DataRow(new[] { "2-4" })]
    [DataRow(new[] { "a..c-d" })]
    [DataRow(new[] { "a-c-d" })]
    [DataRow(new[] { "c-d", "2..3" })]
    [DataRow(new[] { "b,a,c-d" })]
    public void Columns_are_chosen_alike_and_stay_in_their_order(string[] columns)
    {
        Table table = _folder.Read("a.csv", Wide, new TableFormat { Columns = columns });

        table.Holds(3, 1, 2, 3, 4, 5, 6);
        CollectionAssert.AreEqual(new[] { "a", "b", "c-d" }, table.ColumnNames);
    }

    [TestMethod]
    public void Options_meet_in_one_table()
    {
        var format = new TableFormat(LabelColumn: "note") { Columns = ["1-5"], Ignored = ["b"], Kept = ["id"] };

        Table table = _folder.Read("a.csv", Wide, format);

        table.Holds(2, 1, 3, 4, 6);
        CollectionAssert.AreEqual(new[] { "id" }, table.Kept.Names.ToArray());
        CollectionAssert.AreEqual(new[] { "7", "9" }, table.Kept.Rows.Select(row => row[0]).ToArray());
        CollectionAssert.AreEqual(new[] { "x", "y" }, table.LabelTexts.ToArray());
    }

    [TestMethod]
    public void Unknown_columns_are_told_by_their_option()
    {
        _folder.Refused("a.csv", Wide, new TableFormat { Ignored = ["z"] }).Tells("has no column 'z' for --ignore", "id, a, b, c-d, note");
        _folder.Refused("a.csv", Wide, new TableFormat { Kept = ["9"] }).Tells("'9' for --keep");
        _folder.Refused("a.csv", Wide, new TableFormat { Columns = ["5-2"] }).Tells("'5-2' for --columns");
        _folder.Refused("a.csv", Wide, new TableFormat { Kept = ["1-5"] }).Tells("no column beside the label's, those kept");
    }

    [TestMethod]
    [DataRow(",x,y,z", "{0},", DisplayName = "pandas")]
    [DataRow("\"\",\"x\",\"y\",\"z\"", "\"{0}\",", DisplayName = "R")]
    public void An_unnamed_first_column_is_told_and_taken_for_the_rows_names(string header, string front)
    {
        float[][] rows = Sheet.Rows(60);
        string plain = _folder.WriteRows("plain.csv", rows);
        IEnumerable<string> lines = rows.Select((row, i) => string.Format(front, i + 1) + string.Join(',', row) + "\n");
        string named = _folder.Write("named.csv", header + "\n" + string.Concat(lines));

        Run told = Run.Of("embed", named, "-o", _folder["told.csv"], "--json");
        Run run = Run.Of("embed", named, "--index").Succeeds();

        Assert.AreEqual(0, told.ExitCode, told.Error);
        told.Error.Tells("lle: warning:", "named.csv: column 1, which has no name, counts evenly", "--index", "--ignore 1", "--keep 1");
        told.Output.Tells("counts evenly from row to row");
        string[] expected = Run.Of("embed", plain).Succeeds().Lines;
        CollectionAssert.AreEqual(expected.Select((line, i) => $"{(i == 0 ? "Row" : i)},{line}").ToArray(), run.Lines);
        Run.Of("embed", plain, "--index").Fails(ExitCode.BadCommandLine, "--index takes a first column that has no name", "'x'");
    }

    [TestMethod]
    public void Rows_names_without_a_header_of_their_own_are_known()
    {
        Table table = _folder.Read("a.txt", "\"x\" \"y\"\n\"r1\" 1 2\n\"r2\" 3 4\n");

        table.Holds(2, 1, 2, 3, 4);
        CollectionAssert.AreEqual(new[] { "x", "y" }, table.ColumnNames);
        CollectionAssert.AreEqual(new[] { "r1", "r2" }, table.Kept.Rows.Select(row => row[0]).ToArray());
    }

    [TestMethod]
    public void Kept_columns_stand_beside_the_coordinates_and_evaluate_reads_past_them()
    {
        float[][] rows = Sheet.Rows(60);
        string data = _folder.Write(
            "data.csv", "id,x,name,y,z\n" + string.Concat(rows.Select((row, i) => $"A{i},{row[0]},\"n,{i}\",{row[1]},{row[2]}\n")));
        string plain = _folder.WriteRows("plain.csv", rows);

        Run run = Run.Of("embed", data, "--keep", "id", "name", "-o", _folder["out.csv"]).Succeeds();

        string[] expected = Run.Of("embed", plain).Succeeds().Lines;
        string[] written = File.ReadAllLines(_folder["out.csv"]);
        CollectionAssert.AreEqual(
            expected.Select((line, i) => i == 0 ? $"id,name,{line}" : $"A{i - 1},\"n,{i - 1}\",{line}").ToArray(), written);
        Run.Of("evaluate", plain, _folder["out.csv"]).Succeeds();
    }

    [TestMethod]
    public void Columns_that_look_like_no_features_are_told()
    {
        var random = new Random(2);
        string Table(Func<int, string> first, int columns = 3) => "t," + string.Join(',', Enumerable.Range(1, columns - 1)) + "\n"
            + string.Concat(Enumerable.Range(0, 50).Select(i =>
                first(i) + "," + string.Join(',', Enumerable.Range(1, columns - 1).Select(_ => $"{random.NextDouble():F3}")) + "\n"));
        var header = new TableFormat(HasHeader: true);

        Told(Table(i => $"{1767571200 + (60 * i)}")).Tells("column 1 ('t') counts evenly", "--ignore 1");
        Told(Table(i => $"{i * 0.1:F1}")).Tells("column 1 ('t') counts evenly");
        Told(Table(i => $"{(i * 7919) % 1000}")).Tells("column 1 ('t') holds a different whole number in every row", "--keep 1");
        Told(Table(i => $"{1000 * random.NextDouble()}")).Tells("column 1 ('t') varies so much more", "--ignore 1");
        Assert.IsEmpty(_folder.Read("a.csv", Table(_ => $"{random.NextDouble()}"), header).Warnings);
        Assert.IsEmpty(_folder.Read("a.csv", Table(i => $"{i % 9}"), header).Warnings);
        Assert.IsEmpty(_folder.Read("a.csv", Table(i => $"{i}"), new TableFormat(HasHeader: true) { Ignored = ["t"] }).Warnings);

        string Told(string text) => _folder.Read("a.csv", text, header).Warnings.Single();
    }

    [TestMethod]
    [DataRow(1e3)]
    [DataRow(1e8)]
    [DataRow(1e9)]
    [DataRow(1e12)]
    public void A_column_is_told_however_far_it_outweighs_the_others_if_these_vary_at_all(double width)
    {
        var random = new Random(4);
        double[][] rows = [.. Enumerable.Range(0, 500).Select(
            _ => new[] { random.NextDouble(), random.NextDouble(), random.NextDouble() })];

        StringAssert.Contains(
            Told(rows.Select(row => $"{row[0]},{row[1]},{width * row[2]}")), "a.csv: column 3 ('c') varies so much more");
        StringAssert.Contains(
            Told(rows.Select((row, i) => $"{row[0]},{(i == 99 ? width * width : row[1])},{row[2]}")),
            "a.csv: column 2 ('b') varies so much more");
        Assert.IsNull(Told(rows.Select(row => $"0.1,{width * row[1]},0.7")));

        string? Told(IEnumerable<string> lines) => _folder.Read(
            "a.csv", "a,b,c\n" + string.Join('\n', lines) + "\n", new TableFormat(HasHeader: true)).Warnings.SingleOrDefault();
    }

    [TestMethod]
    public void Whole_numbers_everywhere_are_the_datas_kind()
    {
        string text = string.Concat(
            Enumerable.Range(0, 40).Select(i => $"{(i * 7919) % 1009},{(i * 104729) % 1013},{(i * 1299709) % 1019}\n"));

        Assert.IsEmpty(_folder.Read("a.csv", text).Warnings);
    }

    [TestMethod]
    public void Options_that_take_several_columns_may_swallow_the_file()
    {
        string data = _folder.WriteRows("data.csv", Sheet.Rows(40));

        Run.Of("embed", "--ignore", "x", data).Fails(ExitCode.BadCommandLine, "--ignore takes all that follows it", "in front of it");
    }
}
