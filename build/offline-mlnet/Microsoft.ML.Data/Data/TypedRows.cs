namespace Microsoft.ML.Offline;

/// <summary>Fills the members of an object from the columns of a row.</summary>
internal sealed class TypedRows<TRow>
    where TRow : class
{
    private readonly MemberAccess<TRow> _access;
    private readonly List<(int Member, DataViewSchema.Column Source)> _bound = [];

    public TypedRows(DataViewSchema schema, bool ignoreMissingColumns, SchemaDefinition definition)
    {
        _access = new MemberAccess<TRow>(definition, SchemaDefinition.Direction.Write);
        foreach (var (column, i) in _access.Columns.Select((c, i) => (c, i)))
        {
            if (schema.GetColumnOrNull(column.Name) is not { } source)
            {
                if (ignoreMissingColumns)
                    continue;
                throw Check.MissingColumn("Schema", "", column.Name);
            }

            var member = _access.Member(i);
            var item = SchemaDefinition.ItemType(member, out bool isVector);
            var vector = source.Type as VectorDataViewType;
            bool fits = isVector == (vector != null) && (vector?.ItemType ?? source.Type).RawType == item.RawType;
            Check.State(fits, $"Can't bind the IDataView column '{column.Name}' of type '{source.Type}' to field or property "
                + $"'{member.Name}' of type '{SchemaDefinition.MemberType(member).FullName}'.");
            _bound.Add((i, source));
        }
    }

    public IEnumerable<DataViewSchema.Column> Columns => _bound.Select(b => b.Source);

    public Action<TRow> MakeFiller(DataViewRow row)
    {
        var setters = _bound.ConvertAll(b => _access.MakeSetter(b.Member, row, b.Source));
        return target => setters.ForEach(set => set(target));
    }
}
