namespace OfflineHost.Tests.Data;

[TestClass]
public sealed class EnumerableTests
{
    private readonly MLContext _ml = new(seed: 1);

    private static Row[] Rows =>
    [
        new() { Number = 1.5f, Text = "a", Vector = [1, 2], Free = [1], Key = 0, Hidden = 9, Named = true },
        new() { Number = 2.5f, Text = null, Vector = [3, 4], Free = null, Key = 2, Hidden = 9 },
        new() { Number = 3.5f, Text = "", Vector = [5, 6], Free = [1, 2, 3], Key = 3, Hidden = 9 },
    ];

    [TestMethod]
    public void Members_become_columns()
    {
        var data = _ml.Data.LoadFromEnumerable(Rows);

        Expect.Schema(
            "Number: Single; Key: Key<UInt32, 0-2>; Text: String; Vector: Vector<Single, 2>; Free: Vector<Int32>; Other: Boolean; Buffer: Vector<Double>",
            data.Schema);
        Assert.AreEqual(3L, data.GetRowCount());
        Assert.IsNull(_ml.Data.LoadFromEnumerable(Rows.Where(_ => true)).GetRowCount());
        Assert.IsFalse(data.CanShuffle);
    }

    [TestMethod]
    public void Values_come_as_they_were_and_keys_count_from_one()
    {
        var data = _ml.Data.LoadFromEnumerable(Rows);

        CollectionAssert.AreEqual(new[] { 1.5f, 2.5f, 3.5f }, Expect.Values<float>(data, "Number"));
        CollectionAssert.AreEqual(new uint[] { 1, 3, 0 }, Expect.Values<uint>(data, "Key"));
        CollectionAssert.AreEqual(new[] { "a", "", "" }, Expect.Values<ReadOnlyMemory<char>>(data, "Text").ConvertAll(text => text.ToString()));
        Expect.Buffer(Expect.Values<VBuffer<float>>(data, "Vector")[1], 2, [3, 4]);
        Expect.Buffer(Expect.Values<VBuffer<int>>(data, "Free")[1], 0, []);
        Expect.Buffer(Expect.Values<VBuffer<int>>(data, "Free")[2], 3, [1, 2, 3]);
        CollectionAssert.AreEqual(new[] { 1.5f, 2.5f, 3.5f }, data.GetColumn<float>("Number").ToArray());
        CollectionAssert.AreEqual(new[] { "a", "", "" }, data.GetColumn<string>("Text").ToArray());
        CollectionAssert.AreEqual(new float[] { 5, 6 }, data.GetColumn<float[]>("Vector").Last());
    }

    [TestMethod]
    public void A_cursor_starts_before_the_first_row_and_ends_for_good()
    {
        var data = _ml.Data.LoadFromEnumerable(Rows);
        using var cursor = data.GetRowCursor([data.Schema["Number"]]);
        var id = cursor.GetIdGetter();
        DataViewRowId value = default;

        Assert.AreEqual(-1L, cursor.Position);
        Assert.IsTrue(cursor.MoveNext());
        id(ref value);
        Assert.AreEqual(new DataViewRowId(0, 0), value);
        Assert.AreEqual(0L, cursor.Position);
        Assert.AreEqual(0L, cursor.Batch);
        Assert.IsTrue(cursor.MoveNext() && cursor.MoveNext());
        Assert.IsFalse(cursor.MoveNext());
        Assert.AreEqual(-1L, cursor.Position);
        Assert.IsFalse(cursor.MoveNext());
    }

    [TestMethod]
    public void A_getter_is_refused_for_an_inactive_column_and_for_another_type()
    {
        var data = _ml.Data.LoadFromEnumerable(Rows);
        using var cursor = data.GetRowCursor([data.Schema["Number"]]);

        Assert.IsTrue(cursor.IsColumnActive(data.Schema["Number"]));
        Assert.IsFalse(cursor.IsColumnActive(data.Schema["Text"]));
        Expect.Error<ArgumentOutOfRangeException>(
            "requested column not active (Parameter 'column')", () => cursor.GetGetter<ReadOnlyMemory<char>>(data.Schema["Text"]));
        var exception = Assert.ThrowsExactly<InvalidOperationException>(() => cursor.GetGetter<double>(data.Schema["Number"]));
        Assert.Contains("Invalid TValue in GetGetter", exception.Message);
    }

