using LleTransforms.Tool.Tables;
using LleTransforms.Tool.Tests.Data;

namespace LleTransforms.Tool.Tests.Tables;

/// <summary>Lines and fields as different programs write them.</summary>
[TestClass]
public sealed class LineTests
{
    private readonly Folder _folder = new();

    [TestCleanup]
    public void Delete() => _folder.Dispose();

    [TestMethod]
    [DataRow("sep=;\r\nx;y\r\n1;2\r\n3;4\r\n", DisplayName = "a hint for a spreadsheet")]
    [DataRow("x,y,\n1,2,\n3,4,\n", DisplayName = "a separator ends each line")]
    [DataRow("x,y\n1,2,\n3,4,\n", DisplayName = "a separator ends each line but the header's")]
    [DataRow("1,2,\n3,4,\n", DisplayName = "a separator ends each line, no header")]
    [DataRow("x, y\n1, 2\n3, 4\n", DisplayName = "a blank behind each separator")]
    [DataRow("x|y\n1|2\n3|4\n", DisplayName = "pipes")]
    [DataRow("x,y\n1.0D+00,2.0D+00\n3.0d0,4.0D0\n", DisplayName = "Fortran's exponents")]
    [DataRow("x,y\n1,2\n3,4\n\u001A", DisplayName = "DOS's end of a file")]
    [DataRow("x,y\n1,2\n3,4\n\u001A\n", DisplayName = "DOS's end of a file on a line")]
    [DataRow("x,y\r1,2\r3,4\r", DisplayName = "old Macs' line ends")]
    [DataRow("\"x\",\"y\"\n\"1\",\"2\"\n\"3\",\"4\"", DisplayName = "quotes everywhere")]
    [DataRow("   1.0e0   2.0e+00\n\t3  4 \n", DisplayName = "blanks, any number of them")]
    [DataRow("# x y\n1 2\n3 4\n", DisplayName = "NumPy's header")]
    [DataRow("% x y\n1\t2\n3\t4\n", DisplayName = "MATLAB's header")]
    [DataRow("+1,2e0\n3.,.4e1\n", DisplayName = "signs and points")]
    public void Are_read(string text) => _folder.Read("a.txt", text).Holds(2, 1, 2, 3, 4);

    [TestMethod]
    public void A_line_break_within_quotes_is_a_part_of_the_field()
    {
        Table table = _folder.Read(
            "a.csv", "x,kind\n1,\"a \"\"b\"\",\nc\"\n2,\"d,e\"\n3,5\" pipe\n", new TableFormat(LabelColumn: "kind"));

        CollectionAssert.AreEqual(new[] { "a \"b\",\nc", "d,e", "5\" pipe" }, table.LabelTexts.ToArray());
        table.Holds(1, 1, 2, 3);
    }

    [TestMethod]
    public void Broken_quotes_are_told_with_their_line()
    {
        _folder.Refused("a.csv", "x,y\n1,2\n3,\"4\n5,6\n").Tells("line 3", "opens here and none closes it");
        _folder.Refused("a.csv", "x,y\n1,2\n3,\"4\" 5\n").Tells("line 3", "ends field 2, but text follows it");
        _folder.Refused("a.csv", "\"x,y\n1,2\n").Tells("line 1", "opens here and none closes it");
    }

    [TestMethod]
    public void Lines_in_front_below_the_header_and_of_comments_are_left_out()
    {
        _folder.Read("a.csv", "# sensor 7, 2026\n# two\nx,y\n1,2\n# late\n3,4\n", new TableFormat { Comment = '#' }).Holds(2, 1, 2, 3, 4);
        _folder.Read("a.csv", "sensor 7\n\nx,y\n1,2\n", new TableFormat { SkippedLines = 2 }).Holds(2, 1, 2);
        Table units = _folder.Read("a.csv", "x,y\nmm,mm\n1,2\n3,4\n", new TableFormat { SkippedLinesBelowHeader = 1 });
        units.Holds(2, 1, 2, 3, 4);
        CollectionAssert.AreEqual(new[] { "x", "y" }, units.ColumnNames);
    }

