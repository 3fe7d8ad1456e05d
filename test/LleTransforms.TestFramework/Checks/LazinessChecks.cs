using LleTransforms.TestFramework.Data;

namespace LleTransforms.TestFramework.Checks;

/// <summary>Nothing is read before it is needed, nor more than is needed.</summary>
internal static class LazinessChecks
{
    /// <summary>Transform opens no cursor; a cursor that stands before the first row has moved over none;
    /// one step moves one step.</summary>
    public static void NothingIsReadEarly(ConformanceCase subject)
    {
        foreach (var (name, transformer) in subject.Transformers)
        {
            var input = new ObservedDataView(subject.Data);
            var view = transformer.Transform(input);
            _ = view.Schema;
            _ = view.GetRowCount();
            Assert.AreEqual(0, input.CursorCount, $"Transform read its input ({name}).");

            using var cursor = view.GetRowCursor(view.Schema);
            Assert.AreEqual(0, input.MoveCount, $"Opening a cursor moved over rows ({name}).");
            Assert.IsTrue(cursor.MoveNext());
            Assert.AreEqual(1, input.MoveCount, $"One step of the cursor is one of the input's ({name}).");
            foreach (string column in subject.InputColumns)
            {
                Assert.AreEqual(0, input.FetchCount(column), $"'{column}' was fetched before anybody asked for a value ({name}).");
            }
        }
    }

    /// <summary>The step's input is read for its outputs only; a column that nobody asks for is not asked of the input.</summary>
    public static void OnlyNeededColumnsAreRead(ConformanceCase subject)
    {
        string unused = subject.Data.Schema.First(column => !subject.InputColumns.Contains(column.Name) && !column.IsHidden).Name;
        foreach (var (name, transformer) in subject.Transformers)
        {
            var forOutput = new ObservedDataView(subject.Data);
            _ = Table.Read(transformer.Transform(forOutput), subject.OutputColumns);
            CollectionAssert.AreEquivalent(
                subject.InputColumns.ToArray(), forOutput.AskedColumns.ToArray(), $"columns read for the outputs ({name}).");

            var forOther = new ObservedDataView(subject.Data);
            int rows = Table.Read(transformer.Transform(forOther), [unused]).NumberOfRows;
            CollectionAssert.AreEquivalent(new[] { unused }, forOther.AskedColumns.ToArray(), $"columns read for '{unused}' ({name}).");
            Assert.AreEqual(rows, forOther.FetchCount(unused), $"Values fetched of '{unused}' ({name}).");
        }
    }

    /// <summary>Fit reads its columns in one unshuffled pass and no others, whether or not the view tells its row count.</summary>
    public static void FitReadsOnce(ConformanceCase subject)
    {
        var expected = Table.Read(subject.Fitted.Transform(subject.Data), subject.OutputColumns);
        foreach (bool tellsRowCount in new[] { true, false })
        {
            var input = new ObservedDataView(subject.Data) { TellsRowCount = tellsRowCount };
            var transformer = subject.Estimator.Fit(input);
            Assert.AreEqual(subject.FitPasses, input.CursorCount, "Passes over the input.");
            Assert.AreEqual(0, input.ShuffledCursorCount, "Shuffled passes over the input.");
            string[] read = subject.FitPasses == 0 ? [] : [.. subject.InputColumns];
            CollectionAssert.IsSubsetOf(read, input.AskedColumns.ToArray(), "The step's columns are read.");
            foreach (string column in input.AskedColumns)
            {
                Assert.IsTrue(subject.FitColumns.Contains(column), $"Fit read '{column}'.");
            }

            expected.AssertEqual(Table.Read(transformer.Transform(subject.Data), subject.OutputColumns), "fitted a second time");
        }
    }
}
