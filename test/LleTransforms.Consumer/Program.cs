using LleTransforms.Consumer;

// save FILE: fits a pipeline and saves it. load FILE: loads it, with nothing of LleTransforms called or named before.
// Both print the coordinates of the same unseen rows, one row a line.
// save-each FOLDER: a model of each method and what it makes of some rows, kept in the tests for ever (LleTransforms.Tests/Persistence).
// save-sparse FOLDER, save-landmarks FOLDER: the same of a model of sparse rows, and of one fitted by landmarks.
return args switch
{
    ["save", var file] => Run(() => Coordinates.Print(FittedModel.Save(file))),
    ["load", var file] => Run(() => Coordinates.Print(SavedModel.Load(file))),
    ["save-each", var folder] => Run(() => ModelOfEachMethod.Save(folder)),
    ["save-sparse", var folder] => Run(() => ModelOfSparseRows.Save(folder)),
    ["save-landmarks", var folder] => Run(() => ModelOfEachMethod.SaveLandmarks(folder)),
    _ => Usage(),
};

static int Run(Action action)
{
    action();
    return 0;
}

static int Usage()
{
    Console.Error.WriteLine("save FILE | load FILE | save-each FOLDER | save-sparse FOLDER | save-landmarks FOLDER");
    return 2;
}
