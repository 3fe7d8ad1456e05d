using Microsoft.ML;
using Microsoft.ML.Data;
using Orleans.TestingHost;

namespace LleTransforms.Orleans.Tests;

/// <summary>Shards of ML.NET's binary files are the same rows as those of .npy.</summary>
[TestClass]
public sealed class IdvShardTests
{
    private const int RowCount = 1500;

    private static TestCluster _cluster = null!;

    private readonly NpyData _data = new();

    [ClassInitialize]
    public static async Task Start(TestContext context) =>
        _cluster = await Cluster.StartAsync(2, options => options.Readers[LleShard.IdvReader] = new LleIdvReader());

    [ClassCleanup]
    public static async Task Stop() => await _cluster.DisposeAsync();

    [TestCleanup]
    public void Delete() => _data.Dispose();

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public async Task A_fit_has_the_bits_of_the_same_rows_in_npy(bool isExact)
    {
        float[] single = TestRows.SwissRoll(RowCount);
        double[] exact = Array.ConvertAll(single, value => value + 1e-9);
        string npy = isExact ? _data.Write("rows", exact, 3) : _data.Write("rows", single, 3);
        string path = Write(single, exact);

        byte[] expected = await FitAsync(NpyData.Split(npy, 700, 800), "expected");
        byte[] found = await FitAsync(
            TableData.Split((first, count) => LleShard.Idv(path, first, count, isExact ? "Exact" : "Single"), 1100, 400), "found");

        CollectionAssert.AreEqual(expected, found);
        CollectionAssert.AreEqual(NpyData.Coordinates(_data.Out("expected")), NpyData.Coordinates(_data.Out("found")));
    }

    [TestMethod]
    public async Task What_is_wrong_with_a_file_is_told()
    {
        float[] rows = TestRows.SwissRoll(RowCount);
        rows[(700 * 3) + 2] = float.NaN;
        string path = Write(rows, Array.ConvertAll(rows, value => (double)value));

        await Refused(LleShard.Idv(path, 0, 1501, "Single"), path, "The file has 1500 rows.");
        await Refused(LleShard.Idv(path, 0, 1500, "Features"), "no column 'Features'; it has Single, Exact, Number");
        await Refused(LleShard.Idv(path, 0, 1500, "Number"), "Column 'Number' holds Int32", "vectors of Single or Double");
        await Refused(LleShard.Idv(path, 0, 1500, "Single") with { Columns = [] }, "Columns names 0 columns", "must name one");
        await Refused(LleShard.Idv(path, 0, 1500, "Single") with { HasHeader = true }, "HasHeader is True");
        await Refused(LleShard.Idv(path + "x", 0, 1500, "Single"), path + "x", "no such file");
        await Refused(LleShard.Idv(path, 500, 1000, "Single"), "Shard 0", "row 200 of the shard, column 2", "holds NaN");
    }

    [TestMethod]
    public async Task A_silo_without_the_reader_names_the_package()
    {
        string path = Write(TestRows.SwissRoll(600), Array.ConvertAll(TestRows.SwissRoll(600), value => (double)value));
        await using TestCluster plain = await Cluster.StartAsync(1);

        var error = await Assert.ThrowsExactlyAsync<LleShardException>(
            () => plain.Client.FitLocallyLinearEmbeddingAsync([LleShard.Idv(path, 0, 600, "Single")], TestRows.Options));

        Assert.Contains("No reader is registered as idv", error.Message);
        Assert.Contains("LleTransforms.Orleans.Idv", error.Message);
    }

    private static async Task Refused(LleShard shard, params string[] told)
    {
        Exception error = await Assert.ThrowsAsync<Exception>(
            () => _cluster.Client.FitLocallyLinearEmbeddingAsync([shard], TestRows.Options));
        foreach (string part in told)
        {
            Assert.Contains(part, error.Message);
        }
    }

    private string Write(float[] single, double[] exact)
    {
        var context = new MLContext();
        IDataView view = context.Data.LoadFromEnumerable(Enumerable.Range(0, single.Length / 3).Select(row => new Row
        {
            Single = single[(3 * row)..((3 * row) + 3)],
            Exact = exact[(3 * row)..((3 * row) + 3)],
            Number = row,
        }));
        string path = _data.Out("rows.idv");
        using FileStream file = File.Create(path);
        context.Data.SaveAsBinary(view, file);
        return path;
    }

    private async Task<byte[]> FitAsync(LleShard[] shards, string name)
    {
        LleModel model = await _cluster.Client.FitLocallyLinearEmbeddingAsync(shards, TestRows.Options, LleSink.Npy(_data.Out(name)));
        using MemoryStream saved = new();
        model.Save(saved);
        return saved.ToArray();
    }

    private sealed class Row
    {
        [VectorType(3)]
        public float[] Single { get; set; } = [];

        [VectorType(3)]
        public double[] Exact { get; set; } = [];

        public int Number { get; set; }
    }
}
