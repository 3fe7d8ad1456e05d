namespace LleTransforms.Reliability.Soak;

[TestClass]
public sealed class SoakTests
{
    [TestMethod]
    public void Six_seconds_of_mixed_load_leave_every_bit_and_no_memory() => Assert.AreEqual(0, SoakCommand.Run(minutes: 0.1, threads: 8));
}
