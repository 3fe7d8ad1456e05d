using LleTransforms.Placement;
using LleTransforms.Running;
using MathNet.Numerics.LinearAlgebra;

namespace LleTransforms.Core.Tests.Placement;

[TestClass]
public sealed class LinearProjectionTests
{
    private const int Columns = 5, Components = 3;

    private static readonly Matrix<double> Projection = Matrix<double>.Build.Random(Columns, Components, 4);
    private static readonly double[] Mean = [0.3, -1.25, 2, 0.5, -7];

    [TestMethod]
    public void A_row_less_the_mean_is_projected()
    {
        LinearProjection linear = LinearProjection.Of(Projection.ToColumnMajorArray(), Mean);
        Assert.AreEqual(Components, linear.NumberOfComponents);
        foreach (float[] row in Rows(20))
        {
            AssertEqual(Expected(row), Place(linear, row));
        }
    }

    [TestMethod]
    public void Factors_multiply_the_components()
    {
        double[] factors = [2, -0.5, 3];
        LinearProjection scaled = LinearProjection.Of(Projection.ToColumnMajorArray(), Mean).Scale(factors);
        foreach (float[] row in Rows(20))
        {
            AssertEqual([.. Expected(row).Zip(factors, (value, factor) => value * factor)], Place(scaled, row));
        }
    }

    [TestMethod]
    public void Chosen_components_come_in_their_order()
    {
        LinearProjection chosen = LinearProjection.Of(Projection.ToColumnMajorArray(), Mean).Select([2, 0]);
        Assert.AreEqual(2, chosen.NumberOfComponents);
        foreach (float[] row in Rows(20))
        {
            double[] all = Expected(row);
            double[] placed = new double[2];
            chosen.Place(row, placed);
            AssertEqual([all[2], all[0]], placed);
        }
    }

    [TestMethod]
    [DataRow(1)]
    [DataRow(128)]
    [DataRow(300)]
    public void A_block_has_the_bits_of_its_rows_one_by_one(int count)
    {
        LinearProjection linear = LinearProjection.Of(Projection.ToColumnMajorArray(), Mean);
        float[][] rows = Rows(count);
        double[] block = new double[count * Components];
        linear.PlaceBlock(rows.SelectMany(row => row).ToArray(), count, block, new FitContext());
        for (int row = 0; row < count; row++)
        {
            CollectionAssert.AreEqual(Place(linear, rows[row]), block.AsSpan(row * Components, Components).ToArray());
        }
    }

    private static double[] Expected(float[] row) =>
        [.. Projection.TransposeThisAndMultiply(Vector<double>.Build.Dense([.. row.Zip(Mean, (value, mean) => value - mean)]))];

    private static double[] Place(LinearProjection linear, float[] row)
    {
        double[] placed = new double[Components];
        linear.Place(row, placed);
        return placed;
    }

    private static float[][] Rows(int count)
    {
        var random = new Random(8);
        return [.. Enumerable.Range(0, count)
            .Select(_ => Enumerable.Range(0, Columns).Select(_ => (4 * random.NextSingle()) - 2).ToArray())];
    }

    private static void AssertEqual(double[] expected, double[] actual)
    {
        Assert.HasCount(expected.Length, actual);
        for (int c = 0; c < expected.Length; c++)
        {
            Assert.AreEqual(expected[c], actual[c], 1e-12 * (1 + Math.Abs(expected[c])));
        }
    }
}
