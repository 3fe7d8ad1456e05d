using System.Globalization;
using LleTransforms.Measurements;
using LleTransforms.Measurements.Scale;
using LleTransforms.Measurements.SideBySide;

// The figures of the documents: each verb prints one table.
switch (args)
{
    case ["side-by-side", string folder, .. string[] names]:
        return Comparison.Run(new BenchmarkData(folder), names);
    case ["side-by-side-worker", string folder, string name, string output]:
        new OurWorker(Works.All.Single(work => work.Name == name), new BenchmarkData(folder), output).Serve(Console.In, Console.Out);
        return 0;
    case ["side-by-side-converged", string folder, string name, string output]:
        Converged.Compute(Works.All.Single(work => work.Name == name), new BenchmarkData(folder), output);
        return 0;
    case ["held-out"]:
        HeldOut.Run();
        return 0;
    case ["placement"]:
        PlacementRules.Run();
        return 0;
    case ["cancellation", .. var rest]:
        CancellationDelays.Run(rest is [var count, ..] ? int.Parse(count, CultureInfo.InvariantCulture) : 20_000, rest is [_, var named] ? named : "");
        return 0;
    case ["landmarks", string folder, string rows, string landmarks, .. string[] names]:
        new LandmarkAccuracy(new BenchmarkData(folder), int.Parse(rows, CultureInfo.InvariantCulture), int.Parse(landmarks, CultureInfo.InvariantCulture)).Run(names);
        return 0;
    case ["recall", string folder]:
        ApproximateRecall.Run(new BenchmarkData(folder));
        return 0;
    case ["memory", string folder]:
        new MemoryUse(new BenchmarkData(folder)).Run();
        return 0;
    case ["memory-case", string folder, string name]:
        new MemoryUse(new BenchmarkData(folder)).RunCase(name);
        return 0;
    case ["sparse", .. var limit]:
        SparseRows.Run(limit is [var most] ? double.Parse(most, CultureInfo.InvariantCulture) : 3e8);
        return 0;
    case ["sparse-case", string rows, string columns, string terms, string form]:
        SparseRows.RunOne(
            int.Parse(rows, CultureInfo.InvariantCulture), int.Parse(columns, CultureInfo.InvariantCulture), int.Parse(terms, CultureInfo.InvariantCulture), form == "widened");
        return 0;
    default:
        Console.Error.WriteLine("usage: held-out | placement | cancellation [ROWS [CASE]] | sparse [LARGEST] | side-by-side FOLDER [WORK...] | landmarks FOLDER ROWS LANDMARKS [FIT...] | recall FOLDER | memory FOLDER");
        return 2;
}
