namespace LleTransforms.Features;

[TestClass]
public sealed class FeatureMatrixTests
{
    [TestMethod]
    public void FromArray_keeps_rows_in_order()
    {
        FeatureMatrix matrix = FeatureMatrix.FromArray(new float[,] { { 1, 2, 3 }, { 4, 5, 6 } });

        Assert.AreEqual(2, matrix.NumberOfRows);
        Assert.AreEqual(3, matrix.NumberOfColumns);
        CollectionAssert.AreEqual(new float[] { 4, 5, 6 }, matrix.Row(1).ToArray());
    }

    [TestMethod]
    public void Double_input_keeps_a_small_variation_on_a_large_constant()
    {
        var values = new double[4, 1];
        for (int i = 0; i < 4; i++)
        {
            values[i, 0] = 1e8 + (i * 1e-3);
        }

        FeatureMatrix matrix = FeatureMatrix.FromArray(values);

        for (int i = 0; i < 4; i++)
        {
            Assert.AreEqual(values[i, 0] - values[0, 0], matrix.ShiftedRow(i)[0], 1e-9);
        }
    }

    [TestMethod]
    public void Builder_grows_past_what_was_expected()
    {
        var builder = new FeatureMatrixBuilder(numberOfColumns: 2, expectedNumberOfRows: 1);
        for (int i = 0; i < 1000; i++)
        {
            builder.Append([i, -i]);
        }

        FeatureMatrix matrix = builder.Build();

        Assert.AreEqual(1000, matrix.NumberOfRows);
        CollectionAssert.AreEqual(new float[] { 731, -731 }, matrix.Row(731).ToArray());
        Assert.AreEqual(0, builder.NumberOfRows);
    }

    [TestMethod]
    public void Builder_rejects_a_row_of_another_length_and_names_it()
    {
        var builder = new FeatureMatrixBuilder(numberOfColumns: 2);
        builder.Append([1f, 2f]);

        var error = Assert.ThrowsExactly<ArgumentException>(() => builder.Append([1f, 2f, 3f]));

        StringAssert.Contains(error.Message, "Row 1");
        StringAssert.Contains(error.Message, "3 values");
    }

    [TestMethod]
    public void Builder_names_rows_and_columns_that_no_array_holds()
    {
        var error = Assert.ThrowsExactly<InvalidOperationException>(() =>
            new FeatureMatrixBuilder(numberOfColumns: 100_000, expectedNumberOfRows: 30_000));

        StringAssert.Contains(error.Message, "30000 rows x 100000 columns");
    }

    [TestMethod]
    public void Builder_rejects_a_finite_double_that_single_precision_cannot_hold()
    {
        var builder = new FeatureMatrixBuilder(numberOfColumns: 2);
        builder.Append([0.0, 0.0]);

        var error = Assert.ThrowsExactly<ArgumentException>(() => builder.Append([0.0, 1e39]));

        StringAssert.Contains(error.Message, "Row 1, column 1");
    }

    [TestMethod]
    [DataRow(float.NaN)]
    [DataRow(float.PositiveInfinity)]
    [DataRow(float.NegativeInfinity)]
    public void RequireFinite_names_row_and_column(float bad)
    {
        var values = new float[5 * 37];
        values[(3 * 37) + 36] = bad;
        values[(4 * 37) + 2] = bad;
        FeatureMatrix matrix = FeatureMatrix.FromRowMajor(values, 5, 37);

        var error = Assert.ThrowsExactly<ArgumentException>(matrix.RequireFinite);

        StringAssert.Contains(error.Message, "Row 3, column 36");
    }

    [TestMethod]
    public void RequireFinite_accepts_the_extremes_of_single_precision()
    {
        FeatureMatrix matrix = FeatureMatrix.FromRowMajor([float.MaxValue, float.MinValue, float.Epsilon, -0f], 2, 2);

        Assert.IsNull(matrix.FindNonFinite());
    }

    [TestMethod]
    public void A_row_of_doubles_is_given_back_and_found_again()
    {
        // A thousandth of variation on a million: single precision alone would lose it.
        double[,] values = new double[40, 3];
        var random = new Random(4);
        for (int i = 0; i < values.Length; i++)
        {
            values[i / 3, i % 3] = 1e6 + (1e-3 * random.NextDouble());
        }

        FeatureMatrix matrix = FeatureMatrix.FromArray(values);
        LleModel model = LocallyLinearEmbedding.Fit(matrix, new LleOptions { NumberOfComponents = 2, NumberOfNeighbors = 8 });
        double[] row = new double[3];
        float[] placed = new float[2];
        for (int i = 0; i < 40; i++)
        {
            matrix.CopyRow(i, row);
            model.Transform(row, placed);

            Assert.AreEqual(values[i, 1], row[1], 1e-9);
            Assert.AreEqual((float)values[i, 2], matrix.Row(i)[2]);
            Assert.AreEqual(i, model.FindTrainingRow(row));
            Assert.AreEqual((float)model.Coordinates(i)[0], placed[0]);
        }

        Assert.AreEqual("destination", Assert.ThrowsExactly<ArgumentException>(() => matrix.CopyRow(0, new double[2])).ParamName);
    }
}
