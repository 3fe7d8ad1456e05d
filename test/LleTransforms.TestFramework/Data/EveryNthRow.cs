using Microsoft.ML;
using Microsoft.ML.Data;

namespace LleTransforms.TestFramework.Data;

/// <summary>Every n-th row, each a batch of its own.</summary>
internal sealed class EveryNthRow(DataViewRowCursor source, int part, int count) : DataViewRowCursor
{
    private long _position = -1;

    public override DataViewSchema Schema => source.Schema;

    public override long Position => _position;

    public override long Batch => source.Position;

    public override bool MoveNext()
    {
        do
        {
            if (!source.MoveNext())
            {
                _position = -1;
                return false;
            }
        }
        while (source.Position % count != part);

        _position++;
        return true;
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
