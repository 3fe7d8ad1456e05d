using System.Collections.Concurrent;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace LleTransforms.TestFramework.Data;

/// <summary>Passes a view through and notes what is done with it: cursors opened, columns asked for,
/// rows moved over, values fetched.</summary>
public sealed class ObservedDataView(IDataView source) : IDataView
{
    private readonly ConcurrentDictionary<string, int> _fetched = new();
    private readonly ConcurrentDictionary<string, bool> _asked = new();
    private int _cursors;
    private int _shuffledCursors;
    private int _moves;

    /// <summary>Whether the row count is told; many views do not know theirs.</summary>
    public bool TellsRowCount { get; init; } = true;

    public bool CanShuffle => source.CanShuffle;

    public DataViewSchema Schema => source.Schema;

    public int CursorCount => _cursors;

    public int ShuffledCursorCount => _shuffledCursors;

    public int MoveCount => _moves;

    /// <summary>Names of the columns that some cursor was asked for.</summary>
    public IReadOnlyCollection<string> AskedColumns => [.. _asked.Keys];

    /// <summary>How often each column's value was fetched.</summary>
    public int FetchCount(string column) => _fetched.GetValueOrDefault(column);

    public long? GetRowCount() => TellsRowCount ? source.GetRowCount() : null;

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null)
    {
        var columns = Note(columnsNeeded, rand);
        return new Cursor(this, source.GetRowCursor(columns, rand));
    }

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null)
    {
        var columns = Note(columnsNeeded, rand);
        return [.. source.GetRowCursorSet(columns, n, rand).Select(cursor => new Cursor(this, cursor))];
    }

    private DataViewSchema.Column[] Note(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand)
    {
        Interlocked.Increment(ref _cursors);
        if (rand is not null)
        {
            Interlocked.Increment(ref _shuffledCursors);
        }

        DataViewSchema.Column[] columns = [.. columnsNeeded];
        foreach (var column in columns)
        {
            _asked[column.Name] = true;
        }

        return columns;
    }

    private sealed class Cursor(ObservedDataView parent, DataViewRowCursor source) : DataViewRowCursor
    {
        public override DataViewSchema Schema => source.Schema;

        public override long Position => source.Position;

        public override long Batch => source.Batch;

        public override bool MoveNext()
        {
            Interlocked.Increment(ref parent._moves);
            return source.MoveNext();
        }

        public override ValueGetter<DataViewRowId> GetIdGetter() => source.GetIdGetter();

        public override bool IsColumnActive(DataViewSchema.Column column) => source.IsColumnActive(column);

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
        {
            var getter = source.GetGetter<TValue>(column);
            return (ref TValue value) =>
            {
                parent._fetched.AddOrUpdate(column.Name, 1, (_, count) => count + 1);
                getter(ref value);
            };
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                source.Dispose();
            }

            base.Dispose(disposing);
        }
    }
}
