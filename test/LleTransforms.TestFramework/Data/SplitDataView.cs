using Microsoft.ML;

namespace LleTransforms.TestFramework.Data;

/// <summary>Deals the rows of a view out over as many cursors as a set is asked for, as a view of many
/// files would; ML.NET's views in memory give one.</summary>
public sealed class SplitDataView(IDataView source) : IDataView
{
    public bool CanShuffle => source.CanShuffle;

    public DataViewSchema Schema => source.Schema;

    public long? GetRowCount() => source.GetRowCount();

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null) =>
        source.GetRowCursor(columnsNeeded, rand);

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null)
    {
        DataViewSchema.Column[] columns = [.. columnsNeeded];

        // The same seed for all, so that each row falls to one cursor when shuffled, too.
        int seed = rand?.Next() ?? 0;
        return [.. Enumerable.Range(0, n)
            .Select(part => new EveryNthRow(source.GetRowCursor(columns, rand is null ? null : new Random(seed)), part, n))];
    }
}
