using LleTransforms.LinearAlgebra.Dense;

namespace LleTransforms.Core.Tests.LinearAlgebra.Dense;

/// <summary>Columns of blocks of four, each told by its numbers.</summary>
[TestClass]
public sealed class BlockColumnsTests
{
    private const int Rows = 3;

    private static IEnumerable<object[]> Counts => from first in Enumerable.Range(1, 9) from second in Enumerable.Range(1, 9) select new object[] { first, second };

    [TestMethod]
    [DynamicData(nameof(Counts))]
    public void Columns_follow_each_other(int first, int second)
    {
        List<double[]> a = Blocks(100), b = Blocks(200);
        List<double[]> joined = BlockColumns.Join(a, first, b, second);
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
        List<double[]> blocks = Blocks(100);
        List<double[]> first = BlockColumns.First(blocks, count);
        AssertColumns([.. Enumerable.Range(100, count)], first);
        Assert.AreNotSame(blocks[0], first[0]);
    }

    /// <summary>Three blocks whose column c holds the number of the first plus c, and a tenth more in each row.</summary>
    private static List<double[]> Blocks(int first) =>
        [.. Enumerable.Range(0, 3).Select(b => Enumerable.Range(0, 4 * Rows).Select(i => first + (4 * b) + (i % 4) + (0.1 * (i / 4))).ToArray())];

    private static void AssertColumns(int[] expected, List<double[]> blocks)
    {
        Assert.HasCount((expected.Length + 3) / 4, blocks);
        for (int c = 0; c < 4 * blocks.Count; c++)
        {
            for (int i = 0; i < Rows; i++)
            {
                Assert.AreEqual(c < expected.Length ? expected[c] + (0.1 * i) : 0, blocks[c / 4][(4 * i) + (c % 4)]);
            }
        }
    }
}
