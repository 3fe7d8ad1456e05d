namespace LleTransforms.Tool.Commands;

/// <summary>The methods as the command line calls them.</summary>
internal static class MethodNames
{
    public static string All { get; } = string.Join(", ", Enum.GetValues<LleMethod>().Select(method => method.ShortName()));
}
