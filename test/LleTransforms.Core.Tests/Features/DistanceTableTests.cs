using LleTransforms.Core.Tests.TestData;
using LleTransforms.Running;

namespace LleTransforms.Features;

/// <summary>Tables of distances are checked before work starts, and stay what they are.</summary>
[TestClass]
public sealed class DistanceTableTests
{
    private static readonly FitContext _context = new();

    [TestMethod]
    [DataRow(2, 5, float.NaN, "row 2, column 5 (both counted from 0) holds NaN, but distances must be finite")]
    [DataRow(2, 5, float.PositiveInfinity, "row 2, column 5 (both counted from 0) holds ∞, but distances must be finite")]
    [DataRow(4, 1, -0.5f, "row 4, column 1 (both counted from 0) holds -0.5, but no distance is negative")]
    [DataRow(3, 3, 0.25f, "row 3, column 3 (both counted from 0) holds 0.25, but the distance of a row to itself is 0")]
    [DataRow(3, 3, -0.25f, "row 3, column 3 (both counted from 0) holds -0.25, but the distance of a row to itself is 0")]
    [DataRow(5, 2, 7f, "row 2, column 5 (both counted from 0) holds 3, but row 5, column 2 holds 7; it must be symmetric to 1e-6")]
    public void A_fault_is_named_by_row_column_and_value(int row, int column, float value, string message)
    {
        float[,] table = Steps(6);
        table[row, column] = value;
        ArgumentException error = Assert.ThrowsExactly<ArgumentException>(
            () => DistanceTable.Of(FeatureMatrix.FromArray(table), _context));

        StringAssert.Contains(error.Message.Replace("Infinity", "∞", StringComparison.Ordinal), message);
        StringAssert.StartsWith(error.Message, "The table is no table of distances, which Metric Precomputed needs: ");
        CollectionAssert.AreEqual(new[] { LleOptionName.Metric }, LleMessage.Of(error)!.Options.ToArray());
    }

    [TestMethod]
    public void A_table_that_is_not_square_is_told_by_its_shape()
    {
        ArgumentException error = Assert.ThrowsExactly<ArgumentException>(
            () => DistanceTable.Of(FeatureMatrix.FromArray(new float[5, 4]), _context));

        StringAssert.Contains(error.Message, "it has 5 rows of 4 values, but must be square");
        Assert.ThrowsExactly<ArgumentException>(
            () => DistanceTable.Of(FeatureMatrix.FromRowMajor([], 0, 4), _context));
    }

    [TestMethod]
    public void Rounding_below_the_tolerance_is_taken_and_leaves_a_symmetric_table_with_zeros()
    {
        float[,] table = Steps(6);
        table[0, 5] = MathF.BitIncrement(table[0, 5]);
        table[4, 4] = 4e-6f;

        CenteredFeatures distances = DistanceTable.Of(FeatureMatrix.FromArray(table), _context);

        for (int row = 0; row < 6; row++)
        {
            Assert.AreEqual(0, distances.Row(row)[row]);
            for (int column = 0; column < 6; column++)
            {
                Assert.AreEqual(distances.Row(column)[row], distances.Row(row)[column]);
                Assert.AreEqual(Math.Abs(row - column), Math.ScaleB(distances.Row(row)[column], distances.ScaleExponent), 1e-6);
            }
        }

        Assert.AreEqual(3, distances.ScaleExponent);
        Assert.IsTrue(distances.Center.All(value => value == 0));
    }

    [TestMethod]
    public void Rows_at_distance_0_are_one_row_whatever_else_they_hold()
    {
        float[,] table = Steps(6);
        table[1, 4] = table[4, 1] = 0;
        DistinctRows distinct = DistinctRows.Find(DistanceTable.Of(FeatureMatrix.FromArray(table), _context), _context);

        CollectionAssert.AreEqual(new[] { 0, 1, 2, 3, 5 }, distinct.Representatives);
        CollectionAssert.AreEqual(new[] { 0, 1, 2, 3, 1, 4 }, distinct.DistinctIndexOfRow);
        CollectionAssert.AreEqual(new[] { 0, 1, 2, 3, 5 }, distinct.Features.ColumnOfRow);
        CollectionAssert.AreEqual(new[] { 2, 5 }, distinct.Restrict([2, 4]).Features.ColumnOfRow);
    }

    [TestMethod]
    public void A_row_joins_only_a_row_that_stands_for_itself()
    {
        // 1 is 0; 2 is at distance 0 from 1 alone, and so it is itself.
        float[,] table = Steps(4);
        table[0, 1] = table[1, 0] = table[1, 2] = table[2, 1] = 0;
        DistinctRows distinct = DistinctRows.Find(DistanceTable.Of(FeatureMatrix.FromArray(table), _context), _context);

        CollectionAssert.AreEqual(new[] { 0, 2, 3 }, distinct.Representatives);
        CollectionAssert.AreEqual(new[] { 0, 0, 1, 2 }, distinct.DistinctIndexOfRow);
    }

    [TestMethod]
    public void Double_precision_keeps_zeros_and_nearly_all_digits()
    {
        double[,] rows = Manifolds.SwissRoll(80, 2).Rows;
        rows = ArrayRows.Stack(rows, rows);
        FeatureMatrix single = DistanceTables.Euclidean(rows);
        double[,] wide = new double[160, 160];
        for (int i = 0; i < 160 * 160; i++)
        {
            wide[i / 160, i % 160] = single.Value(i / 160, i % 160);
        }

        CenteredFeatures expected = DistanceTable.Of(single, _context), actual = DistanceTable.Of(FeatureMatrix.FromArray(wide), _context);

        Assert.AreEqual(80, DistinctRows.Find(actual, _context).Count);
        for (int i = 0; i < expected.Values.Length; i++)
        {
            Assert.AreEqual(expected.Values[i], actual.Values[i], 1.2e-7f);
        }
    }

    [TestMethod]
    [DataRow(8)]
    [DataRow(600)]
    public void A_builder_that_rounds_to_single_holds_the_values_and_no_differences(int columns)
    {
        double[] first = [.. Enumerable.Range(0, columns).Select(column => column % 3 == 0 ? 1000.1 : 0)];
        double[] second = [.. Enumerable.Range(0, columns).Select(column => column % 40 == 1 ? 1e-3 : 0)];
        int[] filled = [.. Enumerable.Range(0, columns).Where(column => second[column] != 0)];
        var dense = new FeatureMatrixBuilder(columns) { RoundsToSingle = true };
        var sparse = new FeatureMatrixBuilder(columns) { RoundsToSingle = true };
        dense.Append(second);
        dense.Append(first);
        sparse.AppendSparse(filled, Array.ConvertAll(filled, column => second[column]));
        sparse.Append(first);
        FeatureMatrix built = dense.Build(), ofSparse = sparse.Build();

        Assert.IsNull(built.Offset);
        Assert.IsNull(ofSparse.Offset);
        for (int column = 0; column < columns; column++)
        {
            Assert.AreEqual((float)second[column], built.Value(0, column));
            Assert.AreEqual((float)first[column], built.Value(1, column));
            Assert.AreEqual(built.Value(0, column), ofSparse.Value(0, column));
            Assert.AreEqual(built.Value(1, column), ofSparse.Value(1, column));
        }
    }

    private static float[,] Steps(int count) => DistanceTables.Fill(count, count, (row, column) => Math.Abs(row - column));
}
