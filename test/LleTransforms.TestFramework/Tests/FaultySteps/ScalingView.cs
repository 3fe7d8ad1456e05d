using Microsoft.ML;

namespace LleTransforms.TestFramework.Tests.FaultySteps;

internal sealed class ScalingView(ScalingMapper mapper, IDataView source) : IDataView
{
    public bool CanShuffle => source.CanShuffle;

    public DataViewSchema Schema => mapper.OutputSchema;

    public long? GetRowCount() => source.GetRowCount();

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null)
    {
        DataViewSchema.Column[] columns = [.. columnsNeeded];
        return mapper.Cursor(
            source.GetRowCursor(mapper.GetDependencies(columns), mapper.Fault == Fault.IgnoresShuffling ? null : rand), columns);
    }

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null)
    {
        DataViewSchema.Column[] columns = [.. columnsNeeded];
        var cursors = source.GetRowCursorSet(mapper.GetDependencies(columns), n, rand).Select(cursor => mapper.Cursor(cursor, columns));
        return mapper.Fault == Fault.LostCursors ? [.. cursors.Take(1)] : [.. cursors];
    }
}
