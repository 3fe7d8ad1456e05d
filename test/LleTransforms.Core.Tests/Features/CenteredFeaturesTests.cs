using LleTransforms.Running;

namespace LleTransforms.Features;

[TestClass]
public sealed class CenteredFeaturesTests
{
    [TestMethod]
    [DataRow(1.0)]
    [DataRow(1e-20)]
    [DataRow(1e20)]
    [DataRow(3.7e5)]
    public void Columns_are_centred_and_the_largest_magnitude_lies_in_half_to_one(double scale)
    {
        CenteredFeatures features = CenteredFeatures.Create(Random(500, 7, scale, offset: 3 * scale), new FitContext());

        float largest = features.Values.Max(Math.Abs);
        Assert.IsTrue(largest is >= 0.5f and < 1f, $"{largest}");
        for (int j = 0; j < 7; j++)
        {
            Assert.AreEqual(0.0, Enumerable.Range(0, 500).Average(i => (double)features.Row(i)[j]), 1e-7);
        }
    }

    [TestMethod]
    public void Values_return_to_the_users_units()
    {
        FeatureMatrix matrix = Random(50, 3, scale: 4, offset: 100);
        CenteredFeatures features = CenteredFeatures.Create(matrix, new FitContext());

        for (int i = 0; i < 50; i++)
        {
            for (int j = 0; j < 3; j++)
            {
                double back = features.Center[j] + Math.ScaleB(features.Row(i)[j], features.ScaleExponent);
                Assert.AreEqual(matrix.Row(i)[j], back, 1e-6);
            }
        }
    }

    [TestMethod]
    public void A_row_equal_to_a_fitted_one_maps_to_its_bits()
    {
        var random = new Random(5);
        var values = new double[200, 9];
        for (int i = 0; i < values.Length; i++)
        {
            values[i / 9, i % 9] = 1e6 + (random.NextDouble() * (i % 9));
        }

        CenteredFeatures features = CenteredFeatures.Create(FeatureMatrix.FromArray(values), new FitContext());
        var row = new double[9];
        var mapped = new float[9];
        for (int i = 0; i < 200; i++)
        {
            Buffer.BlockCopy(values, i * 9 * sizeof(double), row, 0, 9 * sizeof(double));
            features.Scaling.Map(row, mapped);
            CollectionAssert.AreEqual(features.Row(i).ToArray(), mapped);
        }
    }

    [TestMethod]
    public void A_single_precision_row_equal_to_a_fitted_one_maps_to_its_bits()
    {
        FeatureMatrix matrix = Random(100, 5, scale: 0.3, offset: 1e3);
        CenteredFeatures features = CenteredFeatures.Create(matrix, new FitContext());
        var mapped = new float[5];
        for (int i = 0; i < 100; i++)
        {
            features.Scaling.Map(matrix.Row(i), mapped);
            CollectionAssert.AreEqual(features.Row(i).ToArray(), mapped);
        }
    }

    [TestMethod]
    public void A_constant_column_becomes_exactly_zero()
    {
        var values = new float[300 * 2];
        for (int i = 0; i < 300; i++)
        {
            values[2 * i] = 0.1f;
            values[(2 * i) + 1] = i;
        }

        CenteredFeatures features = CenteredFeatures.Create(FeatureMatrix.FromRowMajor(values, 300, 2), new FitContext());

        Assert.IsTrue(Enumerable.Range(0, 300).All(i => features.Row(i)[0] == 0f));
    }

    [TestMethod]
    public void All_constant_data_has_exponent_zero()
    {
        CenteredFeatures features = CenteredFeatures.Create(FeatureMatrix.FromRowMajor([7, 7, 7, 7], 4, 1), new FitContext());

        Assert.AreEqual(0, features.ScaleExponent);
        Assert.IsTrue(features.Values.All(v => v == 0f));
    }

    [TestMethod]
    public void The_number_of_threads_changes_no_bit()
    {
        FeatureMatrix matrix = Random(3000, 130, scale: 2, offset: 50);
        CenteredFeatures one = CenteredFeatures.Create(matrix, new FitContext(numberOfThreads: 1));
        CenteredFeatures three = CenteredFeatures.Create(matrix, new FitContext(numberOfThreads: 3));

        CollectionAssert.AreEqual(one.Values, three.Values);
        CollectionAssert.AreEqual(one.Center, three.Center);
    }

    [TestMethod]
    public void Not_a_number_is_named_and_no_rows_are_an_error()
    {
        var error = Assert.ThrowsExactly<ArgumentException>(
            () => CenteredFeatures.Create(FeatureMatrix.FromRowMajor([1, 2, float.NaN, 4], 2, 2), new FitContext()));
        StringAssert.Contains(error.Message, "Row 1, column 0");
        Assert.ThrowsExactly<ArgumentException>(() => CenteredFeatures.Create(FeatureMatrix.FromRowMajor([], 0, 2), new FitContext()));
    }

    private static FeatureMatrix Random(int rowCount, int columnCount, double scale, double offset)
    {
        var random = new Random(11);
        var values = new float[rowCount * columnCount];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = (float)((scale * (random.NextDouble() - 0.5)) + offset);
        }

        return FeatureMatrix.FromRowMajor(values, rowCount, columnCount);
    }
}