    [TestMethod]
    public void What_would_help_is_told()
    {
        _folder.Refused("a.csv", "x,y\nmm,mm\n1,2\n").Tells("row 1 (line 2)", "'mm' is not a number", "--skip-below-header 1");
        _folder.Refused("a.csv", "x,y\n1,2\n# late,9\n").Tells("'# late' is not a number", "--comment '#'");
        _folder.Refused("a.csv", "t,y\n2026-01-05 00:00,2\n").Tells("Dates are no features", "--ignore 1", "--keep 1");
        _folder.Refused("a.csv", "x,ok\n1,True\n").Tells("'True' is not a number", "--ignore 2");
        _folder.Refused("a.csv", "x,y\n1,2\n\n3,4\n").Tells("line 3 is blank", "--missing skip");
    }

    [TestMethod]
    public void The_row_to_blame_is_the_odd_one()
    {
        _folder.Refused("a.csv", "# made by, me\n1,2,3\n4,5,6\n7,8,9\n").Tells("line 1: has 2 fields", "below it have 3", "--skip");
        _folder.Refused("a.csv", "1,2,3\n4,5,6\n7,8\n").Tells("row 3 (line 3): has 2 fields", "first line has 3");
        string trailing = "x,y,\n" + string.Concat(Enumerable.Repeat("1,2,\n", 80));
        _folder.Refused("a.csv", trailing + "3,4,5\n").Tells("row 81 (line 82): ends in '5'", "nothing behind their last separator");
    }

    [TestMethod]
    [DataRow("x;y\n1,5;2\n3;4,25\n", null, ',', null, DisplayName = "a decimal comma")]
    [DataRow("1,5;2\n3;4,25\n", null, ',', null, DisplayName = "a decimal comma, no header")]
    [DataRow("1,5 2,0\n3,0 4,25\n", null, ',', null, DisplayName = "a decimal comma between blanks")]
    [DataRow("x,y\n1.5,2\n3,4.25\n", null, '.', ',', DisplayName = "nothing to group")]
    public void Numbers_are_read_as_they_are_written(string text, char? delimiter, char point, char? thousands) =>
        _folder.Read("a.txt", text, new TableFormat(Delimiter: delimiter) { Numbers = new NumberFormat(point, thousands) })
            .Holds(2, 1.5, 2, 3, 4.25);

    [TestMethod]
    [DataRow("x;y\n1,5;2\n", "--decimal comma")]
    [DataRow("1,5;2,5\n3,5;4,5\n", "--decimal comma")]
    [DataRow("x;y\n1,234.5;2\n", "--thousands comma")]
    [DataRow("x;y\n1.234,5;2\n", "--decimal comma --thousands dot")]
    [DataRow("x;y\n1 234 567;2\n", "--thousands blank")]
    [DataRow("x;y\n12'345;2\n", "--thousands apostrophe")]
    public void Numbers_of_another_kind_are_recognised(string text, string advice) =>
        _folder.Refused("a.txt", text).Tells("is not a number", advice);

    [TestMethod]
    public void Thousands_stand_in_groups_of_three()
    {
        var format = new TableFormat(Delimiter: ';') { Numbers = new NumberFormat('.', ',') };

        _folder.Read("a.txt", "x;y\n1,234.5;-12,345,678\n", format).Holds(2, 1234.5, -12345678);
        foreach (string wrong in new[] { "1,23", "1234,567", ",123", "1,234,5", "1.5,000" })
        {
            _folder.Refused("a.txt", $"x;y\n{wrong};2\n", format).Tells($"'{wrong}' is not a number");
        }
    }

    [TestMethod]
    public void Invisible_signs_are_shown_as_their_code()
    {
        _folder.Refused("a.csv", "x,y\n1,2\n3\u00A0,4\n").Tells("'3<U+00A0>' is not a number");
        _folder.Refused("a.csv", "x,y\n1,2\n\u200B3,4\n").Tells("'<U+200B>3' is not a number");
        _folder.Refused("a.csv", "x,\uFEFFy\n1,b\n").Tells("('<U+FEFF>y')");
    }
}
