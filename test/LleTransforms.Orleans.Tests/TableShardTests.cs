using Orleans.TestingHost;

namespace LleTransforms.Orleans.Tests;

/// <summary>Shards of CSV and Parquet are the same rows as those of .npy.</summary>
[TestClass]
public sealed class TableShardTests
{
    private const int RowCount = 1500;

    private static TestCluster _cluster = null!;

    private readonly NpyData _data = new();

    [ClassInitialize]
    public static async Task Start(TestContext context) => _cluster = await Cluster.StartAsync(2);

    [ClassCleanup]
    public static async Task Stop() => await _cluster.DisposeAsync();

    [TestCleanup]
    public void Delete() => _data.Dispose();

    [TestMethod]
    [DataRow("rows.csv")]
    [DataRow("rows.csv.gz")]
    public async Task A_fit_of_CSV_has_the_bits_of_the_same_rows_in_npy(string name)
    {
        double[] rows = Exact();
        string path = _data.Write(name, TableData.Csv(rows, 3, "name,x,y,z"));

        await RequireSameFit(
            NpyData.Split(_data.Write("rows", rows, 3), 700, 800),
            TableData.Split((first, count) => LleShard.Csv(path, first, count, "x", "y..z"), 1, 999, 500));
    }

    [TestMethod]
    public async Task A_CSV_without_a_header_has_its_columns_by_number()
    {
        double[] rows = Exact();
        string text = TableData.Csv(rows, 3, "name,x,y,z");
        string path = _data.Write("rows.csv", text[(text.IndexOf('\n', StringComparison.Ordinal) + 1)..]);

        await RequireSameFit(
            NpyData.Split(_data.Write("rows", rows, 3), RowCount),
            TableData.Split((first, count) => LleShard.Csv(path, first, count, "2-4") with { HasHeader = false }, 1200, 300));
    }

    [TestMethod]
    public async Task Parquet_of_double_precision_has_the_bits_of_the_same_rows_in_npy()
    {
        double[] rows = Exact();
        string path = await _data.WriteParquetAsync("rows.parquet", rows, 3, rowsOfGroup: 400);

        await RequireSameFit(
            NpyData.Split(_data.Write("rows", rows, 3), 700, 800),
            TableData.Split((first, count) => LleShard.Parquet(path, first, count, "c0..c2"), 400, 399, 1, 700));
    }

    [TestMethod]
    public async Task Parquet_of_single_precision_has_the_bits_of_the_same_rows_in_npy()
    {
        float[] rows = TestRows.SwissRoll(RowCount);
        string path = await _data.WriteParquetAsync("rows.parquet", rows, 3, rowsOfGroup: 1000);

        await RequireSameFit(
            NpyData.Split(_data.Write("rows", rows, 3), 700, 800),
            TableData.Split((first, count) => LleShard.Parquet(path, first, count, "c0", "c1", "c2"), 1100, 400));
    }

    [TestMethod]
    public async Task Files_of_columns_in_another_order_are_read_by_name()
    {
        double[] rows = Exact();
        double[] turned = [.. rows.Skip(900 * 3).Chunk(3).SelectMany(row => new[] { row[2], row[0], row[1] })];
        string first = _data.Write("first.csv", TableData.Csv(rows[..(900 * 3)], 3, "name,x,y,z"));
        string second = _data.Write("second.csv", TableData.Csv(turned, 3, "name,z,x,y"));

        await RequireSameFit(
            NpyData.Split(_data.Write("rows", rows, 3), RowCount),
            [LleShard.Csv(first, 0, 900, "x", "y", "z"), LleShard.Csv(second, 0, 600, "x", "y", "z")]);
    }

    [TestMethod]
    public async Task Files_of_several_kinds_are_one_set_of_rows()
    {
        double[] rows = Exact();
        string npy = _data.Write("rows", rows, 3);
        string csv = _data.Write("rows.csv", TableData.Csv(rows, 3, "name,c0,c1,c2"));
        string parquet = await _data.WriteParquetAsync("rows.parquet", rows, 3, rowsOfGroup: 400);

        await RequireSameFit(NpyData.Split(npy, RowCount),
        [
            LleShard.Csv(csv, 0, 300, "c0..c2"), LleShard.Npy(npy, 300, 500), LleShard.Parquet(parquet, 800, 700, "c0..c2"),
        ]);
    }

