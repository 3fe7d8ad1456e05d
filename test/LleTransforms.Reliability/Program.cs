using LleTransforms.Measurements.SideBySide;
using LleTransforms.Reliability;
using LleTransforms.Reliability.Laws;
using LleTransforms.Reliability.ModelAttacks;
using LleTransforms.Reliability.Numerics;
using LleTransforms.Reliability.SmallFits;
using LleTransforms.Reliability.Soak;

// The long forms of the reliability checks; each verb prints its figures and ends with 0 only if all is well.
string[] rest = args is [_, .. var others] ? others : [];
var named = new Arguments(rest);
switch (args)
{
    case ["laws", ..]:
        return LawCommand.Run(named.Int32("--cases", 500), (ulong)named.Int32("--seed", 1));
    case ["attack", ..]:
        return ModelAttackCommand.Run(named.Int32("--mutations", 40_000), named.Int32("--seed", 1), named.Text("--corpus"));
    case ["soak", ..]:
        return SoakCommand.Run(named.Double("--minutes", 30), named.Int32("--threads", 16));
    case ["numerics", ..]:
        NumericsAudit audit = NumericsAudit.Run(named.Int32("--problems", 200), named.Int32("--seed", 1));
        audit.Print();
        return audit.ExitCode;
    case ["numerics-of-tables", string folder, ..]:
        (_, float[] words) = WordVectorArchive.Glove(folder, named.Int32("--words", 20_000));
        NumericsAudit tables = NumericsAudit.Run(NumericsProblem.CreateOfTables(
            named.Int32("--problems", 40), named.Int32("--seed", 1), words, WordVectorArchive.Dimensions));
        tables.Print();
        return tables.ExitCode;
    case ["small", ..]:
        return SmallFitCommand.Run(named.Int32("--fits", 100_000), named.Int32("--seed", 1));
    case ["memory-limit", ..]:
        return MemoryLimit.Run(named.Int32("--rows", 400_000), named.Int32("--columns", 8));
    case ["memory-ladder", ..]:
        return MemoryLadder.RunAll();
    case ["memory-containers"]:
        return MemoryLadder.RunContainers();
    case ["memory-fit", ..]:
        return MemoryLadder.Fit(named.Text("--set") ?? "roll", named.Int32("--rows", 8000));
    default:
        Console.Error.WriteLine(
            "usage: laws [--cases 500] [--seed 1] | attack [--mutations 40000] [--seed 1] [--corpus FOLDER] | soak [--minutes 30] " +
            "[--threads 16] | numerics [--problems 200] [--seed 1] | numerics-of-tables DATA_FOLDER [--problems 40] [--words 20000] " +
            "[--seed 1] | small [--fits 100000] [--seed 1] | memory-limit [--rows 400000] " +
            "[--columns 8] | memory-ladder | memory-containers | memory-fit [--set roll] [--rows 8000]");
        return 2;
}
