using LleTransforms.Core.Tests.LinearAlgebra.Sparse;
using LleTransforms.LinearAlgebra.Factors;
using LleTransforms.Running;

namespace LleTransforms.Core.Tests.LinearAlgebra.Factors;

/// <summary>What threads share of a solve, against one thread: the same bits, at sizes around the blocks of 128 and the tasks.</summary>
[TestClass]
public unsafe class SharedPanelSolveTests
{
    private const double Guard = 12345;

    private static IEnumerable<int> Sizes => [0, 1, 3, 4, 7, 16, 63, 127, 128, 129, 132, 255, 259, 390, 523];

    private static ParallelOptions Three => new FitContext(null, 3, default).Parallelism;

    private delegate void Step(double* block, double* x, ParallelOptions? parallelism);

    [TestMethod]
    [DynamicData(nameof(Sizes))]
    public void Triangles(int p)
    {
        AssertSame(p, (block, x, parallelism) => SharedPanelSolve<double>.Lower(block, p, x, parallelism));
        AssertSame(p, (block, x, parallelism) => SharedPanelSolve<double>.UpperTransposed(block, p, x, parallelism));
        AssertSame(p, (block, x, parallelism) => SharedPanelSolve<double>.LowerTransposed(block, p, x, parallelism));
    }

    [TestMethod]
    [DataRow(0, 5)]
    [DataRow(3, 300)]
    [DataRow(64, 256)]
    [DataRow(70, 523)]
    [DataRow(140, 515)]
    public void Borders(int p, int b)
    {
        double[] panel = [.. SparseProblems.RandomNumbers(b * p, 1), Guard], all = SparseProblems.RandomNumbers(4 * 2 * b, 2);
        double[] own = [.. SparseProblems.RandomNumbers(p * 4, 3), Guard];
        double[][] products = [new double[(4 * b) + 1], new double[(4 * b) + 1]], sums = [[.. own], [.. own]];
        int[] rows = [.. Enumerable.Range(0, b).Select(i => (2 * i) + (i % 2))];
        for (int turn = 0; turn < 2; turn++)
        {
            ParallelOptions? parallelism = turn == 0 ? null : Three;
            products[turn][^1] = Guard;
            fixed (double* f = panel, v = own, r = products[turn], a = all, s = sums[turn])
            {
                SharedPanelSolve<double>.NegatedProduct(f, b, p, v, r, parallelism);
                SharedPanelSolve<double>.SubtractTransposedProduct(f, rows, p, a, s, parallelism);
            }
        }

        Assert.AreEqual(Guard, products[1][^1]);
        Assert.AreEqual(Guard, sums[1][^1]);
        CollectionAssert.AreEqual(products[0], products[1]);
        CollectionAssert.AreEqual(sums[0], sums[1]);
        Assert.IsTrue(p == 0 || products[1].SkipLast(1).All(value => value != 0));
    }

    [TestMethod]
    public void A_cancelled_solve_stops()
    {
        double[] block = SparseProblems.RandomNumbers(300 * 300, 1), x = new double[4 * 300];
        ParallelOptions cancelled = new FitContext(null, 3, new CancellationToken(true)).Parallelism;
        fixed (double* f = block, v = x)
        {
            nint factors = (nint)f, rows = (nint)v;
            Assert.ThrowsExactly<OperationCanceledException>(() =>
                SharedPanelSolve<double>.Lower((double*)factors, 300, (double*)rows, cancelled));
        }
    }

    private static void AssertSame(int p, Step step)
    {
        double[] block = [.. SparseProblems.RandomNumbers(p * p, 1), Guard];
        for (int i = 0; i < p; i++)
        {
            // Solutions of random triangles grow without bound.
            for (int j = 0; j < p; j++)
            {
                block[(i * p) + j] = i == j ? 1.5 : block[(i * p) + j] / p;
            }
        }

        double[] right = [.. SparseProblems.RandomNumbers(p * 4, 2), Guard];
        double[] alone = [.. right], shared = [.. right];
        fixed (double* f = block, a = alone, s = shared)
        {
            step(f, a, null);
            step(f, s, Three);
        }

        CollectionAssert.AreEqual(alone, shared);
        Assert.AreEqual(Guard, shared[^1]);
        Assert.IsTrue(p < 2 || !alone.SequenceEqual(right));
    }
}
