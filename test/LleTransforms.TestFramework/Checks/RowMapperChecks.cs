using LleTransforms.TestFramework.Data;

namespace LleTransforms.TestFramework.Checks;

/// <summary>The row mapper, which prediction engines use, against the batch view.</summary>
internal static class RowMapperChecks
{
    /// <summary>Rows mapped one by one equal the rows of a cursor.</summary>
    public static void RowMapperEqualsCursor(ConformanceCase subject)
    {
        foreach (var (name, transformer) in subject.Transformers)
        {
            var mapper = transformer.GetRowToRowMapper(subject.Data.Schema);
            var columns = Table.Select(mapper.OutputSchema);
            using var input = subject.Data.GetRowCursor(subject.Data.Schema);
            using var row = mapper.GetRow(input, columns);
            var (mapped, readRow) = Table.Follow(row, columns);
            while (input.MoveNext())
            {
                Assert.AreEqual(input.Position, row.Position, $"The mapped row stands elsewhere ({name}).");
                readRow();
            }

            Table.Read(transformer.Transform(subject.Data)).AssertEqual(mapped, $"row mapper against cursor ({name})");
        }
    }

    /// <summary>For each output column, the input columns that GetDependencies names are enough to
    /// compute it, and pass-through needs itself only.</summary>
    public static void DependenciesSuffice(ConformanceCase subject)
    {
        var mapper = subject.Fitted.GetRowToRowMapper(subject.Data.Schema);
        foreach (var column in Table.Select(mapper.OutputSchema))
        {
            string[] needed = [.. mapper.GetDependencies([column]).Select(dependency => dependency.Name).Distinct()];
            string[] expected = subject.OutputColumns.Contains(column.Name) ? [.. subject.InputColumns] : [column.Name];
            CollectionAssert.AreEquivalent(expected, needed, $"dependencies of '{column.Name}'.");

            using var input = subject.Data.GetRowCursor(mapper.GetDependencies([column]));
            using var row = mapper.GetRow(input, [column]);
            var (mapped, readRow) = Table.Follow(row, [column]);
            while (input.MoveNext())
            {
                readRow();
            }

            Table.Read(subject.Fitted.Transform(subject.Data), [column.Name]).AssertEqual(mapped, $"'{column.Name}' from its dependencies");
        }

        Assert.IsEmpty(mapper.GetDependencies([]), "Columns are needed for no output.");
    }
}
