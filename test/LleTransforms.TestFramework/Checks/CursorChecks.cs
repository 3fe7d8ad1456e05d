using LleTransforms.TestFramework.Data;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace LleTransforms.TestFramework.Checks;

/// <summary>Cursors in all their forms give the rows that one plain cursor gives.</summary>
internal static class CursorChecks
{
    /// <summary>A set of cursors gives every row once, whichever cursor it falls to, and batches never go back within a cursor.</summary>
    public static void CursorSetGivesTheSameRows(ConformanceCase subject)
    {
        foreach (var (name, transformer) in subject.Transformers)
        {
            foreach (var data in new[] { subject.Data, new SplitDataView(subject.Data) })
            {
                var view = transformer.Transform(data);
                var columns = Table.Select(view.Schema);
                var expected = Table.Read(view);
                foreach (int size in new[] { 1, 2, 5 })
                {
                    var cursors = view.GetRowCursorSet(columns, size);
                    Assert.IsInRange(1, size, cursors.Length, $"Cursors in a set of {size} ({name}).");
                    expected.AssertSameRows(Table.Read(columns, cursors), $"cursor set of {size} ({name})");
                    Array.ForEach(cursors, cursor => cursor.Dispose());
                }

                expected.AssertSameRows(ReadInParallel(view, columns), $"cursor set read by threads ({name})");
                AssertBatchesAscend(view);
            }
        }
    }

    /// <summary>A shuffled cursor gives the same rows, and in another order where the input can shuffle.</summary>
    public static void ShuffledGivesTheSameRows(ConformanceCase subject)
    {
        foreach (var data in new[] { subject.Data, new ShuffleableDataView(subject.Data) })
        {
            var view = subject.Fitted.Transform(data);
            Assert.AreEqual(data.CanShuffle, view.CanShuffle, "A row-to-row step shuffles if its input does.");
            var expected = Table.Read(view);
            var shuffled = Table.Read(view, shuffle: new Random(7));
            expected.AssertSameRows(shuffled, "shuffled cursor");
            Assert.AreEqual(data.CanShuffle, !expected.HasSameOrder(shuffled), "Whether the order changed.");
        }
    }

    /// <summary>Two cursors over one view, moved in turn, do not disturb each other.</summary>
    public static void InterleavedCursorsDoNotMix(ConformanceCase subject)
    {
        var view = subject.Fitted.Transform(subject.Data);
        var columns = Table.Select(view.Schema);
        using var first = view.GetRowCursor(columns);
        using var second = view.GetRowCursor(columns);
        var (firstTable, readFirst) = Table.Follow(first, columns);
        var (secondTable, readSecond) = Table.Follow(second, columns);
        bool ahead = first.MoveNext();
        while (ahead)
        {
            // The first is one row ahead when its row is read after the second has been read.
            bool more = second.MoveNext();
            Assert.IsTrue(more, "The second cursor ended early.");
            readSecond();
            readFirst();
            ahead = first.MoveNext();
        }

        Assert.IsFalse(second.MoveNext(), "The second cursor has more rows.");
        firstTable.AssertEqual(secondTable, "interleaved cursors");
        Table.Read(view).AssertEqual(firstTable, "interleaved cursors against a single one");
    }

    /// <summary>A column that was not asked for is not active, and its getter is refused.</summary>
    public static void InactiveColumnsAreRefused(ConformanceCase subject)
    {
        var view = subject.Fitted.Transform(subject.Data);
        var unused = view.Schema.First(column =>
            !subject.InputColumns.Contains(column.Name) && !subject.OutputColumns.Contains(column.Name));
        foreach (string output in subject.OutputColumns)
        {
            using var without = view.GetRowCursor([unused]);
            Assert.IsFalse(without.IsColumnActive(view.Schema[output]), $"'{output}' is active though nobody asked for it.");
            AssertRefused(() => ColumnReader.Create(without, view.Schema[output]), output);

            using var with = view.GetRowCursor([view.Schema[output]]);
            Assert.IsTrue(with.IsColumnActive(view.Schema[output]), $"'{output}' is not active though it was asked for.");
            Assert.IsFalse(with.IsColumnActive(unused), $"'{unused.Name}' is active though nobody asked for it.");
        }
    }

