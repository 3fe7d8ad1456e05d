namespace OfflineHost.Tests.Data;

[TestClass]
public sealed class VBufferTests
{
    private static VBuffer<float> Sparse => new(6, 2, [1.5f, 2.5f], [1, 4]);

    [TestMethod]
    public void Sparse_and_dense_say_what_they_are()
    {
        Assert.IsFalse(Sparse.IsDense);
        Assert.AreEqual("Sparse vector of size 6, 2 explicit values", Sparse.ToString());
        Assert.AreEqual("Dense vector of size 2", new VBuffer<float>(2, [1, 2, 3]).ToString());
        CollectionAssert.AreEqual(new[] { 0, 1.5f, 0, 0, 2.5f, 0 }, Sparse.DenseValues().ToArray());
        CollectionAssert.AreEqual(new[] { 1, 4 }, Sparse.Items().Select(item => item.Key).ToArray());
        CollectionAssert.AreEqual(new[] { 0, 1, 2, 3, 4, 5 }, Sparse.Items(all: true).Select(item => item.Key).ToArray());
        Assert.AreEqual(2.5f, Sparse.GetItemOrDefault(4));
        Assert.AreEqual(0f, Sparse.GetItemOrDefault(5));
        Assert.AreEqual(0, default(VBuffer<float>).Length);
        Assert.IsTrue(default(VBuffer<float>).IsDense);
    }

    [TestMethod]
    public void Copies_keep_the_representation_or_make_it_dense()
    {
        VBuffer<float> copy = default;
        Sparse.CopyTo(ref copy);
        Expect.Buffer(copy, 6, [1.5f, 2.5f], 1, 4);
        Sparse.CopyTo(ref copy, 1, 3);
        Expect.Buffer(copy, 3, [1.5f], 0);
        Sparse.CopyTo(ref copy, 4, 1);
        Expect.Buffer(copy, 1, [2.5f]);
        Sparse.CopyToDense(ref copy);
        Expect.Buffer(copy, 6, [0, 1.5f, 0, 0, 2.5f, 0]);
        VBuffer<float>.Copy([1, 2, 3, 4], 1, ref copy, 2);
        Expect.Buffer(copy, 2, [2, 3]);
    }

    [TestMethod]
    public void Implicit_slots_of_a_span_get_the_default_that_was_asked_for()
    {
        var span = new float[8];
        Sparse.CopyTo(span, 1, -1);
        CollectionAssert.AreEqual(new[] { 0, -1, 1.5f, -1, -1, 2.5f, -1, 0 }, span);

        new VBuffer<float>(6, 0, null, null).CopyTo(span, 1, -1);
        CollectionAssert.AreEqual(new float[8], span);
    }

    [TestMethod]
    public void An_editor_reuses_the_arrays_it_finds()
    {
        var buffer = new VBuffer<float>(3, [1, 2, 3, 4]);
        var editor = VBufferEditor.Create(ref buffer, 4);
        Assert.IsFalse(editor.CreatedNewValues);
        CollectionAssert.AreEqual(new float[] { 1, 2, 3, 4 }, editor.Values.ToArray());

        editor = VBufferEditor.Create(ref buffer, 5, keepOldOnResize: true);
        Assert.IsTrue(editor.CreatedNewValues);
        CollectionAssert.AreEqual(new float[] { 1, 2, 3, 4, 0 }, editor.Values.ToArray());
        Assert.AreEqual(0, editor.Indices.Length);

        editor = VBufferEditor.Create(ref buffer, 5, 2);
        Assert.IsTrue(editor.CreatedNewIndices);
        Assert.AreEqual(2, editor.Indices.Length);
    }

    [TestMethod]
    public void A_truncated_commit_makes_a_sparse_buffer()
    {
        VBuffer<float> buffer = default;
        var editor = VBufferEditor.Create(ref buffer, 5, 5, requireIndicesOnDense: true);
        (editor.Values[0], editor.Values[1]) = (7, 8);
        (editor.Indices[0], editor.Indices[1]) = (2, 3);
        buffer = editor.CommitTruncated(2);

        Expect.Buffer(buffer, 5, [7, 8], 2, 3);
        editor = VBufferEditor.CreateFromBuffer(ref buffer);
        Assert.AreEqual(2, editor.Values.Length);
    }

    [TestMethod]
    public void Wrong_arguments_are_refused()
    {
        VBuffer<float> buffer = default;
        Expect.Error<ArgumentOutOfRangeException>(
            "Specified argument was out of the range of valid values. (Parameter 'values')", () => _ = new VBuffer<float>(3, [1, 2]));
        Expect.Error<ArgumentOutOfRangeException>(
            "Specified argument was out of the range of valid values. (Parameter 'indices')", () => _ = new VBuffer<float>(3, 2, [1, 2], [1]));
        Expect.Error<ArgumentOutOfRangeException>(
            "Specified argument was out of the range of valid values. (Parameter 'index')", () => Sparse.GetItemOrDefault(6));
        Expect.Error<ArgumentOutOfRangeException>(
            "Not large enough to hold these values. (Parameter 'destination')", () => Sparse.CopyTo(new float[5]));
        Expect.Error<ArgumentOutOfRangeException>(
            "If specified, must be no greater than newLogicalLength (Parameter 'valuesCount')", () => VBufferEditor.Create(ref buffer, 3, 4));
        Expect.Error<ArgumentOutOfRangeException>(
            "min must not exceed max (Parameter 'max')", () => VBufferEditor.Create(ref buffer, 3, maxValuesCapacity: 2));
    }
}
