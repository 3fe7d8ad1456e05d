using LleTransforms.Alignment;
using LleTransforms.Core.Tests.Alignment;
using LleTransforms.Core.Tests.LinearAlgebra.Dense;
using LleTransforms.Eigen;
using LleTransforms.LinearAlgebra.Dense;
using LleTransforms.LinearAlgebra;
using LleTransforms.Running;
using MathNet.Numerics.LinearAlgebra;

namespace LleTransforms.Core.Tests.Eigen;

/// <summary>Any basis of the bottom subspace gives the eigenpairs, of either kind of matrix.</summary>
[TestClass]
public sealed class RayleighRitzTests
{
    private const int Size = 90;

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public void A_basis_without_direction_gives_no_pair_that_passes(bool assembled)
    {
        FactoredAlignment cube = AlignmentProblems.Cube(Size, 3, 9, 4);
        AlignmentMatrix alignment = assembled ? AlignmentProblems.Assemble(cube) : cube;
        ColumnBlocks basis = new([new ColumnBlock([.. Enumerable.Range(0, Size * 4).Select(i => i % 4 == 1 ? 0 : Math.Sin(i))])]);
        Assert.ThrowsExactly<SolverException>(() =>
        {
            (double[] values, DenseMatrix vectors) = RayleighRitz.Solve(basis, alignment, 3, new FitContext());
            ResidualCheck.Require(alignment, values, vectors, null, new FitContext());
        });
    }

    [TestMethod]
    [DataRow(1, false)]
    [DataRow(3, false)]
    [DataRow(6, false)]
    [DataRow(1, true)]
    [DataRow(6, true)]
    public void A_mixed_basis_gives_the_eigenpairs(int count, bool assembled)
    {
        FactoredAlignment cube = AlignmentProblems.Cube(Size, 3, 9, 4);
        AlignmentMatrix alignment = assembled ? AlignmentProblems.Assemble(cube) : cube;
        (double[] expected, Matrix<double> vectors) = DenseReference.Bottom(alignment, count);

        // The basis is mixed, askew, off centre, and its last block holds columns that are not asked for.
        Matrix<double> mix = Matrix<double>.Build.Random(count, count, 5) + Matrix<double>.Build.DenseIdentity(count);
        Matrix<double> basis = (vectors * mix) + 0.3;
        ColumnBlocks given = new([.. Enumerable.Range(0, (count + 3) / 4).Select(b => new ColumnBlock([.. Enumerable.Range(0, Size * 4)
            .Select(i => (b * 4) + (i % 4) is var c && c < count ? basis[i / 4, c] : i)]))]);
        (double[] values, DenseMatrix found) = RayleighRitz.Solve(given, alignment, count, new FitContext());

        Matrix<double> y = found.ToMatrix().Transpose();
        Assert.HasCount(count, values);
        for (int c = 0; c < count; c++)
        {
            Assert.AreEqual(1, values[c] / expected[c], 1e-9, $"eigenvalue {c}");
            Assert.AreEqual(1, Math.Abs(y.Column(c) * vectors.Column(c)), 1e-9, $"vector {c}");
        }

        Assert.AreEqual(0, (y.TransposeThisAndMultiply(y) - Matrix<double>.Build.DenseIdentity(count)).FrobeniusNorm(), 1e-12);
        Assert.AreEqual(0, y.ColumnSums().AbsoluteMaximum(), 1e-12);
    }

    [TestMethod]
    public void A_basis_of_null_vectors_has_eigenvalues_of_zero()
    {
        // Two rows that each are their own neighbourhood's only member: A is 0 there, and their difference is a null vector.
        SortedDictionary<int, double>[] rows =
            [.. Enumerable.Range(0, 20).Select(i => new SortedDictionary<int, double> { [i] = i < 2 ? 0 : 1 })];
        var alignment = new FactoredAlignment(AlignmentProblems.FromSortedRows(rows), 0);
        ColumnBlock block = new(20);
        (block[0, 0], block[1, 0]) = (1, -1);
        (double[] values, DenseMatrix vectors) = RayleighRitz.Solve(new ColumnBlocks([block]), alignment, 1, new FitContext());

        Assert.AreEqual(0, values[0]);
        Assert.AreEqual(Math.Sqrt(0.5), Math.Abs(vectors[0, 0]), 1e-15);
        Assert.AreEqual(-vectors[0, 0], vectors[0, 1], 1e-15);
    }
}
