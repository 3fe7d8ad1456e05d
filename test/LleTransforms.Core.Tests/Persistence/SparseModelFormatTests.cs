using LleTransforms.Core.Tests.TestData;

namespace LleTransforms.Core.Tests.Persistence;

/// <summary>The binary form of a model of sparse rows, number by number.</summary>
[TestClass]
public sealed class SparseModelFormatTests
{
    private const int D = 600, Dimension = 2, Rows = 24, Stored = 4;
    private const int Offset = ModelBytes.Arrays + (8 * Dimension) + 4, Mean = Offset + (8 * D), Scale = Mean + (8 * D);
    private const int Count = Scale + 4, Starts = Count + 4, Columns = Starts + (4 * (Rows + 1)), Values = Columns + (4 * Rows * Stored);
    private const int Coordinates = Values + (4 * Rows * Stored), End = Coordinates + (8 * Rows * Dimension);

    private static readonly LleModel _model = Fit();
    private static readonly byte[] _bytes = ModelBytes.Save(_model);

    [TestMethod]
    public void Sparse_rows_stand_where_the_documentation_says()
    {
        Assert.HasCount(End + ModelBytes.Tail, _bytes);
        Assert.AreEqual((4, 2), (_bytes.Int32(8), _bytes.Int32(12)));
        Assert.AreEqual(Rows * Stored, _bytes.Int32(Count));
        for (int row = 0; row <= Rows; row++)
        {
            Assert.AreEqual(row * Stored, _bytes.Int32(Starts + (4 * row)));
        }

        CollectionAssert.AreEqual(
            new[] { 0, 13, 26, 39 }, Enumerable.Range(0, Stored).Select(i => _bytes.Int32(Columns + (4 * i))).ToArray());
        Assert.AreEqual(_model.Content.Rows!.Features.Sparse!.Values[5], BitConverter.ToSingle(_bytes, Values + 20));
        Assert.AreEqual(_model.Coordinates(3)[1], _bytes.Double(Coordinates + (8 * 7)));
    }

    [TestMethod]
    public void What_is_read_is_what_was_written()
    {
        LleModel loaded = ModelBytes.Load(_bytes);
        CollectionAssert.AreEqual(_bytes, ModelBytes.Save(loaded));
        Assert.IsNotNull(loaded.Content.Rows!.Features.Sparse);
        float[] row = new float[D];
        (row[5], row[18], row[31], row[300]) = (0.5f, 0.25f, 0.75f, 0.1f);
        float[] placed = new float[Dimension], again = new float[Dimension];
        _model.Transform(row, placed);
        loaded.Transform(row, again);
        CollectionAssert.AreEqual(placed, again);
        CollectionAssert.AreEqual(_bytes, ModelBytes.Save(LleModel.Load(new PipeStream(_bytes))));
    }

    [TestMethod]
    public void A_file_cut_anywhere_is_refused()
    {
        for (int length = Scale; length < _bytes.Length; length++)
        {
            byte[] cut = _bytes[..length];
            Assert.ThrowsExactly<InvalidDataException>(() => ModelBytes.Load(cut), $"{length} of {_bytes.Length} bytes");
        }
    }

    [TestMethod]
    [DataRow(ModelBytes.Metric, 1, "sparse rows under the metric Cosine")]
    [DataRow(Count, -1, "number of values held is -1, but must be from 0")]
    [DataRow(Count, (Rows * Stored) + 1, "The model")]
    [DataRow(Count, int.MaxValue, "The model")]
    [DataRow(Starts, 1, "do not ascend within their bounds")]
    [DataRow(Starts + (4 * Rows), (Rows * Stored) - 1, "do not ascend within their bounds")]
    [DataRow(Starts + 8, Stored - 1, "do not ascend within their bounds")]
    [DataRow(Starts + 8, (Rows * Stored) + 1, "do not ascend within their bounds")]
    [DataRow(Columns, -1, "do not ascend within their bounds")]
    [DataRow(Columns + 4, 0, "do not ascend within their bounds")]
    [DataRow(Columns + 8, 13, "do not ascend within their bounds")]
    [DataRow(Columns + 12, D, "do not ascend within their bounds")]
    public void An_integer_that_makes_no_sense_is_refused(int position, int value, string message) =>
        ModelBytes.AssertRefused(_bytes.With(position, value), message);

    [TestMethod]
    public void Values_beyond_the_unit_cube_and_not_finite_are_refused()
    {
        ModelBytes.AssertRefused(_bytes.With(Values, 1.01f), "training rows hold 1.01, but must be from -1 to 1");
        ModelBytes.AssertRefused(_bytes.With(Coordinates - 4, -1.01f), "training rows hold -1.01");
        ModelBytes.AssertRefused(_bytes.With(Values, float.NaN), "values of sparse rows hold a number that is not finite");
        ModelBytes.AssertRefused(_bytes.With(Mean + 8, 1e10), "image of zero hold -");
        ModelBytes.AssertRefused(_bytes.With(Mean + 8, -1e10), "image of zero hold ");
        ModelBytes.AssertRefused(_bytes.With(Scale, -149).With(Mean + 8, 3e38), "image of zero hold -");
    }

    [TestMethod]
    public void Borders_of_the_ranges_are_taken()
    {
        foreach (byte[] allowed in new[]
        {
            _bytes.With(Values, 1f), _bytes.With(Values, -1f), _bytes.With(Columns + 12, D - 1), _bytes.With(Columns, 12),
        })
        {
            CollectionAssert.AreEqual(allowed, ModelBytes.Save(ModelBytes.Load(allowed)));
        }
    }

    /// <summary>Row i holds four values, the first in column i and the others thirteen columns apart.</summary>
    private static LleModel Fit()
    {
        var builder = new FeatureMatrixBuilder(D, Rows);
        for (int i = 0; i < Rows; i++)
        {
            float[] values = [.. Enumerable.Range(0, Stored).Select(j => 1 + (float)Math.Sin(i + j))];
            builder.AppendSparse([.. Enumerable.Range(0, Stored).Select(j => i + (13 * j))], values);
        }

        FeatureMatrix features = builder.Build();
        Assert.IsTrue(features.IsSparse);
        return LocallyLinearEmbedding.Fit(features, new LleOptions { NumberOfComponents = Dimension, NumberOfNeighbors = 6 });
    }
}
