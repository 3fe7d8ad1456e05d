using Microsoft.ML.Transforms;

namespace OfflineHost.Tests.Transforms;

[TestClass]
public sealed class ColumnTests
{
    private readonly MLContext _ml = new(seed: 1);

    private IDataView Data => _ml.Data.LoadFromEnumerable(
    [
        new Row { A = 1, B = [2, 3], Text = "b", Free = [1, 2] },
        new Row { A = 0, B = [0, 0], Text = "a", Free = [3] },
        new Row { A = 4, B = [5, 0], Text = "b", Free = [] },
        new Row { A = float.NaN, B = [7, 8], Text = "", Free = [1] },
    ]);

    [TestMethod]
    public void Concatenation_joins_columns_and_names_the_slots_of_scalars()
    {
        var result = _ml.Transforms.Concatenate("Out", "B", "A").Fit(Data).Transform(Data);
        VBuffer<ReadOnlyMemory<char>> names = default;
        result.Schema["Out"].GetSlotNames(ref names);

        Assert.AreEqual("Out: Vector<Single, 3> {SlotNames}", result.Schema["Out"].ToString());
        CollectionAssert.AreEqual(new[] { "", "", "A" }, names.DenseValues().Select(name => name.ToString()).ToArray());
        CollectionAssert.AreEqual(new float[] { 5, 0, 4 }, Expect.Values<VBuffer<float>>(result, "Out")[2].DenseValues().ToArray());
    }

    [TestMethod]
    public void Concatenation_of_one_vector_is_that_vector()
    {
        var result = _ml.Transforms.Concatenate("Out", "B").Append(_ml.Transforms.Concatenate("Same", "Free")).Fit(Data).Transform(Data);

        Assert.AreEqual("Out: Vector<Single, 2>", result.Schema["Out"].ToString());
        Assert.AreEqual("Same: Vector<Single>", result.Schema["Same"].ToString());
    }

    [TestMethod]
    public void Concatenation_with_a_vector_of_any_size_has_any_size()
    {
        var result = _ml.Transforms.Concatenate("Out", "A", "Free").Fit(Data).Transform(Data);

        Assert.AreEqual("Out: Vector<Single>", result.Schema["Out"].ToString());
        Expect.Buffer(Expect.Values<VBuffer<float>>(result, "Out")[0], 3, [1, 1, 2]);
        Expect.Buffer(Expect.Values<VBuffer<float>>(result, "Out")[2], 1, [4]);
    }

    [TestMethod]
    public void Concatenation_of_sparse_parts_is_sparse_up_to_half()
    {
        VBuffer<float> sparse = new(4, 1, [9], [2]);
        var data = _ml.Data.LoadFromEnumerable([new Parts { S = sparse, One = 1, Two = 2 }], Sized());

        Expect.Buffer(Joined(data, "S", "One"), 5, [9, 1], 2, 4);
        Expect.Buffer(Joined(data, "S", "One", "Two"), 6, [9, 1, 2], 2, 4, 5);
        Expect.Buffer(Joined(data, "One", "Two", "S", "One", "Two"), 8, [1, 2, 0, 0, 9, 0, 1, 2]);
    }

    [TestMethod]
    public void Concatenation_refuses_what_does_not_join()
    {
        Expect.Error<InvalidOperationException>(
            "Concatenated columns should have the same type. Column 'Text' has type of String, but expected column type is Single.",
            () => new EstimatorChain<ITransformer>().Append(_ml.Transforms.Concatenate("Out", "A", "Text")).Fit(Data));
        Expect.Error<ArgumentOutOfRangeException>(
            "Schema mismatch for input column 'Text': expected Single, got String (Parameter 'inputSchema')",
            () => _ml.Transforms.Concatenate("Out", "A", "Text").Fit(Data).Transform(Data));
        Expect.Error<ArgumentOutOfRangeException>(
            "Could not find input column 'None' (Parameter 'inputSchema')", () => _ml.Transforms.Concatenate("Out", "A", "None").Fit(Data).Transform(Data));
        Expect.Error<ArgumentOutOfRangeException>("Input columns not specified (Parameter 'inputColumnNames')", () => _ml.Transforms.Concatenate("Out"));
    }