    [TestMethod]
    public async Task A_read_that_fails_midway_begins_anew_on_another_silo()
    {
        float[] rows = TestRows.SwissRoll(RowCount);
        string npy = _data.Write("rows", rows, 3);
        int failed = 0;
        await using TestCluster cluster = await Cluster.StartAsync(2, options => options.Readers["frail"] = new FrailReader(
            options.Readers[LleShard.NpyReader], () => Interlocked.Increment(ref failed) == 1));

        LleModel expected = await _cluster.Client.FitLocallyLinearEmbeddingAsync(
            NpyData.Split(npy, 700, 800), TestRows.Options, LleSink.Npy(_data.Out("expected")));
        LleModel found = await cluster.Client.FitLocallyLinearEmbeddingAsync(
            [new("frail", npy, 0, 700), new("frail", npy, 700, 800)], TestRows.Options, LleSink.Npy(_data.Out("found")));

        Assert.AreEqual(3, failed);
        CollectionAssert.AreEqual(expected.Eigenvalues.ToArray(), found.Eigenvalues.ToArray());
        CollectionAssert.AreEqual(NpyData.Coordinates(_data.Out("expected")), NpyData.Coordinates(_data.Out("found")));
    }

    [TestMethod]
    public async Task A_cell_that_is_missing_gives_a_row_without_a_place()
    {
        double[] rows = Exact();
        LleModel model = LocallyLinearEmbedding.Fit(
            FeatureMatrix.FromRowMajor(TestRows.SwissRoll(RowCount), RowCount, 3), TestRows.Options);
        double[] gap = [.. rows];
        gap[(7 * 3) + 1] = double.NaN;
        string csv = _data.Write("rows.csv", TableData.Csv(gap, 3, "name,x,y,z").Replace("NaN", "", StringComparison.Ordinal));
        string parquet = await _data.WriteParquetAsync("rows.parquet", gap, 3, rowsOfGroup: 5);

        foreach (LleShard shard in new[] { LleShard.Csv(csv, 5, 10, "x..z"), LleShard.Parquet(parquet, 5, 10, "c0..c2") })
        {
            string folder = _data.Out(shard.Reader);
            await _cluster.Client.TransformAsync(model, [shard], LleSink.Npy(folder));

            float[] placed = NpyData.Singles(folder);
            float[] expected = new float[2];
            for (int row = 0; row < 10; row++)
            {
                model.Transform(gap.AsSpan((5 + row) * 3, 3), expected);
                CollectionAssert.AreEqual(expected, placed[(2 * row)..((2 * row) + 2)], $"{shard}, row {row}");
            }

            Assert.IsTrue(float.IsNaN(placed[4]), shard.ToString());
            Assert.IsFalse(float.IsNaN(placed[6]), shard.ToString());
        }
    }

    /// <summary>Fails behind the first rows that it reads, once.</summary>
    private sealed class FrailReader(ILleShardReader inner, Func<bool> fails) : ILleShardReader
    {
        public ILleShardRows Open(LleShard shard) => new Rows(inner.Open(shard), fails);

        private sealed class Rows(ILleShardRows inner, Func<bool> fails) : ILleShardRows
        {
            public int NumberOfColumns => inner.NumberOfColumns;

            public bool IsDoublePrecision => inner.IsDoublePrecision;

            public void Read(Span<float> rows)
            {
                inner.Read(rows);
                if (fails())
                {
                    throw new IOException("The disk is gone.");
                }
            }

            public void Read(Span<double> rows) => inner.Read(rows);

            public void Dispose() => inner.Dispose();
        }
    }

    private static double[] Exact() => Array.ConvertAll(TestRows.SwissRoll(RowCount), value => value + 1e-9);

    private async Task RequireSameFit(LleShard[] expected, LleShard[] found)
    {
        byte[] model = await Fit(expected, "expected");

        CollectionAssert.AreEqual(model, await Fit(found, "found"));
        CollectionAssert.AreEqual(NpyData.Coordinates(_data.Out("expected")), NpyData.Coordinates(_data.Out("found")));
    }

    private async Task<byte[]> Fit(LleShard[] shards, string name)
    {
        LleModel model = await _cluster.Client.FitLocallyLinearEmbeddingAsync(shards, TestRows.Options, LleSink.Npy(_data.Out(name)));
        using MemoryStream saved = new();
        model.Save(saved);
        return saved.ToArray();
    }
}
