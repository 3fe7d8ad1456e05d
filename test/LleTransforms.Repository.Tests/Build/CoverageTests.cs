using LleTransforms.Commands;

namespace LleTransforms.Repository.Tests.Build;

[TestClass]
public sealed class CoverageTests
{
    [TestMethod]
    public void What_any_report_has_seen_run_was_run()
    {
        var coverage = new Coverage();
        coverage.Add(Report("A.cs", "\"1\": 4, \"2\": 0, \"3\": 0", Branch(2, path: 0, hits: 1), Branch(2, path: 1, hits: 0)), "/root");
        coverage.Add(Report("A.cs", "\"1\": 0, \"2\": 7, \"3\": 0", Branch(2, path: 0, hits: 0), Branch(2, path: 1, hits: 0)), "/root");
        coverage.Add(Report("B.cs", "\"9\": 1"), "/root");

        IReadOnlyList<FileCoverage> files = coverage.Files();
        CollectionAssert.AreEqual(new[] { "src/Room/A.cs", "src/Room/B.cs" }, files.Select(file => file.File).ToArray());
        Assert.AreEqual("src/Room", files[0].Room);
        Assert.AreEqual(new Share(2, 3), files[0].Lines);
        Assert.AreEqual(new Share(1, 2), files[0].Branches);
        CollectionAssert.AreEqual(new[] { 3 }, files[0].LinesNotRun.ToArray());
        CollectionAssert.AreEqual(new[] { 2 }, files[0].LinesWithBranchesNotRun.ToArray());
        Assert.AreEqual(new Share(1, 1), files[1].Lines);
        Assert.AreEqual(100, files[1].Branches.Percent);
    }

    [TestMethod]
    public void Shares_add_up()
    {
        Share sum = new Share(1, 3) + new Share(2, 5);
        Assert.AreEqual(new Share(3, 8), sum);
        Assert.AreEqual(37.5, sum.Percent);
    }

    private static string Branch(int line, int path, int hits) =>
        $$"""{ "Line": {{line}}, "Offset": 12, "EndOffset": 20, "Path": {{path}}, "Ordinal": {{path}}, "Hits": {{hits}} }""";

    private static string Report(string file, string lines, params string[] branches) => $$"""
        { "Engine.dll": { "/root/src/Room/{{file}}": { "Room.Type": { "System.Void Room.Type::Run()": {
          "Lines": { {{lines}} }, "Branches": [ {{string.Join(", ", branches)}} ] } } } } }
        """;
}
