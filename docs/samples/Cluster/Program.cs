using System.Diagnostics;
using System.Globalization;
using LleTransforms;
using LleTransforms.Orleans;
using LleTransforms.Samples.Cluster;

// A swiss roll in twelve shards, fitted by three silos that are processes of their own. One is killed in the middle of it. Then the same
// rows are fitted on one machine, and the two are compared. With an argument, silos find each other in the Redis at that address.
if (args is ["silo", .. string[] rest])
{
    await SiloProgram.RunAsync(rest);
    return;
}

const int RowCount = 12_000, ShardCount = 12;
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
string folder = Path.Combine(Path.GetTempPath(), "lle-cluster-" + Guid.NewGuid().ToString("N"));
Directory.CreateDirectory(folder);
try
{
    float[] rows = SwissRoll(RowCount, new Random(1));
    string path = Path.Combine(folder, "rows.npy");
    NpyFile.Write(path, rows, 3);
    LleShard[] shards =
        [.. Enumerable.Range(0, ShardCount).Select(i => LleShard.Npy(path, i * RowCount / ShardCount, RowCount / ShardCount))];
    var options = new LleOptions
    {
        NumberOfComponents = 2, NumberOfNeighbors = 12, NumberOfLandmarks = 500, PlaceAmongLandmarks = true, Seed = 1,
    };
    Console.WriteLine($"{RowCount} rows in {ShardCount} shards, 3 silos");

    await using SiloProcesses silos = await SiloProcesses.StartAsync(3, args.FirstOrDefault());
    double[] whole = await FitAsync("no silo ends", "whole", null);
    double[] fault = await FitAsync("a silo is killed", "fault", () => silos.Kill(2));
    Console.WriteLine($"The same bits: {whole.AsSpan().SequenceEqual(fault)}");

    LleModel alone = LocallyLinearEmbedding.Fit(FeatureMatrix.FromRowMajor(rows, RowCount, 3), options);
    double worst = whole.Select((value, i) => Math.Abs(value - alone.Coordinates(i / 2)[i % 2])).Max();
    Console.WriteLine($"One machine's coordinates differ by less than 1E-8: {worst < 1e-8}");

    async Task<double[]> FitAsync(string what, string name, Action? kill)
    {
        string sink = Path.Combine(folder, name);
        var watch = Stopwatch.StartNew();
        var progress = new AtPhase(LlePhase.LocalGeometry, kill);
        await silos.Grains.FitLocallyLinearEmbeddingAsync(shards, options, LleSink.Npy(sink), progress);
        Console.WriteLine($"{what}: {watch.Elapsed.TotalSeconds:f1} s");
        return NpyFile.ReadFolder(sink);
    }
}
finally
{
    Directory.Delete(folder, recursive: true);
}

static float[] SwissRoll(int rowCount, Random random)
{
    float[] rows = new float[3 * rowCount];
    for (int i = 0; i < rows.Length; i += 3)
    {
        double t = 1.5 * Math.PI * (1 + (2 * random.NextDouble()));
        rows[i] = (float)(t * Math.Cos(t));
        rows[i + 1] = (float)(21 * random.NextDouble());
        rows[i + 2] = (float)(t * Math.Sin(t));
    }

    return rows;
}

// Expected output
// 12000 rows in 12 shards, 3 silos
// no silo ends: 4.0 s
// a silo is killed: 17.0 s
// The same bits: True
// One machine's coordinates differ by less than 1E-8: True
