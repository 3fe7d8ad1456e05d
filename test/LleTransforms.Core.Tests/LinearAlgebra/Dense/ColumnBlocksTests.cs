using LleTransforms.Core.Tests.LinearAlgebra.Sparse;
using LleTransforms.LinearAlgebra.Dense;

namespace LleTransforms.Core.Tests.LinearAlgebra.Dense;

/// <summary>Columns of blocks of four, each told by its numbers, and the ways from and to other layouts.</summary>
[TestClass]
public sealed class ColumnBlocksTests
{
    private const int Rows = 3;

    private static IEnumerable<object[]> Counts =>
        from first in Enumerable.Range(1, 9) from second in Enumerable.Range(1, 9) select new object[] { first, second };

    [TestMethod]
    [DynamicData(nameof(Counts))]
    public void Columns_follow_each_other(int first, int second)
    {
        ColumnBlocks a = Blocks(100), b = Blocks(200);
        ColumnBlocks joined = a.Join(first, b, second);
        AssertColumns([.. Enumerable.Range(100, first), .. Enumerable.Range(200, second)], joined);
        AssertColumns([.. Enumerable.Range(100, 12)], a);
        AssertColumns([.. Enumerable.Range(200, 12)], b);
    }

    [TestMethod]
    [DataRow(1)]
    [DataRow(4)]
    [DataRow(5)]
    [DataRow(12)]
    public void The_first_columns_are_copies(int count)
    {
        ColumnBlocks blocks = Blocks(100);
        ColumnBlocks first = blocks.First(count);
        AssertColumns([.. Enumerable.Range(100, count)], first);
        Assert.AreNotSame(blocks.Blocks[0].Values, first.Blocks[0].Values);
    }

    [TestMethod]
    [DataRow(1)]
    [DataRow(4)]
    [DataRow(7)]
    [DataRow(8)]
    public void Rows_become_columns_and_rows_again(int count)
    {
        var rows = new DenseMatrix(count, 11, SparseProblems.RandomNumbers(count * 11, 3));
        ColumnBlocks blocks = ColumnBlocks.FromRows(rows);

        Assert.HasCount((count + 3) / 4, blocks.Blocks);
        Assert.AreEqual(rows.ToMatrix().Transpose(), blocks.ToMatrix(count));
        for (int c = count; c < 4 * blocks.Blocks.Count; c++)
        {
            Assert.IsTrue(Enumerable.Range(0, 11).All(i => blocks[i, c] == 0), "what is not there is empty");
        }

        for (int kept = 1; kept <= count; kept++)
        {
            CollectionAssert.AreEqual(rows.Head(kept).ToMatrix().ToRowMajorArray(), blocks.ToRows(kept).Values);
        }
    }

    [TestMethod]
    [DataRow(3, 1)]
    [DataRow(8, 2)]
    [DataRow(5, 2)]
    public void Columns_of_a_matrix_fill_whole_blocks(int count, int blockCount)
    {
        var matrix = new DenseMatrix(13, 16, SparseProblems.RandomNumbers(13 * 16, 3));
        ColumnBlocks blocks = ColumnBlocks.FromColumns(matrix, count);

        Assert.HasCount(blockCount, blocks.Blocks);
        Assert.AreEqual(matrix.ToMatrix().SubMatrix(0, 13, 0, 4 * blockCount), blocks.ToMatrix(4 * blockCount));
    }

    [TestMethod]
    public void Each_block_is_converted()
    {
        ColumnBlocks converted = Blocks(100).Convert(block => new ColumnBlock([.. block.Values.Select(value => value + 100)]));
        AssertColumns([.. Enumerable.Range(200, 12)], converted);
    }

    /// <summary>Three blocks whose column c holds the number of the first plus c, and a tenth more in each row.</summary>
    private static ColumnBlocks Blocks(int first) => new([.. Enumerable.Range(0, 3).Select(b => Block(first + (4 * b)))]);

    private static ColumnBlock Block(int first) =>
        new([.. Enumerable.Range(0, 4 * Rows).Select(i => first + (i % 4) + (0.1 * (i / 4)))]);

    private static void AssertColumns(int[] expected, ColumnBlocks blocks)
    {
        Assert.HasCount((expected.Length + 3) / 4, blocks.Blocks);
        for (int c = 0; c < 4 * blocks.Blocks.Count; c++)
        {
            for (int i = 0; i < Rows; i++)
            {
                Assert.AreEqual(c < expected.Length ? expected[c] + (0.1 * i) : 0, blocks[i, c]);
            }
        }
    }
}
