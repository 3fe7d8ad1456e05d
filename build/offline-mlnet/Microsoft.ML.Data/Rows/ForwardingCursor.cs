namespace Microsoft.ML.Offline;

/// <summary>A cursor that follows another one and passes everything on; what differs is overridden.</summary>
internal abstract class ForwardingCursor(DataViewRowCursor input) : DataViewRowCursor
{
    public override long Position => input.Position;
    public override long Batch => input.Batch;
    public override DataViewSchema Schema => input.Schema;
    public override bool MoveNext() => input.MoveNext();
    public override ValueGetter<DataViewRowId> GetIdGetter() => input.GetIdGetter();
    public override bool IsColumnActive(DataViewSchema.Column column) => input.IsColumnActive(column);
    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) => input.GetGetter<TValue>(column);

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            input.Dispose();
        base.Dispose(disposing);
    }
}
