using LleTransforms.Alignment;
using LleTransforms.Features;
using LleTransforms.LinearAlgebra.Dense;
using LleTransforms.LinearAlgebra.Sparse;
using LleTransforms.Running;

namespace LleTransforms.Core.Tests.Alignment;

/// <summary>Blocks of centred rows, of their products with a sparse matrix, and of columns, entry by entry.</summary>
[TestClass]
public sealed class DeviationRowsTests
{
    private const int NumberOfRows = 71;
    private const int NumberOfColumns = 11;

    // Large enough means that they must be taken off in double precision.
    private static readonly CenteredFeatures Features =
        LinearProblems.Features(NumberOfRows, NumberOfColumns, (row, c) => 3 + Math.Sin((7 * row) + (13 * c)));

    private readonly DeviationRows _rows = new(Features);

    public static IEnumerable<object[]> Ranges => [[0, NumberOfRows], [0, 16], [5, 38], [70, NumberOfRows], [16, 16]];

    [TestMethod]
    public void Means_are_the_columns()
    {
        Assert.AreEqual(NumberOfRows, _rows.NumberOfRows);
        Assert.AreEqual(NumberOfColumns, _rows.NumberOfColumns);
        Assert.HasCount(NumberOfColumns, _rows.Mean);
        for (int c = 0; c < NumberOfColumns; c++)
        {
            Assert.AreEqual(Enumerable.Range(0, NumberOfRows).Average(row => (double)Features.Row(row)[c]), _rows.Mean[c], 1e-14);
        }
    }

    [TestMethod]
    [DataRow(1, 8)]
    [DataRow(8, 8)]
    [DataRow(9, 16)]
    [DataRow(16, 16)]
    public void Widths_are_rounded_up_to_eight(int width, int padded) => Assert.AreEqual(padded, DeviationRows.Padded(width));

    [TestMethod]
    public void Blocks_hold_a_bounded_number_of_values_but_some_rows()
    {
        Assert.AreEqual(2048, DeviationRows.BlockLength(8));
        Assert.AreEqual(2048, DeviationRows.BlockLength(2048));
        Assert.AreEqual(1024, DeviationRows.BlockLength(4096));
        Assert.AreEqual(64, DeviationRows.BlockLength(1_000_000));
    }

    [TestMethod]
    [DynamicData(nameof(Ranges))]
    public void A_block_holds_its_rows_deviations_and_zeros_behind(int start, int end)
    {
        double[] block = Stale(75 * 16);
        _rows.Fill(new DenseMatrix(end - start, 16, block), start, new FitContext());

        for (int at = 0; at < block.Length; at++)
        {
            int row = start + (at / 16), c = at % 16;
            Assert.AreEqual(row >= end ? -9 : c < NumberOfColumns ? Deviation(row, c) : 0, block[at], 1e-15, $"row {row}, column {c}");
        }
    }

    [TestMethod]
    [DynamicData(nameof(Ranges))]
    public void A_block_of_a_product_holds_its_rows(int start, int end)
    {
        SparseMatrix matrix = LinearProblems.Band(NumberOfRows);
        double[] block = Stale(75 * 16);
        _rows.FillProduct(matrix, new DenseMatrix(end - start, 16, block), start, new FitContext());

        for (int at = 0; at < block.Length; at++)
        {
            int row = start + (at / 16), c = at % 16;
            double expected = row >= end
                ? -9
                : c >= NumberOfColumns ? 0 : Enumerable.Range(matrix.RowStarts[row], matrix.RowStarts[row + 1] - matrix.RowStarts[row])
                .Sum(p => matrix.Values[p] * Deviation(matrix.Columns[p], c));
            Assert.AreEqual(expected, block[at], 1e-14, $"row {row}, column {c}");
        }
    }

    [TestMethod]
    [DataRow(0, NumberOfColumns)]
    [DataRow(3, 7)]
    [DataRow(10, NumberOfColumns)]
    public void A_block_of_columns_holds_them_as_rows_and_zeros_behind(int start, int end)
    {
        double[] block = Stale(20 * 72);
        _rows.FillTransposed(new DenseMatrix(end - start, 72, block), start, new FitContext());

        for (int at = 0; at < block.Length; at++)
        {
            int c = start + (at / 72), row = at % 72;
            Assert.AreEqual(c >= end ? -9 : row < NumberOfRows ? Deviation(row, c) : 0, block[at], 1e-15, $"column {c}, row {row}");
        }
    }

    private static double[] Stale(int length)
    {
        double[] block = new double[length];
        Array.Fill(block, -9);
        return block;
    }

    private double Deviation(int row, int c) => Features.Row(row)[c] - _rows.Mean[c];
}
