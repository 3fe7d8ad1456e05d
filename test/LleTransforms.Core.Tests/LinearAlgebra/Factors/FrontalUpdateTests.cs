using LleTransforms.Core.Tests.LinearAlgebra.Sparse;
using LleTransforms.LinearAlgebra.Factors;
using LleTransforms.Running;

namespace LleTransforms.Core.Tests.LinearAlgebra.Factors;

/// <summary>C -= A B against three plain loops, at every remainder of the register tiles and of the tasks of rows.</summary>
[TestClass]
public unsafe class FrontalUpdateTests
{
    private delegate void Update(double* a, double* b, double* c, FrontStrides strides);

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
    [DataRow(false)]
    [DataRow(true)]
    public void Rows_of_a_task_whatever_the_registers(bool isWide)
    {
        foreach ((int from, int to) in (ReadOnlySpan<(int, int)>)[(0, 5), (4, 4), (3, 23), (16, 31), (20, 33)])
        {
            foreach (int columns in (int[])[8, 16, 24])
            {
                AssertSubtracted(to, columns, 5, (a, b, c, strides) =>
                    FrontalUpdate.SubtractRows(a, b, c, from, to, columns, 5, strides, false, isWide), from);
            }

            AssertLowerSubtracted(to, 5, (a, b, c, strides) =>
                FrontalUpdate.SubtractRows(a, b, c, from, to, to, 5, strides, true, isWide), from);
        }
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

    private static void AssertSubtracted(int rows, int columns, int depth, ParallelOptions? parallelism) =>
        AssertSubtracted(rows, columns, depth, (a, b, c, strides) =>
            FrontalUpdate.Subtract(a, b, c, rows, columns, depth, strides, parallelism), 0);

    private static void AssertLowerSubtracted(int rows, int depth, ParallelOptions? parallelism) =>
        AssertLowerSubtracted(rows, depth, (a, b, c, strides) =>
            FrontalUpdate.SubtractLower(a, b, c, rows, depth, strides, parallelism), 0);

    private static void AssertSubtracted(int rows, int columns, int depth, Update update, int from)
    {
        int stride = Math.Max(columns, depth) + 8, right = columns + 16;
        double[] a = SparseProblems.RandomNumbers((rows + 1) * stride, 1), b = SparseProblems.RandomNumbers((depth + 1) * right, 2);
        double[] c = SparseProblems.RandomNumbers((rows + 1) * stride, 3);
        double[] expected = [.. c];
        fixed (double* pa = a, pb = b, pc = c)
        {
            update(pa, pb, pc, new FrontStrides(stride, right));
        }

        SubtractPlainly(a, b, expected, (from, rows), (_, j) => j < columns, depth, stride, right);
        AssertEqual(expected, c);
    }

    private static void AssertLowerSubtracted(int rows, int depth, Update update, int firstRow)
    {
        int stride = rows + depth + 24, right = rows + 16;
        double[] a = SparseProblems.RandomNumbers((rows + 1) * stride, 1), b = SparseProblems.RandomNumbers((depth + 1) * right, 2);
        double[] c = SparseProblems.RandomNumbers((rows + 1) * stride, 3);
        double[] expected = [.. c];
        fixed (double* pa = a, pb = b, pc = c)
        {
            update(pa, pb, pc, new FrontStrides(stride, right));
        }

        SubtractPlainly(a, b, expected, (firstRow, rows), (i, j) => j <= i, depth, stride, right);
        for (int i = firstRow; i < rows; i++)
        {
            // The 15 entries right of the diagonal belong to nobody.
            c.AsSpan((i * stride) + i + 1, 15).CopyTo(expected.AsSpan((i * stride) + i + 1));
        }

        AssertEqual(expected, c);
    }

    private static void SubtractPlainly(
        double[] a, double[] b, double[] c, (int From, int To) rows, Func<int, int, bool> isWanted, int depth, int stride, int right)
    {
        for (int i = rows.From; i < rows.To; i++)
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
            if (!(Math.Abs(expected[i] - found[i]) <= 1e-12))
            {
                Assert.AreEqual(expected[i], found[i], 1e-12, $"number {i}");
            }
        }

        Assert.HasCount(expected.Length, found);
    }
}
