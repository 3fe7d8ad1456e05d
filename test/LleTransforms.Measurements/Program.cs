using System.Globalization;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using LleTransforms.Measurements;
using LleTransforms.Measurements.NeighborChoice;
using LleTransforms.Measurements.Onnx;
using LleTransforms.Measurements.Scale;
using LleTransforms.Measurements.SideBySide;
using LleTransforms.Measurements.Trainers;
using LleTransforms.Measurements.Updating;

// The figures of the documents: each verb prints one table. The kernels are for those who work on them.
switch (args)
{
    case ["side-by-side", string folder, .. string[] names]:
        return Comparison.Run(new BenchmarkData(folder), names);
    case ["side-by-side-against", string folder, string program, .. string[] names]:
        return Against.Run(new BenchmarkData(folder), program, names);
    case ["side-by-side-worker", string folder, string name, string output]:
        new OurWorker(Works.All.Single(work => work.Name == name), new BenchmarkData(folder), output).Serve(Console.In, Console.Out);
        return 0;
    case ["side-by-side-converged", string folder, string name, string output]:
        Converged.Compute(Works.All.Single(work => work.Name == name), new BenchmarkData(folder), output);
        return 0;
    case ["glove-text", string folder, string words]:
        Console.WriteLine(WordVectorArchive.WriteText(folder, int.Parse(words, CultureInfo.InvariantCulture)));
        return 0;
    case ["held-out"]:
        HeldOut.Run();
        return 0;
    case ["placement"]:
        PlacementRules.Run();
        return 0;
    case ["shares", .. var folder]:
        Shares.Run(folder is [var images] ? images : null);
        return 0;
    case ["cancellation", .. var rest]:
        CancellationDelays.Run(
            rest is [var count, ..] ? int.Parse(count, CultureInfo.InvariantCulture) : 20_000, [.. rest.Skip(1)]);
        return 0;
    case ["landmarks", string folder, string rows, string landmarks, .. string[] names]:
        new LandmarkAccuracy(new BenchmarkData(folder), int.Parse(rows, CultureInfo.InvariantCulture),
            int.Parse(landmarks, CultureInfo.InvariantCulture)).Run(names);
        return 0;
    case ["cluster", string folder, .. string[] sizes]:
        await new ClusterFits(new BenchmarkData(folder)).RunAsync(
            [.. sizes.Select(size => int.Parse(size, CultureInfo.InvariantCulture))]);
        return 0;
    case ["cluster-of-many-rows", .. string[] sizes]:
        await ClusterOfManyRows.RunAsync([.. sizes.Select(size => int.Parse(size, CultureInfo.InvariantCulture))]);
        return 0;
    case ["cluster-faults", .. var rest]:
        return await ClusterFaults.RunAsync(Count(rest, 0, 60_000), Count(rest, 1, 20), Count(rest, 2, 1_000_000));
    case ["cluster-cost", .. var rest]:
        await ClusterCost.RunAsync(Count(rest, 0, 100_000));
        return 0;
    case ["recall", string folder]:
        ApproximateRecall.Run(new BenchmarkData(folder));
        return 0;
    case ["elimination-orders", string folder]:
        new EliminationOrderTable(new BenchmarkData(folder)).Run();
        return 0;
    case ["solver-choice", string folder]:
        new SolverChoiceTable(new BenchmarkData(folder)).Run();
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
            int.Parse(rows, CultureInfo.InvariantCulture), int.Parse(columns, CultureInfo.InvariantCulture),
            int.Parse(terms, CultureInfo.InvariantCulture), form == "widened");
        return 0;
    case ["choosing-neighbors", .. var rest]:
        ChosenNeighbors.Run(Count(rest, 0, 1_000), Count(rest, 1, 3));
        return 0;
    case ["training-rows", .. var rest]:
        if (rest is [] or ["digits", ..])
        {
            TrainingRowsTable.Print("digits", LabelledImages.Digits(), components: [2, 10, 20], neighbors: 12);
        }

        if (rest is [] or ["MNIST", ..])
        {
            int rowCount = Count(rest, 1, 10_000);
            TrainingRowsTable.Print("MNIST", LabelledImages.Mnist(Data(rest, 2), rowCount, rowCount), components: [10, 30], neighbors: 12);
        }

        return 0;
    case ["trainers", .. var rest]:
        return TrainersTable.Print(rest is [var data, ..] ? data : null, Count(rest, 1, 2_000), Count(rest, 2, 2_000), Data(rest, 3));
    case ["extend", string folder, .. var rest]:
        ExtendTimes.Run(new BenchmarkData(folder), Count(rest, 0, 60_000), rest.Length > 1
            ? [.. rest[1..].Select(count => int.Parse(count, CultureInfo.InvariantCulture))]
            : [600, 6_000]);
        return 0;
    case ["day-after-day", string folder]:
        DayAfterDay.Run(new BenchmarkData(folder));
        return 0;
    case ["refit", .. var rest]:
        Refit.Run(Data(rest, 0), [.. rest.Skip(1)]);
        return 0;
    case ["refit-shares"]:
        RefitShares.Run();
        return 0;
    case ["participation", .. var rest]:
        ParticipationTable.Print(2_000, 2_000, Data(rest, 0));
        return 0;
    case ["reconstruction", string folder, .. var rest]:
        new ReconstructionError(new BenchmarkData(folder), Count(rest, 0, 5_000), Count(rest, 1, 1_000)).Run();
        return 0;
    case ["reconstruction-picture", string folder, string file]:
        new ReconstructionError(new BenchmarkData(folder), 5_000, 1).Draw(file);
        return 0;
    case ["onnx", string folder, .. string[] names]:
        new OnnxAgreement(new BenchmarkData(folder)).Run(names);
        return 0;
    case ["onnx-speed", string folder]:
        OnnxSpeed.Run(new BenchmarkData(folder));
        return 0;
    case ["onnx-memory", .. var rest]:
        OnnxMemory.Run(rest);
        return 0;
    case ["kernels", .. var rest]:
        // In this process: a project generated elsewhere would not know how this repository's packages and output folders are arranged.
        ManualConfig config = ManualConfig.Create(DefaultConfig.Instance)
            .AddJob(Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance));
        BenchmarkSwitcher.FromAssembly(typeof(HeldOut).Assembly).Run(rest, config);
        return 0;
    default:
        Console.Error.WriteLine(
            "usage: glove-text FOLDER WORDS | " +
            "held-out | placement | shares [DATA_FOLDER] | cancellation [ROWS [CASE...]] | sparse [LARGEST] | side-by-side FOLDER " +
            "[WORK...] | landmarks FOLDER ROWS LANDMARKS [FIT...] | cluster FOLDER [SIZE...] | " +
            "cluster-of-many-rows [SIZE...] | cluster-faults [ROWS [KILLS [PLACED_ROWS]]] | cluster-cost [ROWS] | " +
            "recall FOLDER | elimination-orders FOLDER | solver-choice FOLDER | memory FOLDER | choosing-neighbors [ROWS [SEEDS]] | " +
            "training-rows [digits|MNIST [ROWS [DATA_FOLDER]]] | extend FOLDER [ROWS [ADDED...]] | day-after-day FOLDER | " +
            "refit [DATA_FOLDER [digits|MNIST]] | refit-shares | participation [DATA_FOLDER] | " +
            "reconstruction FOLDER [ROWS [HELD_OUT_ROWS]] | reconstruction-picture FOLDER FILE | " +
            "onnx FOLDER [TABLE...] | onnx-speed FOLDER | onnx-memory | "
            + "trainers [all|digits|MNIST|Fashion-MNIST [ROWS [HELD_OUT_ROWS [DATA_FOLDER]]]] | kernels [--filter NAME]");
        return 2;
}

static int Count(string[] rest, int place, int otherwise) =>
    rest.Length > place ? int.Parse(rest[place], CultureInfo.InvariantCulture) : otherwise;

static string Data(string[] rest, int place) =>
    Path.GetFullPath(rest.Length > place ? rest[place] : Path.Combine("artifacts", "bench-data"));
