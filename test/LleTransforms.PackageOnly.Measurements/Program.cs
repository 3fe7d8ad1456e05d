using LleTransforms.PackageOnly.Measurements;

// The figures of docs/training-rows.md: `training-rows` on the digits, `training-rows FOLDER [ROWS]` on MNIST in its idx files.
// The table of docs/trainers.md: `trainers`.
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
        string data = Path.GetFullPath(rest is [var named, ..] ? named : Path.Combine("artifacts", "bench-data"));
        TrainersTable.PrintAll(data, rest is [_, var fitted, ..] ? int.Parse(fitted) : 3_000, rest is [_, _, var held] ? int.Parse(held) : 2_000);
        return 0;
    default:
        Console.Error.WriteLine("usage: training-rows [FOLDER_OF_MNIST_IDX_FILES [ROWS]] | trainers [DATA_FOLDER [ROWS [HELD_OUT_ROWS]]]");
        return 2;
}
