using LleTransforms.Measurements;
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
    default:
        Console.Error.WriteLine("usage: held-out | placement | side-by-side FOLDER [WORK...]");
        return 2;
}
