using LleTransforms.Commands;

namespace LleTransforms.Repository.Tests.Build;

[TestClass]
public sealed class TestCountsTests
{
    [TestMethod]
    public void Each_result_is_counted_once_by_its_outcome()
    {
        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, """
                <TestRun xmlns="http://microsoft.com/schemas/VisualStudio/TeamTest/2010">
                  <Results>
                    <UnitTestResult testName="a" outcome="Passed" />
                    <UnitTestResult testName="b" outcome="Passed" />
                    <UnitTestResult testName="c (1)" outcome="Failed" />
                    <UnitTestResult testName="d" outcome="Timeout" />
                    <UnitTestResult testName="e" outcome="NotExecuted" />
                  </Results>
                  <ResultSummary><Counters total="5" executed="4" passed="2" failed="2" notExecuted="0" /></ResultSummary>
                </TestRun>
                """);

            Assert.AreEqual(new TestCounts(2, 2, 1), TestCounts.Read(file));
        }
        finally
        {
            File.Delete(file);
        }
    }

    [TestMethod]
    public void A_file_that_was_never_written_holds_no_test() =>
        Assert.AreEqual(0, TestCounts.Read(Path.Combine(Path.GetTempPath(), Path.GetRandomFileName())).Total);

    [TestMethod]
    public void Counts_are_added_and_read_as_the_closing_line() =>
        Assert.AreEqual("11 passed, 1 failed, 3 skipped", (new TestCounts(10, 0, 3) + new TestCounts(1, 1, 0)).ToString());
}
