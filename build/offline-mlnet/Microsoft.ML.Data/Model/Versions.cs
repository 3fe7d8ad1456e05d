namespace Microsoft.ML.Offline;

internal static class Versions
{
    /// <summary>The first and only version of a part that this assembly saves and loads.</summary>
    public static VersionInfo First(string signature, string loader)
        => new(signature, 0x00010001, 0x00010001, 0x00010001, typeof(Versions).Assembly.FullName, loader);
}
