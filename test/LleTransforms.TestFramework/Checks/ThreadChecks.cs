using LleTransforms.TestFramework.Data;
using Microsoft.ML;

namespace LleTransforms.TestFramework.Checks;

/// <summary>One transformer, used by many threads.</summary>
internal static class ThreadChecks
{
    private const int Threads = 16;
    private const int Passes = 8;

    /// <summary>Threads that each map all rows, over one view and one mapper, get the single-threaded rows bit for bit.</summary>
    public static void ThreadsGiveTheSameRows(ConformanceCase subject)
    {
        var transformer = subject.Fitted;
        var view = transformer.Transform(subject.Data);
        var mapper = transformer.GetRowToRowMapper(subject.Data.Schema);
        var expected = Table.Read(view);
        using var start = new Barrier(Threads);
        var failures = new Exception?[Threads];
        Thread[] threads = [.. Enumerable.Range(0, Threads).Select(number => new Thread(() => failures[number] = Catch(Work)))];
        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());
        var failure = failures.FirstOrDefault(exception => exception is not null);
        Assert.IsNull(failure, $"A thread got other rows: {failure?.Message}");

        void Work()
        {
            start.SignalAndWait();
            for (int pass = 0; pass < Passes; pass++)
            {
                expected.AssertEqual(pass % 2 == 0 ? Table.Read(view) : ReadRows(mapper, subject.Data), $"pass {pass}");
            }
        }
    }

    private static Table ReadRows(Microsoft.ML.Data.IRowToRowMapper mapper, IDataView data)
    {
        var columns = Table.Select(mapper.OutputSchema);
        using var input = data.GetRowCursor(data.Schema);
        using var row = mapper.GetRow(input, columns);
        var (table, readRow) = Table.Follow(row, columns);
        while (input.MoveNext())
        {
            readRow();
        }

        return table;
    }

    private static Exception? Catch(Action action)
    {
        try
        {
            action();
            return null;
        }
        catch (Exception exception)
        {
            return exception;
        }
    }
}
