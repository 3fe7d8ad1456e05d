using LleTransforms.Orleans.Files;

namespace LleTransforms.Orleans.Tests;

/// <summary>Reading takes what docs/guide/cluster.md says beside the rows, however large the file is.</summary>
[TestClass]
public sealed class ReadingMemoryTests
{
    private readonly NpyData _data = new();

    [TestCleanup]
    public void Delete() => _data.Dispose();

    [TestMethod]
    public void A_text_is_read_without_being_held()
    {
        const int RowCount = 60_000;
        double[] rows = Array.ConvertAll(TestRows.Wide(RowCount, 12), value => (double)value);
        string path = _data.Write("rows.csv", TableData.Csv(rows, 12, "name,a,b,c,d,e,f,g,h,i,j,k,l"));
        LleShard shard = LleShard.Csv(path, RowCount - 10_000, 10_000, "a..l");
        double[] block = new double[12 * 1000];
        Read(new CsvReader(), shard, block);

        long before = GC.GetAllocatedBytesForCurrentThread();
        double sum = Read(new CsvReader(), shard, block);
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Console.WriteLine($"{new FileInfo(path).Length} bytes read, {allocated} allocated");
        Assert.AreEqual(rows[^(10_000 * 12)..].Sum(), sum, 1e-6);
        Assert.IsGreaterThan(10_000_000, new FileInfo(path).Length);
        Assert.IsInRange(0, 2_000_000, allocated);
    }

    [TestMethod]
    [DataRow(50_000)]
    [DataRow(7_000)]
    public async Task A_column_of_Parquet_takes_no_more_than_is_counted(int rowsOfGroup)
    {
        const int RowCount = 50_000;
        double[] rows = Array.ConvertAll(TestRows.Wide(RowCount, 12), value => (double)value);
        string path = await _data.WriteParquetAsync("rows.parquet", rows, 12, rowsOfGroup);
        LleShard shard = LleShard.Parquet(path, 1000, 40_000, "c0..c11");
        double[] block = new double[12 * 1000];
        Read(new ParquetShardReader(), shard, block);

        long before = GC.GetAllocatedBytesForCurrentThread();
        double sum = Read(new ParquetShardReader(), shard, block);
        double allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        // All columns of all groups, one after the other; what is held at a time is one of them, and the shard's rows in a group.
        double ofRows = 40_000.0 * 12 * sizeof(double);
        double ofColumns = 12 * 64.0 * Math.Min(RowCount, (int)Math.Ceiling(41_000.0 / rowsOfGroup) * rowsOfGroup);
        Console.WriteLine($"{allocated} allocated, {ofRows} for rows, {ofColumns} for columns");
        Assert.AreEqual(rows[(1000 * 12)..(41_000 * 12)].Sum(), sum, 1e-6);
        Assert.IsInRange(ofRows, ofRows + ofColumns, allocated);
        using ILleShardRows open = new ParquetShardReader().Open(shard);
        double mostRows = Math.Min(40_000, rowsOfGroup);
        Assert.AreEqual((mostRows * 12 * sizeof(double)) + (64.0 * rowsOfGroup), open.BytesWhileReading);
    }

    private static double Read(ILleShardReader reader, LleShard shard, double[] block)
    {
        using ILleShardRows rows = reader.Open(shard);
        double sum = 0;
        for (int row = 0; row < shard.NumberOfRows; row += block.Length / 12)
        {
            rows.Read(block.AsSpan());
            foreach (double value in block)
            {
                sum += value;
            }
        }

        return sum;
    }
}
