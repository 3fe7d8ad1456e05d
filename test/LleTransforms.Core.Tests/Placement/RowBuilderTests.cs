using LleTransforms.Core.Tests.TestData;

namespace LleTransforms.Core.Tests.Placement;

/// <summary>Tables of double precision that a model starts: rows are stored as its own.</summary>
[TestClass]
public sealed class RowBuilderTests
{
    private const int Count = 200;

    private static readonly double[,] Roll = Manifolds.SwissRoll(Count, 5).Rows;
    private static readonly LleModel Model = LocallyLinearEmbedding.Fit(FeatureMatrix.FromArray(Roll), Options());

    [TestMethod]
    [DataRow(0.0)]
    [DataRow(1e5)]
    [DataRow(1e37)]
    public void Training_rows_in_any_order_get_their_own_coordinates(double first)
    {
        FeatureMatrixBuilder builder = Model.CreateRowBuilder(Count + 1);
        double[] stranger = [first, 1, 1];
        builder.Append(stranger);
        for (int row = Count - 1; row >= 0; row--)
        {
            builder.Append(Roll.Row(row));
        }

        FeatureMatrix placed = Model.Transform(builder.Build());

        float[] alone = new float[2];
        Model.Transform(stranger, alone);
        CollectionAssert.AreEqual(alone, placed.Row(0).ToArray());
        for (int row = 0; row < Count; row++)
        {
            CollectionAssert.AreEqual(CoordinatesOf(Model, row), placed.Row(Count - row).ToArray(), $"row {row}");
        }
    }

    [TestMethod]
    public void A_builder_that_is_used_again_still_stores_for_the_model()
    {
        FeatureMatrixBuilder builder = Model.CreateRowBuilder();
        builder.Append(Roll.Row(7));
        builder.Build();
        builder.Append((double[])[1e6, 1, 1]);
        builder.Append(Roll.Row(9));

        CollectionAssert.AreEqual(CoordinatesOf(Model, 9), Model.Transform(builder.Build()).Row(1).ToArray());
    }

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public void Sparse_rows_stay_sparse_and_get_their_own_coordinates(bool asSingle)
    {
        Documents texts = Documents.Create(260, 701, 20, 5, 1);
        LleModel model = LocallyLinearEmbedding.Fit(asSingle ? texts.Sparse() : texts.SparseDoubles(), Options());
        FeatureMatrixBuilder builder = model.CreateRowBuilder();
        builder.AppendSparse([3], (double[])[1e7]);
        foreach ((int[] columns, float[] values) in texts.Rows.Reverse())
        {
            builder.AppendSparse(columns, Array.ConvertAll(values, value => (double)value));
        }

        FeatureMatrix rows = builder.Build();
        FeatureMatrix placed = model.Transform(rows);

        Assert.IsTrue(rows.IsSparse);
        for (int row = 0; row < texts.Rows.Count; row++)
        {
            CollectionAssert.AreEqual(CoordinatesOf(model, row), placed.Row(texts.Rows.Count - row).ToArray(), $"row {row}");
        }
    }

    [TestMethod]
    public void A_model_of_single_precision_rounds_each_value_by_itself()
    {
        float[,] rounded = new float[Count, 3];
        for (int i = 0; i < rounded.Length; i++)
        {
            rounded[i / 3, i % 3] = (float)Roll[i / 3, i % 3];
        }

        LleModel model = LocallyLinearEmbedding.Fit(FeatureMatrix.FromArray(rounded), Options());
        FeatureMatrixBuilder builder = model.CreateRowBuilder();
        builder.Append((double[])[1e5, 0.1, 0.1]);
        for (int row = 0; row < Count; row++)
        {
            builder.Append(Roll.Row(row));
        }

        FeatureMatrix placed = model.Transform(builder.Build());

        for (int row = 0; row < Count; row++)
        {
            CollectionAssert.AreEqual(CoordinatesOf(model, row), placed.Row(row + 1).ToArray(), $"row {row}");
        }
    }

    [TestMethod]
    public void Rows_that_a_model_holds_join_it_as_what_they_are()
    {
        FeatureMatrixBuilder builder = Model.CreateRowBuilder();
        builder.Append((double[])[300, 1, 1]);
        for (int row = Count - 1; row >= 0; row--)
        {
            builder.Append(Roll.Row(row));
        }

        Assert.AreEqual(Count + 1, Model.Extend(builder.Build()).Model.NumberOfHeldRows);
    }

    [TestMethod]
    public void A_value_out_of_reach_is_named_and_not_the_row_after_it()
    {
        StringAssert.Contains(
            Refused(Model.CreateRowBuilder(), [1e300, 2, 1]),
            "Row 0, column 0 (both counted from 0) holds 1E+300, which lies further from " +
            "the model's rows than");
        StringAssert.Contains(Refused(new FeatureMatrixBuilder(3), [1e300, 2, 1], [3, 2, 1]), "Row 0, column 0");
        StringAssert.Contains(Refused(new FeatureMatrixBuilder(3), [3, 2, 1], [3, -1e300, 1]), "Row 1, column 1");
        StringAssert.Contains(
            Refused(new FeatureMatrixBuilder(3) { RoundsToSingle = true, HoldsFeatures = true }, [3, 2, 1], [3, 2, 1e39]),
            "holds 1E+39, which lies further from 0");
        StringAssert.Contains(
            Refused(new FeatureMatrixBuilder(3) { RoundsToSingle = true }, [3, 2, 1], [3, 2, 1e39]),
            "holds 1E+39, which is more than single precision reaches");
        var sparse = new FeatureMatrixBuilder(600) { RoundsToSingle = true };
        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentException>(() => sparse.AppendSparse([5], (double[])[1e39])).Message, "Row 0, column 5");
    }

    private static string Refused(FeatureMatrixBuilder builder, params double[][] rows) => Assert.ThrowsExactly<ArgumentException>(() =>
    {
        foreach (double[] row in rows)
        {
            builder.Append(row);
        }
    }).Message;

    private static LleOptions Options() => new() { NumberOfComponents = 2, NumberOfNeighbors = 10 };

    private static float[] CoordinatesOf(LleModel model, int row) =>
        Array.ConvertAll(model.Coordinates(row).ToArray(), value => (float)value);
}