    /// <summary>
    /// Before the first row, after the last one and once disposed a cursor has no values: its position is -1, and every getter says so with
    /// an <see cref="InvalidOperationException"/>, even where the input's own would fail otherwise or give a value that is left over.
    /// </summary>
    public static void ValuesNeedARow(ConformanceCase subject)
    {
        foreach (var (name, transformer) in subject.Transformers)
        {
            foreach (var data in new[] { subject.Data, new LeftoverDataView(subject.Data) })
            {
                var view = transformer.Transform(data);
                var columns = view.Schema;
                var sets = new[] { 1, 3 }.SelectMany(size => view.GetRowCursorSet(columns, size));
                foreach (var cursor in sets.Prepend(view.GetRowCursor(columns)))
                {
                    AssertNoValuesButOnRows(cursor, columns, name);
                }
            }

            AssertNoValuesBeforeTheFirstRow(transformer.GetRowToRowMapper(subject.Data.Schema), subject.Data, name);
        }
    }

    private static void AssertNoValuesButOnRows(DataViewRowCursor cursor, DataViewSchema schema, string name)
    {
        var readers = Readers(cursor, schema);
        AssertNoValues(cursor, readers, $"before the first row ({name})");
        while (cursor.MoveNext())
        {
            Assert.IsGreaterThanOrEqualTo(0, cursor.Position, $"The position of a row ({name}).");
            readers.ForEach(reader => reader.Read());
        }

        AssertNoValues(cursor, readers, $"after the last row ({name})");
        cursor.Dispose();
        AssertNoValues(cursor, readers, $"once disposed ({name})");
    }

    private static void AssertNoValuesBeforeTheFirstRow(IRowToRowMapper mapper, IDataView data, string name)
    {
        using var input = data.GetRowCursor(data.Schema);
        using var row = mapper.GetRow(input, mapper.OutputSchema);
        var readers = Readers(row, mapper.OutputSchema);
        AssertNoValues(row, readers, $"in a mapped row before the first one ({name})");
        Assert.IsTrue(input.MoveNext());
        readers.ForEach(reader => reader.Read());
    }

    private static List<(string Subject, Func<object> Read)> Readers(DataViewRow row, DataViewSchema schema)
    {
        var id = row.GetIdGetter();
        return
        [
            .. Table.Select(schema).Select(column => ($"'{column.Name}'", ColumnReader.Create(row, column))),
            ("the row's id", () =>
            {
                DataViewRowId value = default;
                id(ref value);
                return value;
            }),
        ];
    }

    private static void AssertNoValues(DataViewRow row, List<(string Subject, Func<object> Read)> readers, string where)
    {
        Assert.AreEqual(-1L, row.Position, $"The position {where}.");
        foreach (var (subject, read) in readers)
        {
            try
            {
                read();
            }
            catch (InvalidOperationException)
            {
                continue;
            }
            catch (Exception exception)
            {
                Assert.Fail($"Fetching {subject} {where} failed with {exception.GetType()}.");
            }

            Assert.Fail($"{subject} had a value {where}.");
        }
    }

    private static Table ReadInParallel(IDataView view, DataViewSchema.Column[] columns)
    {
        var cursors = view.GetRowCursorSet(columns, 4);
        var parts = new Table[cursors.Length];
        Parallel.For(0, cursors.Length, part => parts[part] = Table.Read(columns, [cursors[part]]));
        Array.ForEach(cursors, cursor => cursor.Dispose());
        return Table.Join(parts);
    }

    private static void AssertBatchesAscend(IDataView view)
    {
        foreach (var cursor in view.GetRowCursorSet(view.Schema, 3))
        {
            long last = long.MinValue;
            while (cursor.MoveNext())
            {
                Assert.IsGreaterThanOrEqualTo(last, cursor.Batch, "A batch number went back within a cursor.");
                last = cursor.Batch;
            }

            cursor.Dispose();
        }
    }

    private static void AssertRefused(Action action, string column)
    {
        try
        {
            action();
        }
        catch (Exception thrown)
        {
            var exception = thrown.GetBaseException();
            Assert.IsTrue(
                exception is InvalidOperationException or ArgumentException,
                $"Fetching the inactive '{column}' failed with {exception.GetType()}.");
            return;
        }

        Assert.Fail($"A getter of the inactive column '{column}' was given.");
    }
}
