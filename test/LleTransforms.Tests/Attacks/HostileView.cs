using Microsoft.ML;
using Microsoft.ML.Data;

namespace LleTransforms.Tests.Attacks;

/// <summary>A view that lies about its rows, or breaks while they are read.</summary>
internal sealed class HostileView(IDataView source) : IDataView
{
    /// <summary>What it says when asked for its rows.</summary>
    public long? ClaimedRowCount { get; init; }

    /// <summary>The row at which its cursors throw; null for never.</summary>
    public long? BreaksAt { get; init; }

    public bool CanShuffle => false;

    public DataViewSchema Schema => source.Schema;

    public long? GetRowCount() => ClaimedRowCount;

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null) =>
        new Cursor(this, source.GetRowCursor(columnsNeeded));

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null) =>
        [GetRowCursor(columnsNeeded)];

    private sealed class Cursor(HostileView parent, DataViewRowCursor source) : DataViewRowCursor
    {
        public override DataViewSchema Schema => source.Schema;

        public override long Position => source.Position;

        public override long Batch => source.Batch;

        public override bool MoveNext()
        {
            bool moved = source.MoveNext();
            return source.Position == parent.BreaksAt ? throw new IOException("The disk is gone.") : moved;
        }

        public override ValueGetter<DataViewRowId> GetIdGetter() => source.GetIdGetter();

        public override bool IsColumnActive(DataViewSchema.Column column) => source.IsColumnActive(column);

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) => source.GetGetter<TValue>(column);

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
