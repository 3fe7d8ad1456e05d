using LleTransforms.TestFramework.Data;

namespace LleTransforms.TestFramework.Checks;

/// <summary>What the step does to columns that are not its own.</summary>
internal static class PassThroughChecks
{
    /// <summary>Every input column that the step does not replace comes out with its type, its annotations and its values.</summary>
    public static void InputColumnsAreKept(ConformanceCase subject)
    {
        string[] kept =
            [.. subject.Data.Schema.Where(column => !column.IsHidden).Select(column => column.Name).Except(subject.OutputColumns)];
        Assert.IsGreaterThan(
            subject.InputColumns.Except(subject.OutputColumns).Count(), kept.Length, "The case needs a column that the step does not use.");
        var before = Table.Read(subject.Data, kept);
        foreach (var (name, transformer) in subject.Transformers)
        {
            var output = transformer.Transform(subject.Data);
            foreach (string column in kept)
            {
                Assert.IsNotNull(output.Schema.GetColumnOrNull(column), $"Column '{column}' is lost ({name}).");
                Schemas.AssertEqual(subject.Data.Schema[column], output.Schema[column], $"column '{column}' ({name})");
            }

            before.AssertEqual(Table.Read(output, kept), $"columns passed through ({name})");
        }
    }
}
