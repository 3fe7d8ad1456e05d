using LleTransforms.Running;

namespace LleTransforms.Core.Tests.Running;

/// <summary>What may still be allocated, and when memory is what failed.</summary>
[TestClass]
public sealed class AvailableMemoryTests
{
    [TestMethod]
    public void What_is_left_is_less_than_what_there_is()
    {
        double all = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
        Assert.IsInRange(0, 0.9 * all, AvailableMemory.Left(1));

        // A need beyond all there is clears the heap first, and is told the same.
        Assert.IsInRange(0.04 * all, 0.9 * all, AvailableMemory.Left(2 * all));
    }

    [TestMethod]
    public void Memory_that_ran_out_on_one_of_several_threads_is_found()
    {
        var shortage = Activator.CreateInstance<OutOfMemoryException>();
        Assert.IsTrue(RunContext.RanOutOfMemory(shortage));
        Assert.IsTrue(RunContext.RanOutOfMemory(new AggregateException(new AggregateException(shortage))));
        Assert.IsFalse(RunContext.RanOutOfMemory(new InsufficientMemoryException()));
        Assert.IsFalse(RunContext.RanOutOfMemory(new AggregateException(new OperationCanceledException())));
        Assert.IsFalse(RunContext.RanOutOfMemory(new InvalidOperationException()));
    }
}
