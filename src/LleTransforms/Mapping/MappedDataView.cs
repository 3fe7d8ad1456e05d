using Microsoft.ML;

namespace LleTransforms.Mapping;

/// <summary>The input view with the added columns. Nothing is read until a cursor moves, and only the
/// columns behind those asked for.</summary>
internal sealed class MappedDataView(LleRowMapper mapper, IDataView source) : IDataView
{
    public bool CanShuffle => source.CanShuffle;

    public DataViewSchema Schema => mapper.OutputSchema;

    public long? GetRowCount() => source.GetRowCount();

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null)
    {
        ArgumentNullException.ThrowIfNull(columnsNeeded);
        DataViewSchema.Column[] needed = [.. columnsNeeded];
        return Map(source.GetRowCursor(mapper.GetDependencies(needed), rand), needed);
    }

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null)
    {
        ArgumentNullException.ThrowIfNull(columnsNeeded);
        DataViewSchema.Column[] needed = [.. columnsNeeded];
        return Array.ConvertAll<DataViewRowCursor, DataViewRowCursor>(
            source.GetRowCursorSet(mapper.GetDependencies(needed), n, rand), cursor => Map(cursor, needed));
    }

    private MappedRowCursor Map(DataViewRowCursor cursor, DataViewSchema.Column[] needed)
    {
        var unplaced = mapper.CountUnplaced();
        return new MappedRowCursor(cursor, mapper.Columns(cursor, needed, unplaced), unplaced);
    }
}
