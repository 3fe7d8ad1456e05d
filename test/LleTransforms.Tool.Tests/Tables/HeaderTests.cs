using LleTransforms.Tool.Tables;
using LleTransforms.Tool.Tests.Data;

namespace LleTransforms.Tool.Tests.Tables;

/// <summary>Headers that are numbers are not taken for data, and data not for headers.</summary>
[TestClass]
public sealed class HeaderTests
{
    private readonly Folder _folder = new();

    [TestCleanup]
    public void Delete() => _folder.Dispose();

    [TestMethod]
    [DataRow("1100,1102,1104,1106", "0.41,0.43,0.42,0.40", DisplayName = "wavelengths")]
    [DataRow("2015,2016,2017,2018", "310,295,402,371", DisplayName = "years over whole numbers")]
    [DataRow("0,1,2", "0.5,0.1,0.9", DisplayName = "numbered columns")]
    [DataRow("0,1", "0.5,0.1", DisplayName = "two numbered columns")]
    [DataRow(",0,1,2", "7,0.5,0.1,0.9", DisplayName = "numbered columns beside an index")]
    [DataRow("sample,1100,1102,1104", "S1,0.41,0.43,0.42", DisplayName = "wavelengths beside names")]
    [DataRow("id,1,2", "3,4,5", DisplayName = "a name over numbers")]
    [DataRow("400.1,410.7,421.4,432.2,443.1,454.0,465.2", "0.4,0.1,0.7,0.3,0.9,0.2,0.5", DisplayName = "in order, not even")]
    [DataRow("5000,9000", "0.4,0.9", DisplayName = "another scale")]
    [DataRow("\"1\",\"7\"", "0.4,9.5", DisplayName = "quoted")]
    public void A_doubtful_first_line_is_asked_about(string first, string row)
    {
        string text = first + "\n" + string.Concat(Enumerable.Range(0, 12).Select(i => Shuffled(row, i) + "\n"));

        string message = _folder.Refused("a.csv", text);

        message.Tells("first line may hold names or data", "--header", "--no-header");
    }

    [TestMethod]
    [DataRow("5.1,3.5,1.4,0.2", DisplayName = "like the rows below")]
    [DataRow("0,0,0", DisplayName = "zeros where a process begins")]
    [DataRow("0.1,NA,0.3", DisplayName = "a missing value")]
    [DataRow("3,1,2", DisplayName = "whole numbers among whole ones")]
    public void Plain_data_are_data(string first)
    {
        int count = first.Split(',').Length;
        var random = new Random(3);
        string Field() => first.Contains('.') ? $"{6 * random.NextDouble():F1}" : $"{random.Next(5)}";
        string text = first + "\n" + string.Concat(Enumerable.Range(0, 20).Select(_ =>
            string.Join(',', Enumerable.Range(0, count).Select(_ => Field())) + "\n"));

        Table table = _folder.Read("a.csv", text, new TableFormat { Missing = new MissingValues(MissingMode.Skip, []) });

        Assert.AreEqual(21, table.NumberOfLines);
        Assert.IsNull(table.ColumnNames);
    }

    [TestMethod]
    public void What_is_told_is_not_doubted()
    {
        const string Text = "1100,1102,1104\n1,3,2\n2,1,3\n";

        Table named = _folder.Read("a.csv", Text, new TableFormat(HasHeader: true));
        Table plain = _folder.Read("a.csv", Text, new TableFormat(HasHeader: false));

        CollectionAssert.AreEqual(new[] { "1100", "1102", "1104" }, named.ColumnNames);
        named.Holds(3, 1, 3, 2, 2, 1, 3);
        plain.Holds(3, 1100, 1102, 1104, 1, 3, 2, 2, 1, 3);
    }

    [TestMethod]
    public void Text_in_every_field_is_a_header_and_a_column_of_text_is_none()
    {
        Table named = _folder.Read("a.csv", "x,kind\n1,a\n2,b\n", new TableFormat(LabelColumn: "kind"));
        Table plain = _folder.Read("a.csv", "1,a\n2,b\n4,a\n", new TableFormat(LabelColumn: "2"));

        named.Holds(1, 1, 2);
        plain.Holds(1, 1, 2, 4);
    }

    [TestMethod]
    public void A_label_by_name_without_a_header_names_the_option() =>
        _folder.Refused("a.csv", "1,2\n3,4\n", new TableFormat(LabelColumn: "kind"))
            .Tells("has no header, and so no column 'kind' for --label", "say --header", "1 to 2");

    [TestMethod]
    public void A_header_of_many_columns_is_whole()
    {
        string[] names = [.. Enumerable.Range(0, 5_000).Select(column => $"snp{column}")];
        string row = string.Join(',', Enumerable.Range(0, 5_000).Select(column => column % 3));

        Table table = _folder.Read("a.csv", string.Join(',', names) + "\n" + row + "\n" + row + "\n");

        CollectionAssert.AreEqual(names, table.ColumnNames);
        Assert.AreEqual(4_999 % 3, table.Features.Value(1, 4_999));
    }

    private static string Shuffled(string row, int seed)
    {
        string[] fields = row.Split(',');
        int text = fields[0].StartsWith('S') || fields.Length == 4 && fields[0] == "7" ? 1 : 0;
        string[] numbers = fields[text..];
        new Random(seed).Shuffle(numbers);
        return string.Join(',', fields[..text].Concat(numbers));
    }
}
