using LleTransforms.Core.Tests.LinearAlgebra.Sparse;
using LleTransforms.LinearAlgebra.Factors;
using LleTransforms.Running;
using MathNet.Numerics.LinearAlgebra;

namespace LleTransforms.Core.Tests.LinearAlgebra.Factors;

/// <summary>Partial L D L^T of dense fronts: the factors' product is the front, at sizes around the blocks of 8 and of 64.</summary>
[TestClass]
public unsafe class FrontalCholeskyTests
{
    private const double Guard = 12345;

    [TestMethod]
    [DataRow(1, 1)]
    [DataRow(1, 2)]
    [DataRow(3, 12)]
    [DataRow(7, 20)]
    [DataRow(8, 8)]
    [DataRow(8, 9)]
    [DataRow(9, 17)]
    [DataRow(16, 16)]
    [DataRow(20, 23)]
    [DataRow(63, 90)]
    [DataRow(64, 64)]
    [DataRow(65, 72)]
    [DataRow(64, 83)]
    [DataRow(70, 101)]
    [DataRow(73, 73)]
    [DataRow(127, 140)]
    [DataRow(128, 128)]
    [DataRow(131, 150)]
    [DataRow(265, 300)]
    public void A_front_is_eliminated_as_by_hand(int pivots, int rows) => AssertFactored(pivots, rows, isDefinite: true, null);

    [TestMethod]
    public void A_large_front_is_shared_between_cores() => AssertFactored(140, 292, isDefinite: true, new FitContext().Parallelism);

    [TestMethod]
    [DataRow(5, 12)]
    [DataRow(30, 40)]
    public void Negative_pivots_are_kept(int pivots, int rows) => AssertFactored(pivots, rows, isDefinite: false, null);

    [TestMethod]
    public void Pivots_that_rounding_left_tiny_are_replaced()
    {
        // Pivots 2 and 11 vanish once those before them are eliminated; the last one has no value at all.
        const int Rows = 20;
        double[] d = [.. Enumerable.Range(0, Rows).Select(i => i is 2 or 11 ? 0 : i == 13 ? double.NaN : 1.0 + i)];
        int stride = FrontalCholesky.Stride(Rows);
        double[] front = new double[Rows * stride];
        for (int i = 0; i < Rows; i++)
        {
            front[(i * stride) + i] = d[i];
        }

        Factor(front, 14, Rows, 0.5, null, default);
        for (int i = 0; i < 14; i++)
        {
            Assert.AreEqual(i is 2 or 11 or 13 ? 0.5 : 1.0 + i, front[(i * stride) + i]);
        }
    }

    [TestMethod]
    public void A_pivot_as_large_as_the_bound_stands()
    {
        int stride = FrontalCholesky.Stride(2);
        double[] front = new double[2 * stride];
        front[0] = -0.5;
        front[stride + 1] = 0.25;
        Factor(front, 2, 2, 0.5, null, default);
        Assert.AreEqual(-0.5, front[0]);
        Assert.AreEqual(0.5, front[stride + 1]);
    }

    [TestMethod]
    public void Rows_have_room_for_a_tile_and_share_no_cache_sets()
    {
        for (int rows = 1; rows < 1100; rows++)
        {
            int stride = FrontalCholesky.Stride(rows);
            Assert.IsGreaterThanOrEqualTo(rows + 15, stride);
            Assert.IsInRange(0, rows + 15 + 7 + 8, stride);
            Assert.AreEqual(0, stride % 8);
            Assert.AreEqual(1, stride / 8 % 2);
            Assert.AreEqual(Math.Min(128L, rows) * stride, FrontalCholesky.ScratchLength(rows, rows));
        }
    }

    [TestMethod]
    public void A_cancelled_fit_stops() => Assert.ThrowsExactly<OperationCanceledException>(() =>
        Factor(new double[10 * FrontalCholesky.Stride(10)], 3, 10, 1, null, new CancellationToken(true)));

    private static void AssertFactored(int pivots, int rows, bool isDefinite, ParallelOptions? parallelism)
    {
        // Eigenvalues of the random part stay below twice the root of its size.
        Matrix<double> random = Matrix<double>.Build.Dense(rows, rows, SparseProblems.RandomNumbers(rows * rows, 5));
        Matrix<double> dense = (random + random.Transpose()) / 2;
        dense.SetDiagonal(
            [.. Enumerable.Range(0, rows).Select(i => isDefinite ? (2 * Math.Sqrt(rows)) + (i % 4) : rows * (i % 3 == 0 ? -1.0 : 1))]);
        int stride = FrontalCholesky.Stride(rows);
        double[] front = new double[(rows * stride) + 1];
        front[^1] = Guard;
        for (int i = 0; i < rows; i++)
        {
            for (int j = 0; j < stride; j++)
            {
                front[(i * stride) + j] = j <= i ? dense[i, j] : 0;
            }
        }

        Factor(front, pivots, rows, 1e-12, parallelism, default);

        Matrix<double> lower = Matrix<double>.Build.Dense(rows, pivots, (i, j) => i == j ? 1 : i > j ? front[(i * stride) + j] : 0);
        Matrix<double> scaled = Matrix<double>.Build.Dense(pivots, rows, (j, i) => lower[i, j] * front[(j * stride) + j]);
        Matrix<double> complement = Matrix<double>.Build.Dense(rows, rows, (i, j) =>
            Math.Min(i, j) < pivots ? 0 : front[(Math.Max(i, j) * stride) + Math.Min(i, j)]);
        Assert.IsInRange(0, 1e-13 * dense.FrobeniusNorm(), ((lower * scaled) + complement - dense).FrobeniusNorm());
        Assert.AreEqual(Guard, front[^1]);
    }

    private static void Factor(
        double[] front, int pivots, int rows, double tiny, ParallelOptions? parallelism, CancellationToken cancellationToken)
    {
        double[] scratch = [.. Enumerable.Repeat(double.NaN, (int)FrontalCholesky.ScratchLength(pivots, rows)), Guard];
        fixed (double* f = front, w = scratch)
        {
            FrontalCholesky.Factor(f, pivots, rows, w, tiny, parallelism, cancellationToken);
            Assert.AreEqual(Guard, scratch[^1]);
        }
    }
}
