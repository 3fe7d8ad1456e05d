using LleTransforms.Spectral;

namespace LleTransforms.Core.Tests.Spectral;

/// <summary>C -= A B against three plain loops, at every remainder of the register tiles and of the tasks of rows.</summary>
[TestClass]
public unsafe class FrontalUpdateTests
{
    private static IEnumerable<int> RowCounts => [.. Enumerable.Range(0, 14), 47, 48, 49, 55];

    [TestMethod]
    [DynamicData(nameof(RowCounts))]
    public void Blocks(int rows)
    {
        foreach (int columns in (int[])[0, 8, 16, 24, 40])
        {
            AssertSubtracted(rows, columns, 0, null);
            AssertSubtracted(rows, columns, 1, null);
            AssertSubtracted(rows, columns, 9, new FitContext().Parallelism);
        }
    }

    [TestMethod]
    [DynamicData(nameof(RowCounts))]
    public void Triangles(int rows)
    {
        AssertLowerSubtracted(rows, 1, null);
        AssertLowerSubtracted(rows, 11, new FitContext().Parallelism);
    }

    [TestMethod]
    [DataRow(145, 96, 80)]
    [DataRow(240, 64, 70)]
    public void Blocks_that_several_cores_share(int rows, int columns, int depth)
    {
        AssertSubtracted(rows, columns, depth, null);
        AssertSubtracted(rows, columns, depth, new FitContext().Parallelism);
    }

    [TestMethod]
    [DataRow(145, 60)]
    [DataRow(192, 64)]
    public void Triangles_that_several_cores_share(int rows, int depth)
    {
        AssertLowerSubtracted(rows, depth, null);
        AssertLowerSubtracted(rows, depth, new FitContext().Parallelism);
    }

    private static void AssertSubtracted(int rows, int columns, int depth, ParallelOptions? parallelism)
    {
        int stride = Math.Max(columns, depth) + 8, right = columns + 16;
        double[] a = SparseProblems.RandomNumbers((rows + 1) * stride, 1), b = SparseProblems.RandomNumbers((depth + 1) * right, 2);
        double[] c = SparseProblems.RandomNumbers((rows + 1) * stride, 3);
        double[] expected = [.. c];
        fixed (double* pa = a, pb = b, pc = c)
        {
            FrontalUpdate.Subtract(pa, pb, pc, rows, columns, depth, new FrontStrides(stride, right), parallelism);
        }

        SubtractPlainly(a, b, expected, rows, (_, j) => j < columns, depth, stride, right);
        AssertEqual(expected, c);
    }

    private static void AssertLowerSubtracted(int rows, int depth, ParallelOptions? parallelism)
    {
        int stride = rows + depth + 24, right = rows + 16;
        double[] a = SparseProblems.RandomNumbers((rows + 1) * stride, 1), b = SparseProblems.RandomNumbers((depth + 1) * right, 2);
        double[] c = SparseProblems.RandomNumbers((rows + 1) * stride, 3);
        double[] expected = [.. c];
        fixed (double* pa = a, pb = b, pc = c)
        {
            FrontalUpdate.SubtractLower(pa, pb, pc, rows, depth, new FrontStrides(stride, right), parallelism);
        }

        SubtractPlainly(a, b, expected, rows, (i, j) => j <= i, depth, stride, right);
        for (int i = 0; i <= rows; i++)
        {
            // The 15 entries right of the diagonal belong to nobody.
            int from = i < rows ? i + 1 : 0, to = i < rows ? i + 16 : 0;
            c.AsSpan((i * stride) + from, to - from).CopyTo(expected.AsSpan((i * stride) + from));
        }

        AssertEqual(expected, c);
    }

    private static void SubtractPlainly(double[] a, double[] b, double[] c, int rows, Func<int, int, bool> isWanted, int depth, int stride, int right)
    {
        for (int i = 0; i < rows; i++)
        {
            for (int k = 0; k < depth; k++)
            {
                for (int j = 0; isWanted(i, j); j++)
                {
                    c[(i * stride) + j] -= a[(i * stride) + k] * b[(k * right) + j];
                }
            }
        }
    }

    private static void AssertEqual(double[] expected, double[] found)
    {
        for (int i = 0; i < expected.Length; i++)
        {
            if (Math.Abs(expected[i] - found[i]) > 1e-12)
            {
                Assert.AreEqual(expected[i], found[i], 1e-12, $"number {i}");
            }
        }

        Assert.HasCount(expected.Length, found);
    }
}
