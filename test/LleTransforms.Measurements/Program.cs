using LleTransforms.Measurements;

// The figures of the documents: each verb prints one table.
switch (args)
{
    case ["held-out"]:
        HeldOut.Run();
        return 0;
    case ["placement"]:
        PlacementRules.Run();
        return 0;
    default:
        Console.Error.WriteLine("usage: held-out | placement");
        return 2;
}
