using LleTransforms.PackageOnly.Measurements;

// The figures of docs/training-rows.md: `training-rows` on the digits, `training-rows FOLDER [ROWS]` on MNIST in its idx files.
switch (args)
{
    case ["training-rows"]:
        TrainingRowsTable.Print("digits", LabelledImages.Digits(), components: [2, 10, 20], neighbors: 12);
        return 0;
    case ["training-rows", string folder, .. var rest]:
        int rows = rest is [string count] ? int.Parse(count) : 10_000;
        TrainingRowsTable.Print("MNIST", LabelledImages.Mnist(folder, rows, rows), components: [10, 30], neighbors: 12);
        return 0;
    default:
        Console.Error.WriteLine("usage: training-rows [FOLDER_OF_MNIST_IDX_FILES [ROWS]]");
        return 2;
}
