using LleTransforms.Running;

namespace LleTransforms.Core.Tests.Running;

[TestClass]
public sealed class RunContextTests
{
    [TestMethod]
    public void On_one_thread_two_pieces_of_work_follow_each_other()
    {
        List<int> threads = [];
        int Add()
        {
            threads.Add(Environment.CurrentManagedThreadId);
            return threads.Count;
        }

        Assert.AreEqual((1, 2), new RunContext(1).Both(Add, Add));
        CollectionAssert.AreEqual(Enumerable.Repeat(Environment.CurrentManagedThreadId, 2).ToList(), threads);
    }

    [TestMethod]
    public void On_two_threads_two_pieces_of_work_are_done_at_once()
    {
        using Barrier meeting = new(2);
        bool Meet() => meeting.SignalAndWait(TimeSpan.FromMinutes(1));
        Assert.AreEqual((true, true), new RunContext(2).Both(Meet, Meet));
    }

    [TestMethod]
    [DataRow(1)]
    [DataRow(2)]
    public void What_either_piece_throws_is_thrown(int threads)
    {
        RunContext context = new(threads);
        int Fail() => throw new InvalidDataException("this one");
        Assert.AreEqual(
            "this one", Assert.ThrowsExactly<InvalidDataException>(() => RunContext.Unwrap(() => context.Both(Fail, () => 1))).Message);
        Assert.AreEqual(
            "this one", Assert.ThrowsExactly<InvalidDataException>(() => RunContext.Unwrap(() => context.Both(() => 1, Fail))).Message);
    }
}
