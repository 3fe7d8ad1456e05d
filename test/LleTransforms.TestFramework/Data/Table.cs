using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace LleTransforms.TestFramework.Data;

/// <summary>The rows of a view or of cursors, kept to be compared: each with its row id, so that order need not matter.</summary>
public sealed class Table
{
    private readonly List<(DataViewRowId Id, object[] Values)> _rows = [];

    private Table(string[] columns) => Columns = columns;

    public IReadOnlyList<string> Columns { get; }

    public int NumberOfRows => _rows.Count;

    /// <summary>Reads the named columns (null: all that are not hidden) by one cursor.</summary>
    public static Table Read(IDataView view, IEnumerable<string>? columns = null, Random? shuffle = null)
    {
        var selected = Select(view.Schema, columns);
        using var cursor = view.GetRowCursor(selected, shuffle);
        return Read(selected, [cursor]);
    }

    /// <summary>Reads columns by several cursors, one after the other, and settles each value at once.</summary>
    public static Table Read(IReadOnlyList<DataViewSchema.Column> columns, IEnumerable<DataViewRowCursor> cursors)
    {
        var table = new Table([.. columns.Select(column => column.Name)]);
        foreach (var cursor in cursors)
        {
            var id = cursor.GetIdGetter();
            Func<object>[] readers = [.. columns.Select(column => ColumnReader.Create(cursor, column))];
            while (cursor.MoveNext())
            {
                table.Add(id, readers);
            }
        }

        return table;
    }

    /// <summary>Reads rows that somebody else moves: call the result once a row.</summary>
    public static (Table Table, Action ReadRow) Follow(DataViewRow row, IReadOnlyList<DataViewSchema.Column> columns)
    {
        var table = new Table([.. columns.Select(column => column.Name)]);
        var id = row.GetIdGetter();
        Func<object>[] readers = [.. columns.Select(column => ColumnReader.Create(row, column))];
        return (table, () => table.Add(id, readers));
    }

    /// <summary>The rows of several tables with the same columns, one after the other.</summary>
    public static Table Join(IReadOnlyList<Table> parts)
    {
        var table = new Table([.. parts[0].Columns]);
        foreach (var part in parts)
        {
            table._rows.AddRange(part._rows);
        }

        return table;
    }

    /// <summary>The named columns of a schema; null means all that are not hidden.</summary>
    public static DataViewSchema.Column[] Select(DataViewSchema schema, IEnumerable<string>? columns = null) =>
        columns is null ? [.. schema.Where(column => !column.IsHidden)] : [.. columns.Select(name => schema[name])];

    /// <summary>Fails unless both hold the same rows in the same order.</summary>
    public void AssertEqual(Table other, string what)
    {
        Assert.HasCount(_rows.Count, other._rows, $"{what}: number of rows.");
        for (int row = 0; row < _rows.Count; row++)
        {
            Assert.AreEqual(_rows[row].Id, other._rows[row].Id, $"{what}: id of row {row}.");
            AssertEqual(_rows[row].Values, other._rows[row].Values, $"{what}, row {row}");
        }
    }

    /// <summary>Fails unless both hold the same rows by id, in any order.</summary>
    public void AssertSameRows(Table other, string what)
    {
        Assert.HasCount(_rows.Count, other._rows, $"{what}: number of rows.");
        var expected = _rows.ToDictionary(row => row.Id, row => row.Values);
        foreach (var (id, values) in other._rows)
        {
            Assert.IsTrue(expected.Remove(id, out object[]? wanted), $"{what}: row id {id} came twice or is unknown.");
            AssertEqual(wanted!, values, $"{what}, row id {id}");
        }
    }

    /// <summary>True where both hold the same ids in the same order.</summary>
    public bool HasSameOrder(Table other) => _rows.Select(row => row.Id).SequenceEqual(other._rows.Select(row => row.Id));

    /// <summary>Fails unless two values are equal; floating-point numbers exactly, but any NaN equals any other.</summary>
    internal static void AssertEqual(object expected, object actual, string what)
    {
        if (expected is Array wanted && actual is Array got)
        {
            Assert.AreEqual(wanted.Length, got.Length, $"{what}: number of slots.");
            for (int slot = 0; slot < wanted.Length; slot++)
            {
                AssertEqual(wanted.GetValue(slot)!, got.GetValue(slot)!, $"{what}, slot {slot}");
            }

            return;
        }

        // Equals of Single and Double: any NaN equals any other, and everything else is exact.
        if (!expected.Equals(actual))
        {
            Assert.Fail(string.Create(CultureInfo.InvariantCulture, $"{what}: expected {expected}, got {actual}."));
        }
    }

    private void AssertEqual(object[] expected, object[] actual, string what)
    {
        for (int column = 0; column < expected.Length; column++)
        {
            AssertEqual(expected[column], actual[column], $"{what}, column '{Columns[column]}'");
        }
    }

    private void Add(ValueGetter<DataViewRowId> id, Func<object>[] readers)
    {
        DataViewRowId rowId = default;
        id(ref rowId);
        _rows.Add((rowId, [.. readers.Select(reader => ColumnReader.Settle(reader()))]));
    }
}
