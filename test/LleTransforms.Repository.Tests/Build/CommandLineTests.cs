using LleTransforms.Commands;

namespace LleTransforms.Repository.Tests.Build;

[TestClass]
public sealed class CommandLineTests
{
    [TestMethod]
    public void Properties_and_package_sources_are_told_from_other_arguments_and_all_keep_their_order()
    {
        var parsed = CommandLine.Parse(
            ["--filter", "Name~x", "-p:MLNetVersion=6.0.0", "/P:A=1", "--source", "packages", "--property:B=2", "-v:n"]);

        CollectionAssert.AreEqual(new[] { "-p:MLNetVersion=6.0.0", "/P:A=1", "--property:B=2" }, parsed.Properties.ToArray());
        CollectionAssert.AreEqual(new[] { "--source", "packages" }, parsed.Sources.ToArray());
        CollectionAssert.AreEqual(new[] { "--filter", "Name~x", "-v:n" }, parsed.Others.ToArray());
    }
}
