using System.Xml.Linq;

namespace LleTransforms.Commands;

/// <summary>How many tests passed, failed and were skipped.</summary>
public readonly record struct TestCounts(int Passed, int Failed, int Skipped)
{
    /// <summary>How many tests there were, run or skipped.</summary>
    public int Total => Passed + Failed + Skipped;

    /// <summary>Adds two counts.</summary>
    public static TestCounts operator +(TestCounts left, TestCounts right) =>
        new(left.Passed + right.Passed, left.Failed + right.Failed, left.Skipped + right.Skipped);

    /// <summary>Counts the results in all .trx files of a folder.</summary>
    public static TestCounts ReadAll(string folder) =>
        Directory.Exists(folder) ? Directory.EnumerateFiles(folder, "*.trx").Select(Read)
            .Aggregate(default(TestCounts), (sum, counts) => sum + counts) : default;

    /// <summary>Counts the results in a .trx file; a file that was not written holds none.</summary>
    public static TestCounts Read(string trx)
    {
        if (!File.Exists(trx))
        {
            return default;
        }

        // The file's own summary counts skipped tests nowhere, so the results are counted one by one.
        var counts = default(TestCounts);
        foreach (var result in XDocument.Load(trx).Descendants().Where(element => element.Name.LocalName == "UnitTestResult"))
        {
            counts += (string?)result.Attribute("outcome") switch
            {
                "Passed" => new(1, 0, 0),
                "NotExecuted" or "Inconclusive" or "NotRunnable" => new(0, 0, 1),
                _ => new(0, 1, 0),
            };
        }

        return counts;
    }

    /// <summary>The form that ends a test run: <c>12 passed, 0 failed, 1 skipped</c>.</summary>
    public override string ToString() => $"{Passed} passed, {Failed} failed, {Skipped} skipped";
}
