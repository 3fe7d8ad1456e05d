using System.Runtime.Intrinsics;
using LleTransforms.LinearAlgebra.Dense;
using MathNet.Numerics.LinearAlgebra;

namespace LleTransforms.Core.Tests.LinearAlgebra.Dense;

/// <summary>Q^T A Q = T in every lane, Q being orthogonal.</summary>
[TestClass]
public sealed class BatchedTridiagonalizationTests
{
    [TestMethod]
    [DataRow(1, 1)]
    [DataRow(2, 2)]
    [DataRow(3, 3)]
    [DataRow(4, 9)]
    [DataRow(13, 13)]
    public void Every_lane_has_the_tridiagonal_form_of_its_matrix(int size, int capacity)
    {
        var random = new Random(size);
        Matrix<double>[] matrices = [.. Enumerable.Range(0, 8).Select(lane => Make(size, lane, random))];
        var reduction = new BatchedTridiagonalization(capacity);

        // What stands there from another matrix is not read.
        reduction.Matrix.Values.Fill(double.NaN);
        for (int lane = 0; lane < 8; lane++)
        {
            for (int i = 0; i < size; i++)
            {
                for (int j = 0; j <= i; j++)
                {
                    reduction.Matrix.Values[(((i * (i + 1) / 2) + j) * 8) + lane] = matrices[lane][i, j];
                }
            }
        }

        var diagonal = new Vector512<double>[size];
        var offDiagonal = new Vector512<double>[size];
        Array.Fill(offDiagonal, Vector512.Create(double.NaN));
        reduction.Reduce(size, diagonal, offDiagonal);
        var vectors = new Vector512<double>[size * size];
        for (int i = 0; i < size; i++)
        {
            vectors[(i * size) + i] = Vector512<double>.One;
        }

        reduction.BackTransform(vectors, size);
        for (int lane = 0; lane < 8; lane++)
        {
            double scale = 1e-300 + matrices[lane].FrobeniusNorm();
            Matrix<double> q = Matrix<double>.Build.Dense(size, size, (i, v) => vectors[(i * size) + v][lane]);
            Matrix<double> t = Matrix<double>.Build.Dense(size, size, (i, j) =>
                i == j ? diagonal[i][lane] : Math.Abs(i - j) == 1 ? offDiagonal[Math.Min(i, j)][lane] : 0);
            Assert.IsInRange(0, 1e-14 * size, (q.TransposeThisAndMultiply(q) - Matrix<double>.Build.DenseIdentity(size)).FrobeniusNorm(),
                $"lane {lane}, Q");
            Assert.IsInRange(
                0, 1e-14 * size * scale, ((q.TransposeThisAndMultiply(matrices[lane]) * q) - t).FrobeniusNorm(), $"lane {lane}, T");
            Assert.AreEqual(0, offDiagonal[size - 1][lane]);
        }
    }

    /// <summary>By lane: one whose columns are all but done, one that is tridiagonal, a diagonal one, zero, one whose first column is done,
    /// one that splits, tiny and huge ones.</summary>
    private static Matrix<double> Make(int size, int lane, Random random)
    {
        Matrix<double> root = Matrix<double>.Build.Dense(size, size, (_, _) => random.NextDouble() - 0.5);
        Matrix<double> plain = root + root.Transpose();
        return lane switch
        {
            1 => Matrix<double>.Build.Dense(size, size, (i, j) => Math.Abs(i - j) <= 1 ? plain[i, j] : 0),
            2 => Matrix<double>.Build.DenseOfDiagonalVector(plain.Diagonal()),
            3 => Matrix<double>.Build.Dense(size, size),
            4 => Matrix<double>.Build.Dense(size, size, (i, j) => i == j || Math.Min(i, j) > 0 ? plain[i, j] : 0),
            5 => Matrix<double>.Build.Dense(size, size, (i, j) => (i < size / 2) == (j < size / 2) ? plain[i, j] : 0),
            6 => 1e-60 * plain,
            7 => 1e60 * plain,
            _ => Matrix<double>.Build.Dense(size, size, (i, j) => Math.Abs(i - j) > 1 ? 1e-9 * plain[i, j] : i == j ? plain[i, j] : 1),
        };
    }
}
