namespace LleTransforms.Commands;

/// <summary>The arguments of a command, split by who takes them.</summary>
/// <param name="Properties">MSBuild properties: <c>-p:Name=Value</c> and its other spellings.</param>
/// <param name="Sources">NuGet package sources: <c>--source FOLDER-OR-ADDRESS</c>, each as two arguments.</param>
/// <param name="Others">Everything else, in its order.</param>
public sealed record CommandLine(IReadOnlyList<string> Properties, IReadOnlyList<string> Sources, IReadOnlyList<string> Others)
{
    private static readonly string[] _prefixes = ["-p:", "--p:", "/p:", "-property:", "--property:", "/property:"];

    /// <summary>What a build and a restore take: the properties and the sources.</summary>
    public IReadOnlyList<string> ForBuild => [.. Properties, .. Sources];

    /// <summary>Splits the arguments.</summary>
    public static CommandLine Parse(IReadOnlyList<string> arguments)
    {
        List<string> properties = [], sources = [], others = [];
        for (int i = 0; i < arguments.Count; i++)
        {
            if (arguments[i] is "--source" or "-s" && i + 1 < arguments.Count)
            {
                sources.AddRange(["--source", arguments[++i]]);
            }
            else
            {
                bool isProperty = _prefixes.Any(prefix => arguments[i].StartsWith(prefix, StringComparison.OrdinalIgnoreCase));
                (isProperty ? properties : others).Add(arguments[i]);
            }
        }

        return new(properties, sources, others);
    }
}
