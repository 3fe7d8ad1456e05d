using LleTransforms.Tool.Tables;
using LleTransforms.Tool.Tests.Data;

namespace LleTransforms.Tool.Tests.Tables;

[TestClass]
public sealed class TableReaderTests
{
    private static readonly ToolConsole _console = new(() => Stream.Null, TextWriter.Null, TextWriter.Null, ShowsProgress: false);

    private readonly Folder _folder = new();

    [TestCleanup]
    public void Delete() => _folder.Dispose();

    [TestMethod]
    [DataRow("a,b\n1,2\n3,4\n", null, 2, DisplayName = "names found")]
    [DataRow("1,2\n3,4\n", null, 2, DisplayName = "no names found")]
    [DataRow("1,2\n3,4\n", true, 1, DisplayName = "numbers told to be names")]
    [DataRow("1,2\r\n3,4\r\n\r\n\r\n", null, 2, DisplayName = "Windows lines, blank ones last")]
    [DataRow("1;2\n3;4", null, 2, DisplayName = "semicolons, no last line end")]
    [DataRow("\uFEFF1\t2\n3\t4\n", null, 2, DisplayName = "tabs, byte order mark")]
    [DataRow("\"a, b\",c\n\"1\", 2\n3,4e0\n", null, 2, DisplayName = "quotes, blanks, exponents")]
    public void Rows_are_read(string text, bool? hasHeader, int rows)
    {
        List<double[]> read = [];
        Table.Read(_folder.Write("data.csv", text), new TableFormat(hasHeader), _console, receiveRow: read.Add);

        Assert.HasCount(rows, read);
        CollectionAssert.AreEqual(new[] { 3.0, 4.0 }, read[^1]);
    }

    [TestMethod]
    public void Labels_are_numbered_as_they_come()
    {
        string data = _folder.Write("data.csv", "x,kind\n1,b\n2,a\n3,b\n");

        Table table = Table.Read(data, new TableFormat(LabelColumn: "kind"), _console);

        CollectionAssert.AreEqual(new[] { 0, 1, 0 }, table.Labels);
        Assert.AreEqual(1, table.Features.NumberOfColumns);
    }

    [TestMethod]
    public void A_small_variation_on_a_large_constant_survives()
    {
        string data = _folder.Write("data.csv", "1000000000.25\n1000000000.5\n");

        Table table = Table.Read(data, new TableFormat(), _console);

        Assert.AreEqual(0.25, table.Features.Value(1, 0) - table.Features.Value(0, 0));
    }

    [TestMethod]
    public void A_numbered_header_is_pointed_out()
    {
        string data = _folder.Write("data.csv", "id,1,2\n3,4,5\n");

        TableException fault = Assert.Throws<TableException>(() => Table.Read(data, new TableFormat(), _console));

        StringAssert.Contains(fault.Message, "--header");
    }
}
