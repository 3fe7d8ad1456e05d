using LleTransforms.PackageOnly.Measurements;

// The figures of docs/training-rows.md: `training-rows` on the digits, `training-rows FOLDER [ROWS]` on MNIST in its idx files.
// The tables of docs/trainers.md: `trainers`, or `trainers MNIST` for that one alone.
switch (args)
{
    case ["training-rows"]:
        TrainingRowsTable.Print("digits", LabelledImages.Digits(), components: [2, 10, 20], neighbors: 12);
        return 0;
    case ["training-rows", string folder, .. var rest]:
        int rows = rest is [string count] ? int.Parse(count) : 10_000;
        TrainingRowsTable.Print("MNIST", LabelledImages.Mnist(folder, rows, rows), components: [10, 30], neighbors: 12);
        return 0;
    case ["trainers", .. var rest]:
        return TrainersTable.Print(
            rest is [var name, ..] ? name : null, rest is [_, var fitted, ..] ? int.Parse(fitted) : 2_000, rest is [_, _, var held, ..] ? int.Parse(held) : 2_000,
            Path.GetFullPath(rest is [_, _, _, var data] ? data : Path.Combine("artifacts", "bench-data")));
    default:
        Console.Error.WriteLine("usage: training-rows [FOLDER_OF_MNIST_IDX_FILES [ROWS]] | trainers [all|digits|MNIST|Fashion-MNIST [ROWS [HELD_OUT_ROWS [DATA_FOLDER]]]]");
        return 2;
}
