using Orleans.TestingHost;

namespace LleTransforms.Orleans.Tests;

/// <summary>What is wrong with a shard's file is told with the file, the row and the column, and what may stand there.</summary>
[TestClass]
public sealed class TableRefusalTests
{
    private const int RowCount = 600;

    private static TestCluster _cluster = null!;

    private readonly NpyData _data = new();

    [ClassInitialize]
    public static async Task Start(TestContext context) => _cluster = await Cluster.StartAsync(2);

    [ClassCleanup]
    public static async Task Stop() => await _cluster.DisposeAsync();

    [TestCleanup]
    public void Delete() => _data.Dispose();

    [TestMethod]
    [DataRow("", "holds NaN", "features must be finite")]
    [DataRow("NA", "holds NaN", "features must be finite")]
    [DataRow("inf", "features must be finite", "Replace or drop")]
    [DataRow("tall", "holds 'tall', which is no number", "row 452 (line 453), column 3", "Columns of the shard")]
    public async Task A_cell_that_is_no_number_is_named_with_file_row_and_column(string cell, params string[] told)
    {
        double[] rows = Rows();
        rows[(451 * 3) + 1] = double.NaN;
        string path = _data.Write("rows.csv", TableData.Csv(rows, 3, "name,x,y,z").Replace("NaN", cell, StringComparison.Ordinal));

        var error = await Assert.ThrowsExactlyAsync<ArgumentException>(
            () => FitAsync([LleShard.Csv(path, 0, 300, "x..z"), LleShard.Csv(path, 300, 300, "x..z")]));

        Tells(error, "Shard 1", path, "row 151 of the shard, column 1 (both counted from 0), called 'y'", told);
    }

    [TestMethod]
    public async Task A_null_of_Parquet_is_named_with_file_row_and_column()
    {
        double[] rows = Rows();
        rows[(451 * 3) + 1] = double.NaN;
        string path = await _data.WriteParquetAsync("rows.parquet", rows, 3, rowsOfGroup: 250);

        var error = await Assert.ThrowsExactlyAsync<ArgumentException>(
            () => FitAsync([LleShard.Parquet(path, 0, 300, "c0..c2"), LleShard.Parquet(path, 300, 300, "c0..c2")]));

        Tells(error, "Shard 1", path, "row 151 of the shard, column 1 (both counted from 0), called 'c1', holds NaN");
    }

    [TestMethod]
    public async Task A_file_of_fewer_rows_says_how_many_it_has()
    {
        double[] rows = Rows();
        string csv = _data.Write("rows.csv", TableData.Csv(rows, 3, "name,x,y,z"));
        string parquet = await _data.WriteParquetAsync("rows.parquet", rows, 3, rowsOfGroup: 250);

        Tells(await ThrowsAny([LleShard.Csv(csv, 0, 601, "x..z")]), csv, "rows 0 to 600", "The file has 600 rows.");
        Tells(await ThrowsAny([LleShard.Csv(csv, 700, 10, "x..z")]), csv, "rows 700 to 709", "The file has 600 rows.");
        Tells(await ThrowsAny([LleShard.Parquet(parquet, 0, 601, "c0..c2")]), parquet, "The file has 600 rows.");
        Tells(await ThrowsAny([LleShard.Npy(_data.Write("rows", rows, 3), 0, 601)]), "rows.npy", "The file has 600 rows.");
    }

    [TestMethod]
    public async Task A_shard_of_no_rows_is_refused_before_a_silo_is_asked()
    {
        var none = await Assert.ThrowsExactlyAsync<ArgumentException>(() => FitAsync([LleShard.Csv("a.csv", 0, 0)]));
        var before = await Assert.ThrowsExactlyAsync<ArgumentException>(() => FitAsync([LleShard.Csv("a.csv", -1, 5)]));

        Tells(none, "Shard 0", "a.csv", "0 rows");
        Tells(before, "Shard 0", "a.csv", "row -1");
    }

    [TestMethod]
    public async Task An_array_that_is_cut_short_says_where()
    {
        string path = _data.Write("rows", Rows(), 3);
        byte[] whole = File.ReadAllBytes(path);
        File.WriteAllBytes(path, whole[..^(100 * 3 * sizeof(double))]);

        Tells(await ThrowsAny([LleShard.Npy(path, 0, 100)]), path, "ends within row 500 of 600");
    }

    [TestMethod]
    public async Task Columns_that_a_file_does_not_have_or_that_hold_no_numbers_are_named_beside_those_it_has()
    {
        string csv = _data.Write("rows.csv", TableData.Csv(Rows(), 3, "name,x,y,z"));
        string parquet = await _data.WriteParquetAsync("rows.parquet", Rows(), 3, rowsOfGroup: 250);

        Tells(await ThrowsAny([LleShard.Csv(csv, 0, 600, "x", "w")]), csv, "no column 'w' for Columns", "name, x, y, z");
        Tells(await ThrowsAny([LleShard.Parquet(parquet, 0, 600, "c9")]), parquet, "no column 'c9' for Columns", "name, c0, c1, c2");
        Tells(await ThrowsAny([LleShard.Parquet(parquet, 0, 600)]), parquet, "Column 'name' holds text", "Columns of the shard");
        Tells(await ThrowsAny([LleShard.Csv(csv, 0, 600)]), csv, "row 0 of the shard, column 0", "'name 0'", "Columns of the shard");
    }

