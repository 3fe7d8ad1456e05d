using LleTransforms.Core.Tests.TestData;

namespace LleTransforms.Core.Tests.Persistence;

/// <summary>The binary form of a model of given distances: a value of the metric, and nothing else that others do not have.</summary>
[TestClass]
public sealed class DistanceModelFormatTests
{
    private const int Rows = 24, Distinct = 20, Dimension = 2;
    private const int Offset = ModelBytes.Arrays + (8 * Dimension) + 4, Mean = Offset + (8 * Rows), Scale = Mean + (8 * Rows);
    private const int Values = Scale + 4, Coordinates = Values + (4 * Distinct * Rows), Index = Coordinates + (8 * Distinct * Dimension);

    private static readonly double[,] _rows = Manifolds.SwissRoll(Distinct, 7).Rows;
    private static readonly byte[] _bytes = ModelBytes.Save(LocallyLinearEmbedding.Fit(
        DistanceTables.Euclidean(ArrayRows.Stack(_rows, ArrayRows.FromRows([_rows.Row(3), _rows.Row(3), _rows.Row(0), _rows.Row(19)]))),
        new LleOptions { NumberOfComponents = Dimension, NumberOfNeighbors = 6, Metric = LleMetric.Precomputed }));

    [TestMethod]
    public void Distances_stand_where_the_documentation_puts_features()
    {
        Assert.HasCount(Index + (4 * Rows) + ModelBytes.Tail, _bytes);
        Assert.AreEqual((4, 1), (_bytes.Int32(8), _bytes.Int32(12)));
        Assert.AreEqual((int)LleMetric.Precomputed, _bytes.Int32(ModelBytes.Metric));
        Assert.AreEqual(0, BitConverter.ToSingle(_bytes, Values + (4 * ((3 * Rows) + 20))));
        CollectionAssert.AreEqual(_bytes, ModelBytes.Save(ModelBytes.Load(_bytes)));
    }

    [TestMethod]
    public void What_no_fit_of_distances_gives_is_refused()
    {
        ModelBytes.AssertRefused(_bytes.With(Values, 0.5f), "The distances of row 0 in the model cannot be distances");
        ModelBytes.AssertRefused(_bytes.With(Values + 4, -0.5f), "The distances of row 0 in the model cannot be distances");
        ModelBytes.AssertRefused(_bytes.With(Mean + 8, 1.0), "takes something off distances");
        ModelBytes.AssertRefused(_bytes.With(Offset + 8, 1.0), "takes something off distances");
        ModelBytes.AssertRefused(_bytes.With(ModelBytes.TrainingRows, Rows + 1), "holds 24 distances for 25 rows");
        ModelBytes.AssertRefused(
            _bytes.With(ModelBytes.Method, (int)LleMethod.NeighborhoodPreservingEmbedding).With(ModelBytes.Rule, (int)LlePlacement.Linear),
            "cannot be fitted to distances");
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
}
