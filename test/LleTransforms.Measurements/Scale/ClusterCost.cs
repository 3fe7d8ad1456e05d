using System.Globalization;
using LleTransforms.Orleans;
using LleTransforms.Samples.Cluster;

namespace LleTransforms.Measurements.Scale;

/// <summary>A model of the time, the memory and the bytes of a fit with the approximate graph, from block times measured here.</summary>
/// <remarks>Rates come from fits on one and on three silos of this machine. They are checked by fits on two silos, and of twice the rows
/// on three. The table supposes silos of machines of their own.</remarks>
internal static class ClusterCost
{
    private const int LandmarkCount = 2000;
    private const int NumberOfNeighbors = 10;
    private const int NumberOfComponents = 4;
    private const int ProcessorsOfSilo = 8;
    private const int ShardsOfSilo = 16;
    private const double BytesOfNetwork = 1.25e9;

    // What one silo does for all, or what takes the turns of all.
    private static readonly string[] _serial = ["Duplicates", "Graph", "Solve", "Sum", "AddRitz"];

    public static async Task RunAsync(int rowCount)
    {
        string folder = Path.Combine(Path.GetTempPath(), "lle-cluster-" + Guid.NewGuid().ToString("N"));
        Directory.CreateDirectory(folder);
        try
        {
            Fit one = await FitAsync(folder, rowCount, 1);
            Fit three = await FitAsync(folder, rowCount, 3);
            Rates rates = Rates.Of(one, three);
            ClusterRun.Print($"microseconds a row: {1e6 * rates.OfRow:f1}, on each silo {1e6 * rates.OfRowOnEachSilo:f2} more");
            ClusterRun.Print($"on one silo {1e6 * rates.Serial:f2}; {1e9 * rates.OfByte:f2} ns a byte; {rates.Constant:f1} s a fit");
            foreach ((int rows, int silos) in new[] { (rowCount, 2), (2 * rowCount, 3) })
            {
                Fit fit = await FitAsync(folder, rows, silos);
                double predicted = rates.SecondsHere(rows, silos);
                ClusterRun.Print($"{rows} rows, {silos} silos here: {fit.Seconds:f1} s; by the model {predicted:f1} s");
                ClusterRun.Print($"  over the wire {fit.Bytes / 1e6:f0} MB; by the model {Bytes(rows, silos) / 1e6:f0} MB");
            }

            PrintTable(rates);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Bytes over the wire: rows of cells twice to each silo, rows and weights of neighbours elsewhere, the matrices.</summary>
    private static double Bytes(double rows, double silos)
    {
        double elsewhere = (silos - 1) / silos;
        double cells = 2 * rows * (8 + (4 * NoisyRoll.ColumnCount)) * (silos - 1);
        double neighbors = rows * NumberOfNeighbors * ((4 * NoisyRoll.ColumnCount) + (12 * NumberOfNeighbors)) * elsewhere;
        double matrices = 8.0 * LandmarkCount * LandmarkCount * (silos - 1);
        return cells + neighbors + matrices;
    }

    private static void PrintTable(Rates rates)
    {
        ClusterRun.Print($"silos of {ProcessorsOfSilo} processors, {ShardsOfSilo} shards each, {8 * BytesOfNetwork / 1e9:f0} Gbit/s each:");
        Console.WriteLine("| rows | silos | time | received by a silo | memory of a silo |");
        Console.WriteLine("| --: | --: | --: | --: | --: |");
        foreach (double rows in new[] { 1e6, 1e7, 1e8, 1e9 })
        {
            foreach (int silos in new[] { 1, 3, 10, 50, 200 })
            {
                double seconds = rates.Constant + (rows * rates.Serial)
                    + (rows * Growth(rows) * ((rates.OfRow / silos) + rates.OfRowOnEachSilo) / ProcessorsOfSilo)
                    + (Bytes(rows, silos) / silos * ((rates.OfByte / ProcessorsOfSilo) + (1 / BytesOfNetwork)));
                double gigabytes = Bytes(rows, silos) / silos / 1e9;
                double memory = Memory(rows, silos) / 1e9;
                ClusterRun.Print($"| {rows:0e0} | {silos} | {Time(seconds)} | {gigabytes:0.0} GB | {memory:0.0} GB |");
            }
        }

        static double Growth(double rows) => Math.Max(1, Math.Log2(rows / LandmarkCount) / Math.Log2(1e5 / LandmarkCount));

        static string Time(double seconds) => seconds < 120
            ? string.Create(CultureInfo.InvariantCulture, $"{seconds:f0} s")
            : seconds < 7200
                ? string.Create(CultureInfo.InvariantCulture, $"{seconds / 60:f0} min")
                : string.Create(CultureInfo.InvariantCulture, $"{seconds / 3600:f1} h");
    }

    /// <summary>docs/guide/cluster.md has the formula; a row of A Z is taken for 30 numbers, and the look at the graph comes
    /// on top.</summary>
    private static double Memory(double rows, double silos)
    {
        double ofRow = (4 * NoisyRoll.ColumnCount) + (12 * NumberOfNeighbors) + (16 * (NumberOfNeighbors + 1)) + 8
            + (24 * NumberOfComponents) + (12 * 30);
        double ofGraph = 4 * rows * (NumberOfNeighbors + 12);
        return (rows / silos * ofRow) + ofGraph + (14e6 * ShardsOfSilo) + (256 << 20);
    }

    private static async Task<Fit> FitAsync(string folder, int rowCount, int siloCount)
    {
        (LleShard[] shards, _) = NoisyRoll.Make(folder, rowCount, 12, rowCount);
        var options = new LleOptions
        {
            NumberOfComponents = NumberOfComponents, NumberOfNeighbors = NumberOfNeighbors, NumberOfLandmarks = LandmarkCount,
            PlaceAmongLandmarks = true, NeighborSearch = LleNeighborSearch.Approximate, Seed = 1,
        };
        await using SiloProcesses silos = await ClusterRun.StartAsync(siloCount);
        string sink = Path.Combine(folder, "found");

        // The first fit has the silos compile their code; the second is the measure.
        await ClusterRun.FitAsync(silos, shards, options, sink, isQuiet: true);
        IReadOnlyList<SiloFigures> before = await silos.FiguresAsync();
        (_, double seconds) = await ClusterRun.FitAsync(silos, shards, options, sink, isQuiet: true);
        IReadOnlyList<SiloFigures> after = await silos.FiguresAsync();
        Dictionary<string, double> earlier = ClusterRun.WorkOf(before);
        Dictionary<string, double> work = ClusterRun.WorkOf(after).ToDictionary(
            step => step.Key, step => step.Value - earlier.GetValueOrDefault(step.Key));
        double bytes = after.Sum(silo => silo.ReceivedBytes) - before.Sum(silo => silo.ReceivedBytes);
        ClusterRun.Print($"{rowCount} rows, {siloCount} silos: {seconds:f1} s, {work.Values.Sum():f1} s of work, {bytes / 1e6:f0} MB");
        return new Fit(rowCount, siloCount, seconds, work, bytes);
    }

    private sealed record Fit(int Rows, int Silos, double Seconds, Dictionary<string, double> Work, double Bytes)
    {
        public double Serial => Work.Where(step => _serial.Contains(step.Key)).Sum(step => step.Value);

        public double Parallel => Work.Values.Sum() - Serial;
    }

    /// <param name="OfRow">Seconds of one processor for a row, wherever it lies.</param>
    /// <param name="OfRowOnEachSilo">The same on each silo, which searches all cells.</param>
    /// <param name="Serial">Seconds a row of what one silo does while the others wait.</param>
    /// <param name="OfByte">Seconds of one processor for a byte over the wire, at both its ends.</param>
    /// <param name="Constant">Seconds of a fit that nothing else explains.</param>
    private sealed record Rates(double OfRow, double OfRowOnEachSilo, double Serial, double OfByte, double Constant)
    {
        public static Rates Of(Fit one, Fit three)
        {
            int here = Environment.ProcessorCount;
            double ofEach = Math.Max(0, (three.Parallel - one.Parallel) / 2 / one.Rows);
            double constant = Math.Max(0, one.Seconds - one.Serial - (one.Parallel / here));
            double ofWire = Math.Max(0, three.Seconds - three.Serial - (three.Parallel / here) - constant) * here;
            return new Rates((one.Parallel / one.Rows) - ofEach, ofEach, one.Serial / one.Rows, ofWire / three.Bytes, constant);
        }

        /// <summary>All silos share this machine's processors.</summary>
        public double SecondsHere(double rows, double silos) =>
            Constant + (rows * Serial) + (((rows * (OfRow + (silos * OfRowOnEachSilo))) + (Bytes(rows, silos) * OfByte))
                / Environment.ProcessorCount);
    }
}
