using LleTransforms.Commands;

namespace LleTransforms.Build.Tests.Commands;

[TestClass]
public sealed class CommandLineTests
{
    [TestMethod]
    public void Properties_are_told_from_other_arguments_and_both_keep_their_order()
    {
        var parsed = CommandLine.Parse(["--filter", "Name~x", "-p:MLNetHost=Offline", "/P:A=1", "--property:B=2", "-v:n"]);

        CollectionAssert.AreEqual(new[] { "-p:MLNetHost=Offline", "/P:A=1", "--property:B=2" }, parsed.Properties.ToArray());
        CollectionAssert.AreEqual(new[] { "--filter", "Name~x", "-v:n" }, parsed.Others.ToArray());
    }
}
