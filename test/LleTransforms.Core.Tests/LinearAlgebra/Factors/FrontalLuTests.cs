using LleTransforms.Core.Tests.LinearAlgebra.Sparse;
using LleTransforms.LinearAlgebra.Factors;
using LleTransforms.Running;
using MathNet.Numerics.LinearAlgebra;

namespace LleTransforms.Core.Tests.LinearAlgebra.Factors;

/// <summary>Partial LU of dense fronts: the factors' product is the front with its rows interchanged, at
/// sizes around the blocks of 8 and of 128.</summary>
[TestClass]
public unsafe class FrontalLuTests
{
    private const double Guard = 12345;

    [TestMethod]
    [DataRow(1, 0)]
    [DataRow(1, 1)]
    [DataRow(2, 11)]
    [DataRow(7, 3)]
    [DataRow(8, 0)]
    [DataRow(8, 8)]
    [DataRow(9, 1)]
    [DataRow(16, 17)]
    [DataRow(23, 6)]
    [DataRow(63, 10)]
    [DataRow(64, 0)]
    [DataRow(64, 21)]
    [DataRow(65, 9)]
    [DataRow(72, 40)]
    [DataRow(77, 0)]
    [DataRow(127, 5)]
    [DataRow(128, 20)]
    [DataRow(131, 31)]
    [DataRow(260, 40)]
    [DataRow(8, 248)]
    public void A_front_is_eliminated_as_by_hand(int pivots, int border) => AssertFactored(pivots, border, null);

    [TestMethod]
    public void A_large_front_is_shared_between_cores() => AssertFactored(170, 425, new FitContext().Parallelism);

    [TestMethod]
    public void Pivots_that_are_tiny_are_replaced_with_their_sign()
    {
        // The diagonal is all there is: nothing to interchange with.
        double[] d = [2, -1e-3, 1e-3, 0, double.NaN, -0.5, 0.5, -3, 1e-3, 1];
        int stride = FrontSizes.LuStride(9, 1);
        double[] front = new double[10 * stride];
        for (int i = 0; i < 10; i++)
        {
            front[(i * stride) + (i < 9 ? i : FrontSizes.BorderColumn(9))] = d[i];
        }

        int[] interchanges = new int[9];
        Factor(front, 9, 1, interchanges, 0.5, null, default);
        CollectionAssert.AreEqual(Enumerable.Range(0, 9).ToArray(), interchanges);
        CollectionAssert.AreEqual(
            new[] { 2, -0.5, 0.5, 0.5, 0.5, -0.5, 0.5, -3, 0.5 }, Enumerable.Range(0, 9).Select(i => front[(i * stride) + i]).ToArray());
    }

    [TestMethod]
    public void Rows_are_whole_tiles_and_share_no_cache_sets()
    {
        for (int pivots = 1; pivots < 140; pivots++)
        {
            int column = FrontSizes.BorderColumn(pivots);
            Assert.IsTrue(column >= pivots && column < pivots + 8 && column % 8 == 0);
            foreach (int border in (int[])[0, 1, 8, 120, 121, 128, 255, 256])
            {
                int stride = FrontSizes.LuStride(pivots, border);
                Assert.IsTrue(stride >= column + border && stride <= column + border + 7 + 8 && stride % 16 == 8);
            }
        }
    }

    [TestMethod]
    public void A_cancelled_fit_stops() => Assert.ThrowsExactly<OperationCanceledException>(() =>
        Factor(new double[10 * FrontSizes.LuStride(3, 7)], 3, 7, new int[3], 1, null, new CancellationToken(true)));

    private static void AssertFactored(int pivots, int border, ParallelOptions? parallelism)
    {
        int rows = pivots + border, shift = FrontSizes.BorderColumn(pivots) - pivots, stride = FrontSizes.LuStride(pivots, border);
        Matrix<double> dense = Matrix<double>.Build.Dense(rows, rows, SparseProblems.RandomNumbers(rows * rows, 5));
        double[] front = new double[(rows * stride) + 1];
        front[^1] = Guard;
        int Column(int j) => j < pivots ? j : j + shift;
        for (int i = 0; i < rows; i++)
        {
            for (int j = 0; j < rows; j++)
            {
                front[(i * stride) + Column(j)] = dense[i, j];
            }
        }

        int[] interchanges = new int[pivots];
        Factor(front, pivots, border, interchanges, 1e-12, parallelism, default);
        double Found(int i, int j) => front[(i * stride) + Column(j)];
        Matrix<double> lower = Matrix<double>.Build.Dense(rows, pivots, (i, j) => i == j ? 1 : i > j ? Found(i, j) : 0);
        Matrix<double> upper = Matrix<double>.Build.Dense(pivots, rows, (i, j) => i <= j ? Found(i, j) : 0);
        Matrix<double> complement = Matrix<double>.Build.Dense(rows, rows, (i, j) => i >= pivots && j >= pivots ? Found(i, j) : 0);
        for (int k = 0; k < pivots; k++)
        {
            Vector<double> held = dense.Row(k);
            dense.SetRow(k, dense.Row(interchanges[k]));
            dense.SetRow(interchanges[k], held);
        }

        Assert.IsInRange(0, 1e-14 * lower.FrobeniusNorm() * upper.FrobeniusNorm(), ((lower * upper) + complement - dense).FrobeniusNorm());

        // The largest entry of its column is the pivot.
        Assert.IsTrue(lower.SubMatrix(0, pivots, 0, pivots).Enumerate().All(factor => Math.Abs(factor) <= 1));
        Assert.AreEqual(Guard, front[^1]);
    }

    private static void Factor(
        double[] front, int pivots, int border, int[] interchanges, double tiny, ParallelOptions? parallelism,
        CancellationToken cancellationToken)
    {
        fixed (double* f = front)
        {
            FrontalLu<double>.Factor(
                f, pivots, border, FrontSizes.LuStride(pivots, border), interchanges, tiny, parallelism, cancellationToken);
        }
    }
}
