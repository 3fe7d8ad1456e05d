using LleTransforms.LinearAlgebra.Dense;
using MathNet.Numerics.LinearAlgebra;

namespace LleTransforms.Core.Tests.LinearAlgebra.Dense;

[TestClass]
public sealed class BatchedSymmetricEigenTests
{
    [TestMethod]
    public void Each_lane_has_the_eigenpairs_of_its_matrix()
    {
        var random = new Random(7);
        for (int size = 1; size <= 33; size++)
        {
            Matrix<double>[] matrices = [.. Enumerable.Range(0, BatchedSymmetricEigen.LaneCount).Select(kind => Make(size, kind, random))];
            var eigen = new BatchedSymmetricEigen(size);
            for (int lane = 0; lane < matrices.Length; lane++)
            {
                eigen.Load(lane, matrices[lane].ToRowMajorArray());
            }

            eigen.Decompose(matrices.Length);
            eigen.FindLargestVectors(size);

            for (int lane = 0; lane < matrices.Length; lane++)
            {
                double scale = 1e-300 + matrices[lane].FrobeniusNorm();
                double[] expected = [.. matrices[lane].Evd(Symmetricity.Symmetric).EigenValues.Select(value => value.Real).Order()];
                for (int i = 0; i < size; i++)
                {
                    Assert.AreEqual(expected[i], eigen.Values(lane)[i], 1e-13 * scale, $"size {size}, lane {lane}, eigenvalue {i}");
                }

                Matrix<double> vectors =
                    Matrix<double>.Build.DenseOfColumnArrays(Enumerable.Range(0, size).Select(v => VectorOf(eigen, lane, v, size)));
                Matrix<double> largestFirst = Matrix<double>.Build.DenseOfDiagonalArray([.. expected.Reverse()]);
                Assert.IsInRange(0, 1e-13 * size * scale, ((matrices[lane] * vectors) - (vectors * largestFirst)).FrobeniusNorm(),
                    $"size {size}, lane {lane}, residual");
                Assert.IsInRange(
                    0, 1e-13 * size, ((vectors.Transpose() * vectors) - Matrix<double>.Build.DenseIdentity(size)).FrobeniusNorm(),
                    $"size {size}, lane {lane}, angles");
            }
        }
    }

    [TestMethod]
    [DataRow(1)]
    [DataRow(3)]
    [DataRow(8)]
    public void A_matrix_has_the_same_bits_beside_any_others(int laneCount)
    {
        const int Size = 12;
        var random = new Random(11);
        Matrix<double>[] matrices = [.. Enumerable.Range(0, laneCount).Select(kind => Make(Size, kind, random))];
        var together = new BatchedSymmetricEigen(Size);
        for (int lane = 0; lane < laneCount; lane++)
        {
            together.Load(lane, matrices[lane].ToRowMajorArray());
        }

        together.Decompose(laneCount);
        together.FindLargestVectors(5);

        var alone = new BatchedSymmetricEigen(Size);
        for (int lane = 0; lane < laneCount; lane++)
        {
            alone.Load(0, matrices[lane].ToRowMajorArray());
            alone.Decompose(1);
            alone.FindLargestVectors(2);
            CollectionAssert.AreEqual(alone.Values(0).ToArray(), together.Values(lane).ToArray(), $"lane {lane}");
            for (int v = 0; v < 2; v++)
            {
                CollectionAssert.AreEqual(VectorOf(alone, 0, v, Size), VectorOf(together, lane, v, Size), $"lane {lane}, vector {v}");
            }
        }
    }

    [TestMethod]
    public void A_matrix_that_is_not_finite_is_refused()
    {
        var eigen = new BatchedSymmetricEigen(4);
        double[] matrix = new double[16];
        Array.Fill(matrix, double.NaN);
        eigen.Load(0, matrix);

        Assert.Contains("4 x 4", Assert.ThrowsExactly<ArithmeticException>(() => eigen.Decompose(1)).Message);
    }

    [TestMethod]
    public void What_lanes_held_before_is_not_decomposed_again()
    {
        var eigen = new BatchedSymmetricEigen(4);
        double[] bad = new double[16];
        Array.Fill(bad, double.NaN);
        for (int lane = 0; lane < BatchedSymmetricEigen.LaneCount; lane++)
        {
            eigen.Load(lane, bad);
        }

        Assert.ThrowsExactly<ArithmeticException>(() => eigen.Decompose(8));
        eigen.Load(0, Matrix<double>.Build.DenseOfDiagonalArray([4, 1, 3, 2]).ToRowMajorArray());
        eigen.Load(1, Matrix<double>.Build.DenseOfDiagonalArray([5, 8, 7, 6]).ToRowMajorArray());
        eigen.Decompose(2);
        eigen.FindLargestVectors(1);

        CollectionAssert.AreEqual(new double[] { 1, 2, 3, 4 }, eigen.Values(0).ToArray());
        CollectionAssert.AreEqual(new double[] { 5, 6, 7, 8 }, eigen.Values(1).ToArray());
        CollectionAssert.AreEqual(new double[] { 0, 1, 0, 0 }, VectorOf(eigen, 1, 0, 4));
    }

    private static double[] VectorOf(BatchedSymmetricEigen eigen, int lane, int index, int size)
    {
        double[] vector = new double[size];
        eigen.CopyLargestVector(lane, index, vector);
        return vector;
    }

    /// <summary>By kind: plain, of half rank, diagonal, zero, one that splits, one with a multiple
    /// eigenvalue, one of tiny and one of huge numbers.</summary>
    private static Matrix<double> Make(int size, int kind, Random random)
    {
        Matrix<double> root = Matrix<double>.Build.Dense(size, size, (_, _) => random.NextDouble() - 0.5);
        Matrix<double> plain = (root + root.Transpose()) / 2;
        Matrix<double> half = root.SubMatrix(0, size, 0, (size + 1) / 2);
        return kind switch
        {
            0 => plain,
            1 => half * half.Transpose(),
            2 => Matrix<double>.Build.DenseOfDiagonalVector(plain.Diagonal()),
            3 => Matrix<double>.Build.Dense(size, size),
            4 => Matrix<double>.Build.Dense(size, size, (i, j) => (i < size / 2) == (j < size / 2) ? plain[i, j] : 0),
            5 => Matrix<double>.Build.DenseIdentity(size) - (half.Column(0).Normalize(2) is var u ? 0.5 * u.OuterProduct(u) : root),
            6 => 1e-60 * plain,
            _ => 1e60 * plain,
        };
    }
}
