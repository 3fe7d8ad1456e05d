using LleTransforms.Diagnostics;

namespace LleTransforms.Core.Tests.Diagnostics;

[TestClass]
public sealed class SilentProgressTests
{
    [TestMethod]
    public void Counts_are_heard_and_messages_are_not()
    {
        var heard = new List<LleProgress>();
        var silent = new SilentProgress(new Listener(heard.Add));
        var count = new LleProgress(LlePhase.Neighbors, 3, 8);
        silent.Report(new LleProgress(LlePhase.Neighbors, 0, 0, "said before", LleSeverity.Warning));
        silent.Report(count);
        CollectionAssert.AreEqual(new[] { count }, heard);
    }
}
