namespace LleTransforms.Commands;

/// <summary>The arguments of a command, split into those for MSBuild and the rest.</summary>
/// <param name="Properties">MSBuild properties: <c>-p:Name=Value</c> and its other spellings.</param>
/// <param name="Others">Everything else, in its order.</param>
public sealed record CommandLine(IReadOnlyList<string> Properties, IReadOnlyList<string> Others)
{
    private static readonly string[] _prefixes = ["-p:", "--p:", "/p:", "-property:", "--property:", "/property:"];

    /// <summary>Splits the arguments.</summary>
    public static CommandLine Parse(IEnumerable<string> arguments)
    {
        var kinds = arguments.ToLookup(argument => _prefixes.Any(prefix => argument.StartsWith(prefix, StringComparison.OrdinalIgnoreCase)));
        return new([.. kinds[true]], [.. kinds[false]]);
    }
}
