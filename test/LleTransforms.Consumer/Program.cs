using LleTransforms.Consumer;

// save FILE: fits a pipeline and saves it. load FILE: loads it, with nothing of LleTransforms called or named before.
// Both print the coordinates of the same unseen rows, one row a line.
return args switch
{
    ["save", var file] => Run(() => Coordinates.Print(FittedModel.Save(file))),
    ["load", var file] => Run(() => Coordinates.Print(SavedModel.Load(file))),
    _ => Usage(),
};

static int Run(Action action)
{
    action();
    return 0;
}

static int Usage()
{
    Console.Error.WriteLine("save FILE | load FILE");
    return 2;
}
