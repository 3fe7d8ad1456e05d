using System.Collections.Immutable;

namespace OfflineHost.Tests.Data;

[TestClass]
public sealed class SchemaTests
{
    [TestMethod]
    public void Types_say_their_names()
    {
        Assert.AreEqual("Vector<Single, 3>", new VectorDataViewType(NumberDataViewType.Single, 3).ToString());
        Assert.AreEqual("Vector<Single>", new VectorDataViewType(NumberDataViewType.Single).ToString());
        Assert.AreEqual("Vector<Double, 2, *>", new VectorDataViewType(NumberDataViewType.Double, 2, 0).ToString());
        Assert.AreEqual("Key<UInt32, 0-4>", new KeyDataViewType(typeof(uint), 5).ToString());
        Assert.AreEqual(
            "String Boolean DataViewRowId SByte",
            $"{TextDataViewType.Instance} {BooleanDataViewType.Instance} {RowIdDataViewType.Instance} {NumberDataViewType.SByte}");
    }

    [TestMethod]
    public void Types_are_equal_by_what_they_describe()
    {
        var vector = new VectorDataViewType(NumberDataViewType.Single, 2, 3);
        Assert.AreEqual(vector, new VectorDataViewType(NumberDataViewType.Single, ImmutableArray.Create(2, 3)));
        Assert.AreNotEqual(vector, new VectorDataViewType(NumberDataViewType.Single, 6));
        Assert.AreEqual(6, vector.Size);
        Assert.AreEqual(new KeyDataViewType(typeof(byte), 5), new KeyDataViewType(typeof(byte), 5UL));
        Assert.AreNotEqual(new KeyDataViewType(typeof(uint), 5), new KeyDataViewType(typeof(uint), 6));
    }

    [TestMethod]
    public void The_last_column_of_a_name_hides_the_others()
    {
        var builder = new DataViewSchema.Builder();
        builder.AddColumn("A", NumberDataViewType.Single);
        builder.AddColumn("B", TextDataViewType.Instance);
        builder.AddColumn("A", BooleanDataViewType.Instance);
        var schema = builder.ToSchema();

        Assert.AreEqual("3 columns", schema.ToString());
        Assert.IsTrue(schema[0].IsHidden);
        Assert.AreEqual(2, schema["A"].Index);
        Assert.IsNull(schema.GetColumnOrNull("C"));
        Expect.Error<ArgumentOutOfRangeException>("Column 'C' not found (Parameter 'name')", () => _ = schema["C"]);
        Expect.Error<ArgumentOutOfRangeException>("Specified argument was out of the range of valid values. (Parameter 'columnIndex')", () => _ = schema[3]);
        Expect.Error<ArgumentNullException>("Value cannot be null. (Parameter 'name')", () => schema.GetColumnOrNull(""));
    }

    [TestMethod]
    public void Annotations_hand_out_values_of_their_own_type_only()
    {
        var builder = new DataViewSchema.Annotations.Builder();
        builder.AddPrimitiveValue("Flag", BooleanDataViewType.Instance, true);
        builder.Add("Names", new VectorDataViewType(TextDataViewType.Instance, 1), (ref VBuffer<ReadOnlyMemory<char>> value) => value = new(1, ["x".AsMemory()]));
        var annotations = builder.ToAnnotations();
        bool flag = false;
        int number = 0;
        annotations.GetValue("Flag", ref flag);

        Assert.IsTrue(flag);
        Assert.AreEqual("Flag, Names", annotations.ToString());
        Assert.AreEqual("C: Single {Flag, Names}", new DataViewSchemaOf(annotations).ToString());
        Expect.Error<InvalidOperationException>("Invalid call to 'GetGetter'", () => annotations.GetValue("Flag", ref number));
        Expect.Error<InvalidOperationException>("Invalid call to 'GetValue'", () => annotations.GetValue("None", ref number));
        Expect.Error<ArgumentException>(
            "type.RawType must be of type 'System.Int32'. (Parameter 'type')", () => builder.AddPrimitiveValue("X", BooleanDataViewType.Instance, 1));
    }

    [TestMethod]
    public void Keys_and_vectors_refuse_what_makes_no_sense()
    {
        Expect.Error<ArgumentOutOfRangeException>(
            "Type is not valid, it must be Byte, UInt16, UInt32, or UInt64. (Parameter 'type')", () => _ = new KeyDataViewType(typeof(int), 5UL));
        Expect.Error<ArgumentOutOfRangeException>(
            "The cardinality of a KeyDataViewType must not exceed Byte.MaxValue and must be strictly positive, but got 256. (Parameter 'count')",
            () => _ = new KeyDataViewType(typeof(byte), 256UL));
        Expect.Error<ArgumentOutOfRangeException>(
            "Specified argument was out of the range of valid values. (Parameter 'size')", () => _ = new VectorDataViewType(NumberDataViewType.Single, -1));
    }

    [TestMethod]
    public void A_shape_leaves_out_hidden_columns_and_says_types_in_its_own_way()
    {
        var builder = new DataViewSchema.Builder();
        builder.AddColumn("A", NumberDataViewType.Single);
        builder.AddColumn("A", new VectorDataViewType(NumberDataViewType.Double, 3));
        builder.AddColumn("V", new VectorDataViewType(NumberDataViewType.Double));
        builder.AddColumn("K", new KeyDataViewType(typeof(uint), 3));
        builder.AddColumn("KV", new VectorDataViewType(new KeyDataViewType(typeof(byte), 3), 2));
        var shape = SchemaShape.Create(builder.ToSchema());

        Assert.AreEqual(
            "A Vector<Double>; V VarVector<Double>; K Key<UInt32>; KV Vector<Key<Byte>>",
            string.Join("; ", shape.Select(column => $"{column.Name} {column.GetTypeString()}")));
        Assert.IsTrue(shape.TryFindColumn("K", out var key));
        Assert.IsTrue(key.IsKey);
        Assert.IsFalse(shape.TryFindColumn("Z", out _));
        Assert.IsTrue(key.IsCompatibleWith(shape[2]));
        Assert.IsFalse(key.IsCompatibleWith(shape[3]));
    }

    private sealed class DataViewSchemaOf(DataViewSchema.Annotations annotations)
    {
        public override string ToString()
        {
            var builder = new DataViewSchema.Builder();
            builder.AddColumn("C", NumberDataViewType.Single, annotations);
            return builder.ToSchema()[0].ToString();
        }
    }
}