    [TestMethod]
    public void Objects_come_back()
    {
        var rows = _ml.Data.CreateEnumerable<Row>(_ml.Data.LoadFromEnumerable(Rows), reuseRowObject: false).ToArray();

        Assert.AreEqual(2.5f, rows[1].Number);
        Assert.AreEqual("", rows[1].Text);
        Assert.AreEqual(3u, rows[1].Key);
        CollectionAssert.AreEqual(new float[] { 5, 6 }, rows[2].Vector);
        CollectionAssert.AreEqual(new[] { 1, 2, 3 }, rows[2].Free);
        Assert.AreEqual(0f, rows[0].Hidden);
        Assert.IsTrue(rows[0].Named);
        var reused = _ml.Data.CreateEnumerable<Row>(_ml.Data.LoadFromEnumerable(Rows), reuseRowObject: true).ToArray();
        Assert.AreSame(reused[0], reused[2]);
    }

    [TestMethod]
    public void What_does_not_fit_is_said()
    {
        var data = _ml.Data.LoadFromEnumerable(Rows);

        Expect.Error<ArgumentOutOfRangeException>(
            "Could not find  column 'Missing' (Parameter 'Schema')", () => _ = _ml.Data.CreateEnumerable<WithMissing>(data, false).ToArray());
        Assert.AreEqual(3, _ml.Data.CreateEnumerable<WithMissing>(data, false, ignoreMissingColumns: true).Count());
        Expect.Error<InvalidOperationException>(
            "Can't bind the IDataView column 'Number' of type 'Single' to field or property 'Number' of type 'System.Int32'.",
            () => _ = _ml.Data.CreateEnumerable<WithOtherType>(data, false).ToArray());
        Expect.Error<ArgumentOutOfRangeException>(
            "Could not determine an IDataView type and registered custom types for member Value (Parameter 'rawType')",
            () => _ml.Data.LoadFromEnumerable(new[] { new WithUnknownType() }));
        Expect.Error<InvalidOperationException>(
            "Encountered null when iterating over data, this is not supported.",
            () => _ = _ml.Data.LoadFromEnumerable(new Row[] { null }).GetColumn<float>("Number").ToArray());
    }

    [TestMethod]
    public void A_definition_changes_names_types_and_annotations()
    {
        var definition = SchemaDefinition.Create(typeof(Row), SchemaDefinition.Direction.Read);
        definition["Free"].ColumnType = new VectorDataViewType(NumberDataViewType.Int32, 3);
        definition["Number"].ColumnName = "Renamed";
        definition["Renamed"].AddAnnotation("Mark", 7, NumberDataViewType.Int32);
        var schema = _ml.Data.LoadFromEnumerable(Rows, definition).Schema;
        int mark = 0;
        schema["Renamed"].Annotations.GetValue("Mark", ref mark);

        Assert.AreEqual(7, mark);
        Assert.AreEqual("Vector<Int32, 3>", schema["Free"].Type.ToString());
        definition["Renamed"].ColumnType = NumberDataViewType.Double;
        Expect.Error<ArgumentOutOfRangeException>(
            "Column 'Renamed' is supposed to have item type System.Double, but associated field has type System.Single (Parameter 'userSchemaDefinition')",
            () => _ml.Data.LoadFromEnumerable(Rows, definition));
    }

    private sealed class Row
    {
        public float Number;

        [KeyType(3)]
        public uint Key;

        public string Text { get; set; }

        [VectorType(2)]
        public float[] Vector { get; set; }

        public int[] Free { get; set; }

        [NoColumn]
        public float Hidden { get; set; }

        [ColumnName("Other")]
        public bool Named { get; set; }

        public VBuffer<double> Buffer { get; set; }
    }

    private sealed class WithMissing
    {
        public float Missing { get; set; }
    }

    private sealed class WithOtherType
    {
        public int Number { get; set; }
    }

    private sealed class WithUnknownType
    {
        public decimal Value { get; set; }
    }
}
