namespace LleTransforms.Tool.Commands;

/// <summary>The methods as the command line calls them.</summary>
internal static class MethodNames
{
    private static readonly (string Name, LleMethod Method)[] Names =
    [
        ("standard", LleMethod.Standard),
        ("modified", LleMethod.Modified),
        ("hessian", LleMethod.Hessian),
        ("ltsa", LleMethod.LocalTangentSpaceAlignment),
        ("npe", LleMethod.NeighborhoodPreservingEmbedding),
        ("lltsa", LleMethod.LinearLocalTangentSpaceAlignment),
    ];

    public static string All { get; } = string.Join(", ", Names.Select(entry => entry.Name));

    public static LleMethod? Find(string name)
    {
        int found = Array.FindIndex(Names, entry => entry.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
        return found < 0 ? null : Names[found].Method;
    }

    public static string NameOf(LleMethod method) => Array.Find(Names, entry => entry.Method == method).Name;
}
