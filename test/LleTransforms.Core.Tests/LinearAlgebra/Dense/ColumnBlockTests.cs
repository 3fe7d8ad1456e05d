using LleTransforms.Core.Tests.LinearAlgebra.Sparse;
using LleTransforms.LinearAlgebra.Dense;
using LleTransforms.Running;
using MathNet.Numerics.LinearAlgebra;

namespace LleTransforms.Core.Tests.LinearAlgebra.Dense;

/// <summary>Blocks of four columns against full matrices: fewer rows than one block of a sum takes, and
/// rows of three such blocks.</summary>
[TestClass]
public sealed class ColumnBlockTests
{
    private const int OneBlock = 37, ThreeBlocks = (2 * 8192) + 5;

    [TestMethod]
    [DataRow(OneBlock)]
    [DataRow(ThreeBlocks)]
    public void A_centred_block_has_columns_that_sum_to_zero(int n)
    {
        double[] block = Random(n, 1);
        Matrix<double> given = SparseProblems.ToMatrix(block);
        new ColumnBlock(block).Center(new FitContext());

        AssertEqual(given - Vector<double>.Build.Dense(n, 1).OuterProduct(given.ColumnSums() / n), block);
    }

    [TestMethod]
    [DataRow(OneBlock)]
    [DataRow(ThreeBlocks)]
    public void A_deflated_block_has_nothing_along_the_vector(int n)
    {
        double[] block = Random(n, 1);
        double[] vector = Random(n, 2)[..n];
        Vector<double> v = Vector<double>.Build.DenseOfArray(vector);
        Matrix<double> given = SparseProblems.ToMatrix(block);
        new ColumnBlock(block).Deflate(vector, v * v, new FitContext());

        AssertEqual(given - v.OuterProduct(v * given / (v * v)), block);
    }

    [TestMethod]
    [DataRow(OneBlock)]
    [DataRow(ThreeBlocks)]
    public void Sums_differences_and_norms_are_taken_by_column(int n)
    {
        double[] a = Random(n, 1), b = Random(n, 2);
        Matrix<double> x = SparseProblems.ToMatrix(a), y = SparseProblems.ToMatrix(b);
        var context = new FitContext();

        AssertEqual(x + y, Changed(b, t => t.Add(new ColumnBlock(a), context)));
        AssertEqual(y - (3 * x), Changed(b, t => t.AddScaled(-3, new ColumnBlock(a), context)));
        AssertEqual(x - y, Changed(b, t => t.SubtractFrom(new ColumnBlock(a), context)));
        double[] norms = new ColumnBlock(a).Norms(context);
        for (int c = 0; c < 4; c++)
        {
            Assert.AreEqual(x.Column(c).L2Norm(), norms[c], 1e-11);
        }
    }

    [TestMethod]
    [DataRow(OneBlock)]
    [DataRow(ThreeBlocks)]
    public void A_basis_of_blocks_is_projected_on_and_combined(int n)
    {
        ColumnBlock[] basis = [new(Random(n, 1)), new(Random(n, 2)), new(Random(n, 3))];
        double[] x = Random(n, 4);
        var context = new FitContext();
        Matrix<double> v = basis[0].ToMatrix().Append(basis[1].ToMatrix()).Append(basis[2].ToMatrix());
        Matrix<double> expected = v.TransposeThisAndMultiply(SparseProblems.ToMatrix(x));
        ColumnBlock found = new ColumnBlock(x).AlongBasis(basis, context);

        AssertEqual(expected, found.Values);
        Matrix<double> coefficients = found.ToMatrix();
        AssertEqual(SparseProblems.ToMatrix(x) - (v * coefficients), Changed(x, t => t.SubtractProduct(basis, found, context)));
        AssertEqual(v * coefficients, ColumnBlock.Combine(basis, found, context).Values);
    }

    [TestMethod]
    [DataRow(OneBlock)]
    [DataRow(ThreeBlocks)]
    public void An_orthonormalized_block_and_its_triangle_give_the_block_back(int n)
    {
        double[] block = Random(n, 1);
        Matrix<double> given = SparseProblems.ToMatrix(block);
        DenseMatrix r = new ColumnBlock(block).Orthonormalize(0, new Random(9), new FitContext());
        Matrix<double> q = SparseProblems.ToMatrix(block), triangle = r.ToMatrix();

        Assert.AreEqual(0, (q.TransposeThisAndMultiply(q) - Matrix<double>.Build.DenseIdentity(4)).FrobeniusNorm(), 1e-13);
        Assert.AreEqual(0, LargestEntry(given - (q * triangle)), 1e-12);
        Assert.AreEqual(0, triangle.StrictlyLowerTriangle().FrobeniusNorm());
        Assert.IsTrue(triangle.Diagonal().All(value => value > 0));
    }

    [TestMethod]
    [DataRow(0)]
    [DataRow(1)]
    [DataRow(3)]
    public void A_column_that_is_no_longer_than_negligible_is_replaced_and_counts_nothing(int dead)
    {
        // The dead column is the sum of those before it and a trace of 1e-9 of something else; the first is a trace alone.
        double[] block = Random(OneBlock, 1), trace = Random(OneBlock, 2);
        for (int i = 0; i < OneBlock; i++)
        {
            block[(i * 4) + dead] = (1e-9 * trace[i * 4]) + Enumerable.Range(0, dead).Sum(c => block[(i * 4) + c]);
        }

        Matrix<double> given = SparseProblems.ToMatrix(block);
        DenseMatrix r = new ColumnBlock(block).Orthonormalize(1e-6, new Random(9), new FitContext());
        Matrix<double> triangle = r.ToMatrix();
        Matrix<double> q = SparseProblems.ToMatrix(block);

        // The column is found again from those before it, to its trace; the columns behind it owe nothing to what replaced it.
        Assert.AreEqual(0, r[dead, dead]);
        Assert.AreEqual(0, triangle.Row(dead).L2Norm(), "nothing counts along what replaced it");
        Assert.AreEqual(1, q.Column(dead).L2Norm(), 1e-12);
        Matrix<double> rest = given - (q * triangle);
        for (int c = 0; c <= dead; c++)
        {
            Assert.AreEqual(0, rest.Column(c).L2Norm(), 1e-7, $"column {c}");
        }
    }

    [TestMethod]
    public void A_block_filled_at_random_lies_about_zero()
    {
        ColumnBlock filled = new(2000);
        filled.FillRandom(new Random(5));
        double[] block = filled.Values;
        Assert.IsInRange(-1, -0.99, block.Min());
        Assert.IsInRange(0.99, 1, block.Max());
        Assert.AreEqual(0, block.Average(), 0.03);
        Assert.AreEqual(1.0 / 3, block.Average(value => value * value), 0.02);
    }

    private static double[] Random(int n, int seed) => SparseProblems.RandomNumbers(n * ColumnBlock.Width, seed);

    private static double[] Changed(double[] block, Action<ColumnBlock> change)
    {
        ColumnBlock copy = new ColumnBlock(block).Clone();
        change(copy);
        return copy.Values;
    }

    private static void AssertEqual(Matrix<double> expected, double[] actual) =>
        Assert.AreEqual(0, LargestEntry(expected - SparseProblems.ToMatrix(actual)), 1e-12 * (1 + LargestEntry(expected)));

    /// <summary>A library's Frobenius norm makes an n x n matrix of a tall one.</summary>
    private static double LargestEntry(Matrix<double> matrix) => matrix.Enumerate().Max(Math.Abs);
}
