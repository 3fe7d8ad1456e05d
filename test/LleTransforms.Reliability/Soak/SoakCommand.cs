using System.Diagnostics;
using System.Globalization;
using Microsoft.ML;

namespace LleTransforms.Reliability.Soak;

/// <summary>Predictions of single rows and of batches from many threads while models are loaded and
/// dropped, for as long as is asked.</summary>
internal sealed class SoakCommand
{
    /// <summary>Growth of what is in use after the first lines that is still called flat.</summary>
    private const double LargestGrowthMegabytes = 8;

    private readonly MLContext _context = new(seed: 1);
    private readonly SheetRow[] _rows = [.. SheetRow.Create(64, 0.3f)];
    private readonly byte[][] _zips;
    private readonly float[][][] _expected;
    private readonly ITransformer?[] _shared;
    private long _single;
    private long _batches;
    private long _loads;
    private long _different;
    private volatile bool _stop;

    private SoakCommand()
    {
        LleMethod[] methods = Enum.GetValues<LleMethod>();
        _zips = [.. methods.Select(method => SheetModels.SaveZip(_context, method, 400))];
        _shared = [.. _zips.Select(Load)];
        _expected = [.. _shared.Select(model => Batch(model!))];
        _loads = 0;
    }

    /// <returns>0 if memory stayed flat and every result had the bits of the first.</returns>
    public static int Run(double minutes, int threads) => new SoakCommand().RunFor(TimeSpan.FromMinutes(minutes), threads);

    private int RunFor(TimeSpan duration, int numberOfThreads)
    {
        Console.WriteLine($"{duration.TotalMinutes:0.##} minutes, {numberOfThreads} threads, {_zips.Length} models of 400 rows");
        Console.WriteLine(
            "| minute | single rows | batches of 64 | models loaded | different results | managed MB | process MB | threads | handles |");
        Console.WriteLine("| --: | --: | --: | --: | --: | --: | --: | --: | --: |");
        Thread[] threads =
            [.. Enumerable.Range(0, numberOfThreads).Select(number => new Thread(() => Work(number)) { IsBackground = true })];
        Array.ForEach(threads, thread => thread.Start());
        var clock = Stopwatch.StartNew();
        TimeSpan interval = TimeSpan.FromTicks(Math.Max(duration.Ticks / 30, TimeSpan.TicksPerSecond));
        var inUse = new List<double>();
        while (clock.Elapsed < duration)
        {
            Thread.Sleep(interval);
            inUse.Add(PrintLine(clock.Elapsed));
        }

        _stop = true;
        Array.ForEach(threads, thread => thread.Join());
        return Judge(inUse, clock.Elapsed);
    }

    /// <summary>What a thread does: mostly single rows, now and then a batch, now and then a model is
    /// loaded in place of a shared one.</summary>
    private void Work(int number)
    {
        var random = new Random(number);
        var placed = new PlacedRow();
        while (!_stop)
        {
            int which = random.Next(_shared.Length);
            ITransformer model = Volatile.Read(ref _shared[which])!;
            switch (random.Next(20))
            {
                case 0:
                    Interlocked.Increment(ref _loads);
                    Volatile.Write(ref _shared[which], Load(_zips[which]));
                    break;
                case < 4:
                    float[][] batch = Batch(model);
                    Interlocked.Increment(ref _batches);
                    for (int row = 0; row < batch.Length; row++)
                    {
                        Compare(batch[row], which, row);
                    }

                    break;
                default:
                    using (var engine = _context.Model.CreatePredictionEngine<SheetRow, PlacedRow>(model))
                    {
                        for (int row = 0; row < _rows.Length; row++)
                        {
                            engine.Predict(_rows[row], ref placed);
                            Compare(placed.Lle, which, row);
                        }
                    }

                    Interlocked.Add(ref _single, _rows.Length);
                    break;
            }
        }
    }

    private void Compare(float[] placed, int which, int row)
    {
        if (!placed.AsSpan().SequenceEqual(_expected[which][row]))
        {
            Interlocked.Increment(ref _different);
        }
    }

    private ITransformer Load(byte[] zip)
    {
        using var stream = new MemoryStream(zip);
        return _context.Model.Load(stream, out _);
    }

    private float[][] Batch(ITransformer model) =>
    [
        .. _context.Data.CreateEnumerable<PlacedRow>(
            model.Transform(_context.Data.LoadFromEnumerable(_rows)), reuseRowObject: false, ignoreMissingColumns: true)
                .Select(row => row.Lle),
    ];

    /// <returns>Managed memory in use, in megabytes, after a collection.</returns>
    private double PrintLine(TimeSpan elapsed)
    {
        double managed = GC.GetTotalMemory(forceFullCollection: true) / 1e6;
        using var process = Process.GetCurrentProcess();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"| {elapsed.TotalMinutes:F1} | {Volatile.Read(ref _single)} | {Volatile.Read(ref _batches)} | {Volatile.Read(ref _loads)} " +
            $"| {Volatile.Read(ref _different)} | {managed:F1} | {process.WorkingSet64 / 1e6:F0} | {process.Threads.Count} | " +
            $"{process.HandleCount} |"));
        return managed;
    }

    private int Judge(List<double> inUse, TimeSpan elapsed)
    {
        // The first third warms code and pools.
        int warm = inUse.Count / 3;
        double before = inUse.Skip(warm).Take(Math.Max(1, warm)).Average();
        double after = inUse.TakeLast(Math.Max(1, warm)).Average();
        bool flat = after - before <= LargestGrowthMegabytes;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{_single + (_batches * _rows.Length)} rows placed in {elapsed.TotalMinutes:F1} minutes, {_loads} models loaded; " +
            $"{_different} results differ; managed memory {before:F1} MB, then {after:F1} MB: {(flat ? "flat" : "growing")}"));
        return flat && _different == 0 && _single > 0 && _batches > 0 && _loads > 0 ? 0 : 1;
    }
}