    [TestMethod]
    public void A_copy_is_the_same_column_under_another_name()
    {
        var result = _ml.Transforms.CopyColumns("Copy", "B").Fit(Data).Transform(Data);

        Assert.AreEqual("Copy: Vector<Single, 2>", result.Schema["Copy"].ToString());
        Expect.Buffer(Expect.Values<VBuffer<float>>(result, "Copy")[2], 2, [5, 0]);
        Expect.Error<ArgumentOutOfRangeException>(
            "Could not find input column 'None' (Parameter 'inputSchema')", () => _ml.Transforms.CopyColumns("Copy", "None").Fit(Data));
    }

    [TestMethod]
    public void Keys_are_given_by_occurrence_or_by_value()
    {
        var byOccurrence = _ml.Transforms.Conversion.MapValueToKey("Key", "Text").Fit(Data).Transform(Data);
        var byValue = _ml.Transforms.Conversion.MapValueToKey("Key", "Text", keyOrdinality: ValueToKeyMappingEstimator.KeyOrdinality.ByValue).Fit(Data).Transform(Data);

        Assert.AreEqual("Key: Key<UInt32, 0-1> {KeyValues}", byOccurrence.Schema["Key"].ToString());
        CollectionAssert.AreEqual(new uint[] { 1, 2, 1, 0 }, Expect.Values<uint>(byOccurrence, "Key"));
        CollectionAssert.AreEqual(new uint[] { 2, 1, 2, 0 }, Expect.Values<uint>(byValue, "Key"));
        CollectionAssert.AreEqual(new[] { "b", "a" }, KeyValues<ReadOnlyMemory<char>>(byOccurrence).Select(text => text.ToString()).ToArray());
    }

    [TestMethod]
    public void Numbers_have_keys_too_and_NaN_has_none()
    {
        var result = _ml.Transforms.Conversion.MapValueToKey("Key", "A").Fit(Data).Transform(Data);

        CollectionAssert.AreEqual(new uint[] { 1, 2, 3, 0 }, Expect.Values<uint>(result, "Key"));
        CollectionAssert.AreEqual(new float[] { 1, 0, 4 }, KeyValues<float>(result));
    }

    [TestMethod]
    public void At_most_so_many_keys()
    {
        var result = _ml.Transforms.Conversion.MapValueToKey("Key", "A", maximumNumberOfKeys: 2).Fit(Data).Transform(Data);

        CollectionAssert.AreEqual(new uint[] { 1, 2, 0, 0 }, Expect.Values<uint>(result, "Key"));
    }

    [TestMethod]
    public void Keys_turn_back_into_values()
    {
        var pipeline = _ml.Transforms.Conversion.MapValueToKey("Key", "Text").Append(_ml.Transforms.Conversion.MapKeyToValue("Back", "Key"))
            .Append(_ml.Transforms.Conversion.MapValueToKey("Number", "A")).Append(_ml.Transforms.Conversion.MapKeyToValue("Number"));
        var result = pipeline.Fit(Data).Transform(Data);

        CollectionAssert.AreEqual(new[] { "b", "a", "b", "" }, result.GetColumn<string>("Back").ToArray());
        Expect.Bits([1, 0, 4, float.NaN], result.GetColumn<float>("Number"));
        Assert.AreEqual("Back: String", result.Schema["Back"].ToString());
        Expect.Error<ArgumentOutOfRangeException>(
            "Schema mismatch for input column 'A': expected KeyType, got Single (Parameter 'inputSchema')",
            () => new EstimatorChain<ITransformer>().Append(_ml.Transforms.Conversion.MapKeyToValue("A")).Fit(Data));
    }

    private static T[] KeyValues<T>(IDataView data)
    {
        VBuffer<T> values = default;
        data.Schema["Key"].GetKeyValues(ref values);
        return values.DenseValues().ToArray();
    }

    private static SchemaDefinition Sized()
    {
        var definition = SchemaDefinition.Create(typeof(Parts));
        definition["S"].ColumnType = new VectorDataViewType(NumberDataViewType.Single, 4);
        return definition;
    }

    private VBuffer<float> Joined(IDataView data, params string[] columns)
        => Expect.Values<VBuffer<float>>(_ml.Transforms.Concatenate("Out", columns).Fit(data).Transform(data), "Out")[0];

    private sealed class Row
    {
        public float A { get; set; }

        [VectorType(2)]
        public float[] B { get; set; }

        public string Text { get; set; }

        public float[] Free { get; set; }
    }

    private sealed class Parts
    {
        public VBuffer<float> S { get; set; }

        public float One { get; set; }

        public float Two { get; set; }
    }
}
