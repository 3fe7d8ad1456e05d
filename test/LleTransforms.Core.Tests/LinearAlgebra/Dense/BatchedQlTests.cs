using System.Runtime.Intrinsics;
using LleTransforms.LinearAlgebra.Dense;
using MathNet.Numerics.LinearAlgebra;

namespace LleTransforms.Core.Tests.LinearAlgebra.Dense;

/// <summary>T V = V D in every lane, V being orthogonal, for tridiagonal matrices that split at different places.</summary>
[TestClass]
public sealed class BatchedQlTests
{
    [TestMethod]
    [DataRow(1)]
    [DataRow(2)]
    [DataRow(3)]
    [DataRow(7)]
    [DataRow(16)]
    public void Every_lane_has_the_eigenpairs_of_its_matrix(int size)
    {
        var iteration = new BatchedQl(size);
        AssertDecomposes(iteration, size, 1);

        // Of the rotations of the matrices before nothing may be left.
        AssertDecomposes(iteration, size, 2);
    }

    [TestMethod]
    public void Room_for_rotations_grows() => AssertDecomposes(new BatchedQl(1), 20, 3);

    [TestMethod]
    public void Four_sweeps_a_value_are_enough()
    {
        const int Size = 40;
        var iteration = new BatchedQl(Size);
        var random = new Random(1);
        double[][,] given = [.. Enumerable.Range(0, 8).Select(_ => Make(Size, 0, random))];
        iteration.Iterate(
            [.. Enumerable.Range(0, Size).Select(i => Lanes(lane => given[lane][i, 0]))],
            [.. Enumerable.Range(0, Size).Select(i => Lanes(lane => given[lane][i, 1]))]);

        // Sweeps of n, n - 1, ... rotations: four a value are 2 n^2 together; of the lanes the one that needs most counts.
        Assert.IsInRange(0, 2 * Size * Size, iteration.RotationCount);
    }

    [TestMethod]
    public void Entries_whose_squares_vanish_do_no_harm_nor_stop_other_lanes()
    {
        var random = new Random(6);
        AssertDecomposes(new BatchedQl(3), [.. Enumerable.Range(0, 8).Select(lane => (lane % 4) switch
        {
            1 => new[,] { { 1, 0.5 }, { 0, 1e-200 }, { 0, 0 } },
            2 => new[,] { { 0, 1e-200 }, { 0, 1e-200 }, { 0, 0 } },
            _ => Make(3, 0, random),
        })]);
    }

    [TestMethod]
    public void A_long_run_of_entries_whose_squares_vanish_is_no_reason_to_give_up()
    {
        const int Size = 90;
        var random = new Random(8);
        AssertDecomposes(new BatchedQl(Size), [.. Enumerable.Range(0, 8).Select(lane =>
        {
            double[,] entries = Make(Size, lane, random);
            for (int i = 0; lane % 2 == 1 && i < Size; i++)
            {
                (entries[i, 0], entries[i, 1]) = (i == 0 ? 1 : 0, i == Size - 1 ? 0 : 1e-200);
            }

            return entries;
        })]);
    }

    [TestMethod]
    public void Entries_that_are_not_finite_are_refused()
    {
        Vector512<double>[] d = [Vector512<double>.One, Vector512.Create(1, 1, 1, 1, double.NaN, 1, 1, 1), Vector512<double>.One];
        Vector512<double>[] e = [Vector512<double>.One, Vector512<double>.One, Vector512<double>.Zero];

        string message = Assert.ThrowsExactly<ArithmeticException>(() => new BatchedQl(3).Iterate(d, e)).Message;
        Assert.Contains("3 x 3", message);
        Assert.Contains("in 180 sweeps", message);
    }

    private static void AssertDecomposes(BatchedQl iteration, int size, int seed)
    {
        var random = new Random((100 * size) + seed);
        AssertDecomposes(iteration, [.. Enumerable.Range(0, 8).Select(lane => Make(size, lane, random))]);
    }

    private static void AssertDecomposes(BatchedQl iteration, double[][,] given)
    {
        int size = given[0].GetLength(0);
        Vector512<double>[] d = [.. Enumerable.Range(0, size).Select(i => Lanes(lane => given[lane][i, 0]))];
        Vector512<double>[] e = [.. Enumerable.Range(0, size).Select(i => Lanes(lane => given[lane][i, 1]))];
        iteration.Iterate(d, e);
        var vectors = new Vector512<double>[size * size];
        for (int i = 0; i < size; i++)
        {
            vectors[(i * size) + i] = Vector512<double>.One;
        }

        iteration.BackTransform(vectors, size);
        for (int lane = 0; lane < 8; lane++)
        {
            double[,] entries = given[lane];
            Matrix<double> t = Matrix<double>.Build.Dense(size, size, (i, j) =>
                i == j ? entries[i, 0] : Math.Abs(i - j) == 1 ? entries[Math.Min(i, j), 1] : 0);
            Matrix<double> v = Matrix<double>.Build.Dense(size, size, (i, c) => vectors[(i * size) + c][lane]);
            Matrix<double> values = Matrix<double>.Build.Dense(size, size, (i, j) => i == j ? d[i][lane] : 0);
            double scale = 1e-300 + t.FrobeniusNorm();
            Assert.IsInRange(0, 1e-14 * size, (v.TransposeThisAndMultiply(v) - Matrix<double>.Build.DenseIdentity(size)).FrobeniusNorm(),
                $"lane {lane}, V");
            Assert.IsInRange(0, 1e-14 * size * scale, ((t * v) - (v * values)).FrobeniusNorm(), $"lane {lane}, residual");
        }
    }

    private static Vector512<double> Lanes(Func<int, double> value) => Vector512.Create([.. Enumerable.Range(0, 8).Select(value)]);

    /// <summary>
    /// The diagonal and the entries beside it, by lane: plain, split in the middle, diagonal, zero, split at both ends, equal entries,
    /// graded downwards and upwards.
    /// </summary>
    private static double[,] Make(int size, int lane, Random random)
    {
        double[,] entries = new double[size, 2];
        for (int i = 0; i < size; i++)
        {
            double grade = lane switch
            {
                3 => 0,
                6 => Math.Pow(10, -i),
                7 => Math.Pow(10, i - size),
                _ => 1,
            };
            bool isSplit = i == size - 1 || lane switch
            {
                1 => i == size / 2,
                2 => true,
                4 => i == 0 || i == size - 2,
                _ => false,
            };
            entries[i, 0] = lane == 5 ? 2 : grade * (random.NextDouble() - 0.5);
            entries[i, 1] = isSplit ? 0 : lane == 5 ? -1 : grade * (random.NextDouble() - 0.5);
        }

        return entries;
    }
}