    [TestMethod]
    public async Task What_a_reader_does_not_know_is_refused()
    {
        string npy = _data.Write("rows", Rows(), 3);
        string parquet = await _data.WriteParquetAsync("rows.parquet", Rows(), 3, rowsOfGroup: 250);

        Tells(await ThrowsAny([LleShard.Npy(npy, 0, 600) with { Columns = ["x"] }]), npy, "Columns names x", "read whole");
        Tells(await ThrowsAny([LleShard.Npy(npy, 0, 600) with { HasHeader = true }]), npy, "HasHeader is True");
        Tells(await ThrowsAny([LleShard.Parquet(parquet, 0, 600) with { HasHeader = false }]), parquet, "HasHeader is False");
    }

    [TestMethod]
    public async Task A_first_line_that_may_hold_names_is_settled_by_the_shard()
    {
        string path = _data.Write("rows.csv", TableData.Csv(Rows(), 3, "0,1,2,3"));

        Tells(await ThrowsAny([LleShard.Csv(path, 0, 600, "2-4")]), path, "may hold names or data", "Set HasHeader of the shard");
        await FitAsync([LleShard.Csv(path, 0, 600, "2-4") with { HasHeader = true }]);
    }

    [TestMethod]
    public async Task Files_that_name_columns_in_another_order_are_refused()
    {
        string first = _data.Write("first.csv", TableData.Csv(Rows(), 3, "name,x,y,z"));
        string second = _data.Write("second.csv", TableData.Csv(Rows(), 3, "name,x,z,y"));

        var error = await Assert.ThrowsExactlyAsync<ArgumentException>(
            () => FitAsync([LleShard.Csv(first, 0, 600, "2-4"), LleShard.Csv(second, 0, 600, "2-4")]));

        Tells(error, "Shard 1", second, "has 'z' as column 1", "'y'", "in one order");
    }

    [TestMethod]
    public async Task What_is_no_Parquet_and_what_is_no_text_is_told()
    {
        string csv = _data.Write("rows.csv", TableData.Csv(Rows(), 3, "name,x,y,z"));
        string parquet = await _data.WriteParquetAsync("rows.parquet", Rows(), 3, rowsOfGroup: 250);

        Tells(await ThrowsAny([LleShard.Parquet(csv, 0, 600)]), csv, "cannot be read as Parquet");
        Exception error = await ThrowsAny([LleShard.Csv(parquet, 0, 600)]);
        Tells(error, parquet);
        Assert.DoesNotContain("--", error.Message);
    }

    [TestMethod]
    public async Task A_group_of_Parquet_that_does_not_fit_into_a_silo_is_refused_before_it_is_read()
    {
        double[] rows = Array.ConvertAll(TestRows.Wide(20_000, 12), value => (double)value);
        string path = await _data.WriteParquetAsync("rows.parquet", rows, 12, rowsOfGroup: 20_000);
        long room = (long)Silo.SiloMemory.BytesOf(100, 12, Wire.FitSettings.Of(TestRows.Options));
        await using TestCluster small = await Cluster.StartAsync(
            1, options => (options.CacheInBytes, options.MemoryLimitInBytes) = (0, room + 1_200_000));

        var error = await Assert.ThrowsExactlyAsync<InsufficientMemoryException>(
            () => small.Client.FitLocallyLinearEmbeddingAsync([LleShard.Parquet(path, 0, 100, "c0..c11")], TestRows.Options));

        // 100 rows of 12 numbers, and 64 bytes for each row of the group.
        Tells(error, "Reading shard 0", path, "needs about 1.3 MB");
    }

    [TestMethod]
    public async Task A_file_that_changes_during_a_fit_is_told_where_it_is_read_again()
    {
        double[] rows = Rows();
        string path = _data.Write("rows.csv", TableData.Csv(rows, 3, "name,x,y,z"));
        LleShard[] shards = TableData.Split((first, count) => LleShard.Csv(path, first, count, "x..z"), 150, 150, 150, 150);
        await using TestCluster cluster = await Cluster.StartAsync(3);
        var listener = new Listener(async () =>
        {
            for (int row = 0; row < RowCount; row++)
            {
                rows[row * 3] += 1e-3;
            }

            _data.Write("rows.csv", TableData.Csv(rows, 3, "name,x,y,z"));
            await cluster.KillSiloAsync(cluster.SecondarySilos[0]);
            await cluster.KillSiloAsync(cluster.SecondarySilos[0]);
        });

        var error = await Assert.ThrowsExactlyAsync<ArgumentException>(
            () => cluster.Client.FitLocallyLinearEmbeddingAsync(shards, TestRows.Options, null, listener));

        await listener.Done;
        Tells(error, path, "have changed since the fit began");
    }

    private static double[] Rows() => Array.ConvertAll(TestRows.SwissRoll(RowCount), value => (double)value);

    private static Task<LleModel> FitAsync(LleShard[] shards) =>
        _cluster.Client.FitLocallyLinearEmbeddingAsync(shards, TestRows.Options);

    private static Task<Exception> ThrowsAny(LleShard[] shards) => Assert.ThrowsAsync<Exception>(() => FitAsync(shards));

    private static void Tells(Exception error, string first, string second, params string[] others)
    {
        foreach (string part in (string[])[first, second, .. others])
        {
            Assert.Contains(part, error.Message);
        }
    }

    private static void Tells(Exception error, string only) => Tells(error, only, only);

    private static void Tells(Exception error, string first, string second, string third, string[] others) =>
        Tells(error, first, second, [third, .. others]);

    /// <summary>Does something at the first report of neighbours, once all rows are read.</summary>
    private sealed class Listener(Func<Task> act) : IProgress<LleProgress>
    {
        private int _count;

        public Task Done { get; private set; } = Task.CompletedTask;

        public void Report(LleProgress value)
        {
            if (value.Phase == LlePhase.Neighbors && Interlocked.Increment(ref _count) == 1)
            {
                Done = act();
            }
        }
    }
}
