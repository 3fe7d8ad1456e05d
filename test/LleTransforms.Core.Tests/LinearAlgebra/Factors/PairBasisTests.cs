using LleTransforms.Core.Tests.LinearAlgebra.Sparse;
using LleTransforms.LinearAlgebra.Factors;
using MathNet.Numerics.LinearAlgebra;

namespace LleTransforms.Core.Tests.LinearAlgebra.Factors;

/// <summary>Bases of pairs against the same column by column.</summary>
[TestClass]
public sealed class PairBasisTests
{
    [TestMethod]
    [DataRow(1, 1)]
    [DataRow(7, 2)]
    [DataRow(1023, 3)]
    [DataRow(1024, 4)]
    [DataRow(1025, 5)]
    [DataRow(2500, 1)]
    public void A_vector_becomes_orthogonal_to_the_basis_column_by_column(int size, int count)
    {
        count = Math.Min(size, count);
        var basis = new PairBasis(size);
        for (int b = 0; b < count; b++)
        {
            SparseProblems.RandomNumbers(2 * size, b).CopyTo(basis[b], 0);
            basis.Orthogonalize(basis[b], b, new double[2 * count], new double[2 * count]);
            (double first, double second) = PairBasis.Norms(basis[b]);
            PairBasis.Scale(basis[b], 1 / first, 1 / second);
        }

        double[] vector = SparseProblems.RandomNumbers(2 * size, 99), before = [.. vector], coefficients = new double[2 * count];
        basis.Orthogonalize(vector, count, coefficients, new double[2 * count]);
        for (int c = 0; c < 2; c++)
        {
            Matrix<double> v = Matrix<double>.Build.Dense(size, count, (i, b) => basis[b][(2 * i) + c]);
            Vector<double> w = InnerSystems.ToMatrix(before).Column(c), found = InnerSystems.ToMatrix(vector).Column(c);
            Vector<double> along = v.TransposeThisAndMultiply(w);
            Assert.AreEqual(
                0, (v.TransposeThisAndMultiply(v) - Matrix<double>.Build.DenseIdentity(count)).FrobeniusNorm(), 1e-13, "orthonormal");
            Assert.AreEqual(0, (w - (v * along) - found).L2Norm(), 1e-12 * w.L2Norm());
            Assert.AreEqual(0, v.TransposeThisAndMultiply(found).L2Norm(), 1e-14 * w.L2Norm());
            for (int b = 0; b < count; b++)
            {
                Assert.AreEqual(along[b], coefficients[(2 * b) + c], 1e-12 * w.L2Norm());
            }
        }
    }

    [TestMethod]
    public void Norms_and_factors_are_those_of_each_column()
    {
        double[] pair = [3, 1, 4, 2, 0, 2];
        Assert.AreEqual((5.0, 3.0), PairBasis.Norms(pair));
        PairBasis.Scale(pair, 2, -1);
        CollectionAssert.AreEqual(new double[] { 6, -1, 8, -2, 0, -2 }, pair);
    }

    [TestMethod]
    public void Vectors_are_kept_and_count_as_bytes()
    {
        var basis = new PairBasis(5);
        Assert.AreSame(basis[3], basis[3]);
        Assert.HasCount(10, basis[0]);
        Assert.AreEqual(16 * 7, PairBasis.BytesOfRow(7));
    }
}
