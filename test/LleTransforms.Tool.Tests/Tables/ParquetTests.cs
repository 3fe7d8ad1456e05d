using LleTransforms.Tool.Tables;
using LleTransforms.Tool.Tests.Data;
using Parquet;
using Parquet.Schema;

namespace LleTransforms.Tool.Tests.Tables;

/// <summary>Parquet: columns by name, nulls as missing values, several groups of rows.</summary>
[TestClass]
public sealed class ParquetTests
{
    private readonly Folder _folder = new();

    [TestCleanup]
    public void Delete() => _folder.Dispose();

    [TestMethod]
    public async Task Columns_of_every_type_are_read_by_name()
    {
        byte[] file = await Write(groups: 2);

        Table table = _folder.Read("a.parquet", file, new TableFormat(LabelColumn: "kind") { Ignored = ["when"], Kept = ["name"] });

        table.Holds(4, 0.5, 1, 7, 1, 1.5, 2, 8, 0, 10.5, 11, 17, 1, 11.5, 12, 18, 0);
        CollectionAssert.AreEqual(new[] { "double", "int", "float", "bool" }, table.ColumnNames);
        CollectionAssert.AreEqual(new[] { 0, 1, 0, 1 }, table.Labels);
        CollectionAssert.AreEqual(new[] { "n0", "", "n10", "" }, table.Kept.Rows.Select(row => row[0]).ToArray());
        table.Summary.Tells("Parquet of 7 columns in 2 groups", "4 rows of 4 features");
    }

    [TestMethod]
    public async Task Nulls_are_missing_and_text_is_no_number()
    {
        byte[] file = await Write(groups: 1, hasNull: true);
        string[] others = ["kind", "name", "when"];

        _folder.Refused("a.parquet", file, new TableFormat { Ignored = others }).Tells("row 2, column 1 ('double'): is empty", "--missing");
        _folder.Refused("a.parquet", file, new TableFormat { Ignored = ["double"] })
            .Tells("row 1, column 5 ('kind'): 'a' is not a number", "--ignore 5");
        var skip = new TableFormat { Ignored = others, Missing = new MissingValues(MissingMode.Skip, []) };
        _folder.Read("a.parquet", file, skip).Holds(4, 0.5, 1, 7, 1);
        _folder.Refused("a.parquet", file[..^20]).Tells("a.parquet", "is Parquet, but cannot be read");
    }

    private static async Task<byte[]> Write(int groups, bool hasNull = false)
    {
        var number = new DataField<double?>("double");
        var integer = new DataField<int>("int");
        var single = new DataField<float>("float");
        var flag = new DataField<bool>("bool");
        var kind = new DataField<string>("kind");
        var name = new DataField<string>("name");
        var when = new DataField<DateTime>("when");
        var bytes = new MemoryStream();
        await using (ParquetWriter writer = await ParquetWriter.CreateAsync(
            new ParquetSchema(number, integer, single, flag, kind, name, when), bytes))
        {
            for (int group = 0; group < groups; group++)
            {
                int add = 10 * group;
                using ParquetRowGroupWriter rows = writer.CreateRowGroup();
                await rows.WriteAsync<double>(number, new double?[] { 0.5 + add, hasNull ? null : 1.5 + add }.AsMemory());
                await rows.WriteAsync<int>(integer, new[] { 1 + add, 2 + add }.AsMemory());
                await rows.WriteAsync<float>(single, new[] { 7f + add, 8 + add }.AsMemory());
                await rows.WriteAsync<bool>(flag, new[] { true, false }.AsMemory());
                await rows.WriteAsync(kind, new[] { "a", "b" });
                await rows.WriteAsync(name, new string[] { $"n{add}", null! });
                await rows.WriteAsync<DateTime>(when, new[] { DateTime.UnixEpoch, DateTime.UnixEpoch }.AsMemory());
            }
        }

        return bytes.ToArray();
    }
}
