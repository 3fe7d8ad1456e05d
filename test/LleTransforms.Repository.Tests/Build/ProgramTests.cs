namespace LleTransforms.Repository.Tests.Build;

[TestClass]
public sealed class ProgramTests
{
    public static IEnumerable<object[]> Programs => Directory.GetFiles(RepositoryFolders.Build, "*.cs").Order(StringComparer.Ordinal)
        .Select(program => new object[] { Path.GetFileName(program) });

    /// <summary>The solution does not hold them, so its build does not see what is wrong with one that is seldom run.</summary>
    [TestMethod]
    [DynamicData(nameof(Programs))]
    public void Every_program_of_the_build_compiles_without_a_warning(string program) =>
        DotNetRun.BuildFile(Path.Combine(RepositoryFolders.Build, program));
}
