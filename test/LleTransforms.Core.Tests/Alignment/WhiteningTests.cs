using LleTransforms.Alignment;
using LleTransforms.Core.Tests.LinearAlgebra.Dense;
using LleTransforms.Features;
using LleTransforms.LinearAlgebra.Dense;
using LleTransforms.Running;
using MathNet.Numerics.LinearAlgebra;

namespace LleTransforms.Core.Tests.Alignment;

/// <summary>X W = U has orthonormal columns that span X's, for tall and wide tables of one block and of more.</summary>
[TestClass]
public sealed class WhiteningTests
{
    public static IEnumerable<object[]> Tables =>
        from shape in new[] { (40, 5), (9, 8), (12, 12), (12, 13), (20, 50), (5, 70), (2100, 6), (4096, 3), (13, 2100), (6, 4100) }
        select new object[] { shape.Item1, shape.Item2 };

    [TestMethod]
    [DynamicData(nameof(Tables))]
    public void Makes_the_columns_orthonormal_without_leaving_their_span(int rowCount, int columnCount)
    {
        CenteredFeatures features = LinearProblems.Random(rowCount, columnCount);
        Matrix<double> x = LinearProblems.Centered(features);
        var whitening = Whitening.Compute(new DeviationRows(features), new FitContext());

        int rank = Math.Min(rowCount - 1, columnCount);
        Assert.AreEqual(rank, whitening.Rank);
        Matrix<double> u = x * whitening.Apply(DenseMatrix.Identity(rank)).ToMatrix().Transpose();
        Assert.IsInRange(0, 1e-11, (u.TransposeThisAndMultiply(u) - Matrix<double>.Build.DenseIdentity(rank)).FrobeniusNorm());
        Assert.IsInRange(0, 1e-11 * x.FrobeniusNorm(), (x - (u * u.TransposeThisAndMultiply(x))).FrobeniusNorm());
    }

    [TestMethod]
    [DynamicData(nameof(Tables))]
    public void Quadratic_forms_are_those_of_the_orthonormal_columns(int rowCount, int columnCount)
    {
        if (rowCount < 9)
        {
            // The band of the alignment would meet itself.
            rowCount += 9;
        }

        CenteredFeatures features = LinearProblems.Random(rowCount, columnCount);
        var whitening = Whitening.Compute(new DeviationRows(features), new FitContext());
        Matrix<double> u = LinearProblems.Centered(features) * whitening.Apply(DenseMatrix.Identity(whitening.Rank)).ToMatrix().Transpose();
        FactoredAlignment factored = LinearProblems.Factored(rowCount);
        AssembledAlignment assembled = AlignmentProblems.Assemble(factored);

        AssertForm(u.TransposeThisAndMultiply(u), whitening.SquareOf(null, new FitContext()));
        AssertForm(u.TransposeThisAndMultiply(LinearProblems.Product(factored, u)), factored.Quadratic(whitening, new FitContext()));
        AssertForm(u.TransposeThisAndMultiply(LinearProblems.Product(assembled, u)), assembled.Quadratic(whitening, new FitContext()));
    }

    [TestMethod]
    [DataRow(30, 12)]
    [DataRow(12, 30)]
    public void Directions_without_variance_take_no_part(int rowCount, int columnCount)
    {
        // Columns 3 to 7 are constant; column 8 repeats column 9 and column 10 all but does.
        CenteredFeatures random = LinearProblems.Random(rowCount, columnCount);
        CenteredFeatures features = LinearProblems.Features(rowCount, columnCount, (row, c) => c switch
        {
            >= 3 and < 8 => 0.25,
            8 => random.Row(row)[9],
            >= 10 => 1e-7 * random.Row(row)[c],
            _ => random.Row(row)[c],
        });
        var whitening = Whitening.Compute(new DeviationRows(features), new FitContext());

        Assert.AreEqual(4, whitening.Rank);
    }

    [TestMethod]
    [DataRow(1e-5, 5)]
    [DataRow(1e-7, 4)]
    public void A_variance_of_a_millionth_of_a_millionth_is_the_least_that_counts(double length, int rank)
    {
        // Orthogonal columns of cosines have the variances of their factors.
        CenteredFeatures features =
            LinearProblems.Features(64, 5, (row, c) => (c == 4 ? length : 1) * Math.Cos(2 * Math.PI * (c + 1) * row / 64));

        Assert.AreEqual(rank, Whitening.Compute(new DeviationRows(features), new FitContext()).Rank);
    }

    [TestMethod]
    public void Constant_features_have_no_rank()
    {
        CenteredFeatures features = LinearProblems.Random(20, 3, 3);

        Assert.AreEqual(0, Whitening.Compute(new DeviationRows(features), new FitContext()).Rank);
    }

    private static void AssertForm(Matrix<double> expected, DenseMatrix found)
    {
        int rank = expected.RowCount;
        Assert.AreEqual((rank, rank), (found.NumberOfRows, found.NumberOfColumns));
        for (int i = 0; i < rank; i++)
        {
            for (int j = 0; j < rank; j++)
            {
                Assert.AreEqual(expected[i, j], found[i, j], 1e-10, $"{i}, {j}");
                Assert.AreEqual(found[j, i], found[i, j]);
            }
        }
    }
}
