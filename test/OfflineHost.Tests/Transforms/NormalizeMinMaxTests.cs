namespace OfflineHost.Tests.Transforms;

[TestClass]
public sealed class NormalizeMinMaxTests
{
    private readonly MLContext _ml = new(seed: 1);

    /// <summary>Slots: mixed signs, constant, all zero, negative, tiny range, one with NaN.</summary>
    private static Row[] Rows =>
    [
        new() { X = [-3.7f, 5, 0, -1, 1, float.NaN], Scalar = 0.1f },
        new() { X = [2.2f, 5, 0, -7, 1.0000001f, 4], Scalar = -0.7f },
        new() { X = [0.3f, 5, 0, -3, 1, 2], Scalar = 0.3f },
    ];

    [TestMethod]
    public void Zero_stays_zero_by_default()
    {
        var data = Fitted(fixZero: true);
        var rows = Expect.Values<VBuffer<float>>(data, "X");

        Expect.Bits([-0.99999994f, 0, 0, -0.14285715f, 0.9999999f, float.NaN], rows[0].DenseValues());
        Expect.Bits([0.5945946f, 0, 0, -1, 1, 1], rows[1].DenseValues());
        Expect.Bits([0.08108108f, 0, 0, -0.42857146f, 0.9999999f, 0.5f], rows[2].DenseValues());
        Expect.Bits([0.14285715f, -1, 0.42857146f], Expect.Values<float>(data, "Scalar"));
        Assert.IsTrue(rows[0].IsDense);
    }

    [TestMethod]
    public void Without_that_the_range_becomes_zero_to_one()
    {
        var data = Fitted(fixZero: false);
        var rows = Expect.Values<VBuffer<float>>(data, "X");

        Expect.Bits([0, 0, 0, 1, 0, float.NaN], rows[0].DenseValues());
        Expect.Bits([1, 0, 0, 0, 1, 1], rows[1].DenseValues());
        Expect.Bits([0.6779661f, 0, 0, 0.6666667f, 0, 0], rows[2].DenseValues());
        Expect.Bits([0.8f, 0, 1], Expect.Values<float>(data, "Scalar"));
    }

    [TestMethod]
    public void Unseen_rows_may_leave_the_range_and_constant_slots_stay_zero()
    {
        var unseen = _ml.Data.LoadFromEnumerable([new Row { X = [100, 6, 3, 14, -2, float.PositiveInfinity], Scalar = float.NaN }]);
        var row = Expect.Values<VBuffer<float>>(Normalizer(true).Fit(_ml.Data.LoadFromEnumerable(Rows)).Transform(unseen), "X")[0];

        Expect.Bits([27.027025f, 0, 0, 2, -1.9999998f, float.PositiveInfinity], row.DenseValues());
    }

    [TestMethod]
    public void Few_values_make_a_sparse_row()
    {
        float[][] rows = [[1, 0, 0, 0, 0, 0, 0, 0], [1, 2, 0, 0, 0, 0, 0, 0], [1, 2, 3, 0, 0, 0, 0, 0], [1, 2, 3, 4, 0, 0, 0, 0], [0, 0, 0, 0, 0, 0, 0, 0]];
        var data = _ml.Data.LoadFromEnumerable(rows.Select(values => new Eight { X = values }).ToArray());
        var result = Expect.Values<VBuffer<float>>(_ml.Transforms.NormalizeMinMax("X").Fit(data).Transform(data), "X");

        CollectionAssert.AreEqual(new[] { 1, 2, 3, 8, 0 }, result.ConvertAll(row => row.GetValues().Length));
        Expect.Buffer(result[1], 8, [1, 1], 0, 1);
    }

    [TestMethod]
    public void The_new_column_hides_the_old_one_and_stands_next_to_it()
    {
        Expect.Schema(
            "X: Vector<Single, 6> hidden; X: Vector<Single, 6> {IsNormalized}; Scalar: Single hidden; Scalar: Single {IsNormalized}",
            Fitted(fixZero: true).Schema);
        Assert.IsTrue(Fitted(fixZero: true).Schema["X"].IsNormalized());
    }

    [TestMethod]
    public void Doubles_stay_doubles()
    {
        var data = _ml.Data.LoadFromEnumerable([new Doubles { X = 0.1 }, new Doubles { X = -0.3 }]);

        CollectionAssert.AreEqual(
            new[] { 0.1 * (1 / 0.3), -0.3 * (1 / 0.3) }, Expect.Values<double>(_ml.Transforms.NormalizeMinMax("X").Fit(data).Transform(data), "X"));
    }

    [TestMethod]
    public void Wrong_columns_are_refused()
    {
        var data = _ml.Data.LoadFromEnumerable([new Wrong { Text = "a", Free = [1] }]);

        Expect.Error<ArgumentOutOfRangeException>(
            "Could not find input column 'None' (Parameter 'inputSchema')", () => Chain("None").Fit(data));
        Expect.Error<ArgumentOutOfRangeException>(
            "Schema mismatch for input column 'Text': expected vector or scalar of Single or Double, got String (Parameter 'inputSchema')",
            () => Chain("Text").Fit(data));
        Expect.Error<ArgumentOutOfRangeException>(
            "Schema mismatch for input column 'Free': expected known-size vector or scalar, got VarVector<Single> (Parameter 'inputSchema')",
            () => Chain("Free").Fit(data));
        Expect.Error<ArgumentOutOfRangeException>(
            "Could not find input column 'X' (Parameter 'inputSchema')",
            () => Normalizer(true).Fit(_ml.Data.LoadFromEnumerable(Rows)).GetOutputSchema(data.Schema));
    }

    private EstimatorChain<Microsoft.ML.Transforms.NormalizingTransformer> Chain(string column)
        => new EstimatorChain<ITransformer>().Append(_ml.Transforms.NormalizeMinMax("Out", column));

    private EstimatorChain<Microsoft.ML.Transforms.NormalizingTransformer> Normalizer(bool fixZero)
        => _ml.Transforms.NormalizeMinMax("X", fixZero: fixZero).Append(_ml.Transforms.NormalizeMinMax("Scalar", fixZero: fixZero));

    private IDataView Fitted(bool fixZero)
    {
        var data = _ml.Data.LoadFromEnumerable(Rows);
        return Normalizer(fixZero).Fit(data).Transform(data);
    }

    private sealed class Row
    {
        [VectorType(6)]
        public float[] X { get; set; }

        public float Scalar { get; set; }
    }

    private sealed class Eight
    {
        [VectorType(8)]
        public float[] X { get; set; }
    }

    private sealed class Doubles
    {
        public double X { get; set; }
    }

    private sealed class Wrong
    {
        public string Text { get; set; }

        public float[] Free { get; set; }
    }
}
