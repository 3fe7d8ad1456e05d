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
            double[] next = Padded(size, b);
            (double first, double second) = b == 0
                ? PairBasis.Norms(next) : basis.Orthogonalize(next, b, new double[2 * count], new double[2 * count]);
            basis.Set(b, next, 1 / first, 1 / second);
        }

        double[] vector = Padded(size, 99), before = [.. vector], coefficients = new double[2 * count];
        (double, double) norms = basis.Orthogonalize(vector, count, coefficients, new double[2 * count]);
        Assert.AreEqual(PairBasis.Norms(vector), norms);
        for (int c = 0; c < 2; c++)
        {
            Matrix<double> v = Matrix<double>.Build.Dense(size, count, (i, b) => Vector(basis, size, b)[(2 * i) + c]);
            Vector<double> w = Column(before, size, c), found = Column(vector, size, c);
            Vector<double> along = v.TransposeThisAndMultiply(w);
            Assert.AreEqual(
                0, (v.TransposeThisAndMultiply(v) - Matrix<double>.Build.DenseIdentity(count)).FrobeniusNorm(), 1e-6, "orthonormal");

            // The basis is orthonormal to single precision. So a column and its part along the basis agree no better.
            Assert.AreEqual(0, v.TransposeThisAndMultiply(found).L2Norm(), 1e-6 * w.L2Norm());
            Vector<double> taken = Vector<double>.Build.Dense(count, b => coefficients[(2 * b) + c]);
            Assert.AreEqual(0, (w - (v * taken) - found).L2Norm(), 1e-12 * w.L2Norm());
            Assert.AreEqual(0, (along - taken).L2Norm(), 1e-6 * w.L2Norm());
        }
    }

    [TestMethod]
    public void A_column_that_all_but_lies_in_the_basis_has_a_second_pass_and_the_other_keeps_its_bits()
    {
        const int Size = 300;
        var basis = new PairBasis(Size);
        for (int b = 0; b < 3; b++)
        {
            double[] next = Padded(Size, b);
            (double first, double second) = b == 0 ? PairBasis.Norms(next) : basis.Orthogonalize(next, b, new double[6], new double[6]);
            basis.Set(b, next, 1 / first, 1 / second);
        }

        double[] plain = Padded(Size, 99), narrow = [.. plain], inside = Vector(basis, Size, 0);
        for (int i = 0; i < Size; i++)
        {
            narrow[2 * i] = (100 * inside[2 * i]) + (1e-3 * narrow[2 * i]);
        }

        basis.Orthogonalize(plain, 3, new double[6], new double[6]);
        (double left, _) = basis.Orthogonalize(narrow, 3, new double[6], new double[6]);
        Matrix<double> v = Matrix<double>.Build.Dense(Size, 3, (i, b) => Vector(basis, Size, b)[2 * i]);

        // One pass leaves 100 times what single precision loses, beside a column that is no longer than 0.02.
        Assert.IsInRange(0, 1e-7 * left, v.TransposeThisAndMultiply(Column(narrow, Size, 0)).L2Norm());
        CollectionAssert.AreEqual(Column(plain, Size, 1).ToArray(), Column(narrow, Size, 1).ToArray());
    }

    [TestMethod]
    public void Norms_and_factors_are_those_of_each_column()
    {
        double[] pair = [3, 1, 4, 2, 0, 2, 0, 0];
        Assert.AreEqual((5.0, 3.0), PairBasis.Norms(pair));
        var basis = new PairBasis(3);
        basis.Set(1, pair, 2, -1);
        CollectionAssert.AreEqual(new double[] { 6, -1, 8, -2, 0, -2, 0, 0 }, Vector(basis, 3, 1));
    }

    [TestMethod]
    [DataRow(1, 4)]
    [DataRow(2, 4)]
    [DataRow(3, 8)]
    public void Vectors_fill_whole_lanes(int size, int length) => Assert.AreEqual(length, PairBasis.PaddedLength(size));

    [TestMethod]
    public void Vectors_count_as_bytes() => Assert.AreEqual(8 * 7, PairBasis.BytesOfRow(7));

    private static double[] Padded(int size, int seed)
    {
        double[] pair = new double[PairBasis.PaddedLength(size)];
        SparseProblems.RandomNumbers(2 * size, seed).CopyTo(pair, 0);
        return pair;
    }

    private static double[] Vector(PairBasis basis, int size, int j)
    {
        double[] vector = new double[PairBasis.PaddedLength(size)];
        basis.CopyTo(j, vector);
        return vector;
    }

    private static Vector<double> Column(double[] pair, int size, int c) => InnerSystems.ToMatrix(pair[..(2 * size)]).Column(c);
}
