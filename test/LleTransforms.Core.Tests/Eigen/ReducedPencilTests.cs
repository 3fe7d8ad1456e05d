using LleTransforms.Alignment;
using LleTransforms.Core.Tests.Alignment;
using LleTransforms.Core.Tests.LinearAlgebra.Dense;
using LleTransforms.Eigen;
using LleTransforms.LinearAlgebra.Dense;
using LleTransforms.LinearAlgebra.Sparse;
using LleTransforms.LinearAlgebra;
using LleTransforms.Running;
using MathNet.Numerics.LinearAlgebra;

namespace LleTransforms.Core.Tests.Eigen;

/// <summary>The operator of the landmarks as what it stands for: its pairs (mu, v) are those of Z^T M Z
/// y = Z^T Z y / mu, and it ends at the constant.</summary>
[TestClass]
public sealed class ReducedPencilTests
{
    private const int NumberOfRows = 90;

    public static IEnumerable<object[]> Problems =>
        from isFactored in new[] { true, false }
        from scale in new[] { 1, 1e-12, 1e12 }
        select new object[] { isFactored, scale };

    [TestMethod]
    [DynamicData(nameof(Problems))]
    public void Its_eigenpairs_are_those_of_the_reduced_problem(bool isFactored, double scale)
    {
        var (pencil, alignment, interpolation) = Make(isFactored, scale);
        Matrix<double> z = DenseReference.ToDense(interpolation);
        Matrix<double> reduced = z.TransposeThisAndMultiply(LandmarkProblems.Dense(alignment) * z);
        Matrix<double> mass = z.TransposeThisAndMultiply(z);
        Matrix<double> dense = Operator(pencil);
        double[] expected = LandmarkProblems.Bottom(alignment, interpolation, pencil.Size - 1).Values;

        Assert.IsInRange(0, 1e-11 * dense.FrobeniusNorm(), (dense - dense.Transpose()).FrobeniusNorm(), "symmetry");
        var evd = ((dense + dense.Transpose()) / 2).Evd(Symmetricity.Symmetric);
        int[] largestFirst = [.. Enumerable.Range(0, pencil.Size).OrderByDescending(i => evd.EigenValues[i].Real)];
        Assert.AreEqual(0, evd.EigenValues[largestFirst[^1]].Real, 1e-12 * dense.FrobeniusNorm(), "the constant");
        for (int i = 0; i < pencil.Size - 1; i++)
        {
            double mu = evd.EigenValues[largestFirst[i]].Real;
            Assert.AreEqual(1, mu * expected[i], 1e-7, $"eigenvalue {i}");

            ColumnBlock landmarks = pencil.ToLandmarks(Block(evd.EigenVectors.Column(largestFirst[i])));
            Vector<double> y = Vector<double>.Build.Dense(pencil.Size, j => landmarks[j, 0]);
            Assert.IsInRange(0, 1e-8 * (mass * y).L2Norm() / mu, ((reduced * y) - (mass * y / mu)).L2Norm(), $"vector {i}");
        }
    }

    [TestMethod]
    public void The_operator_is_the_same_with_a_mass_that_was_summed_and_the_block_stays()
    {
        var (pencil, alignment, interpolation) = Make(true, 1);
        var context = new FitContext();
        DenseMatrix mass = ReducedMatrix.OfSquare(interpolation, Identity(pencil.Size), context);
        var summed = ReducedPencil.Create(
            alignment.Reduce(interpolation, context), new DenseLandmarkMass(mass, interpolation.NumberOfRows), context);
        var random = new Random(4);
        var block = new ColumnBlock([.. Enumerable.Range(0, 4 * pencil.Size).Select(_ => random.NextDouble() - 0.5)]);
        double[] given = [.. block.Values];

        Matrix<double> landmarks = pencil.ToLandmarks(block).ToMatrix();
        Assert.IsInRange(0, 1e-11 * landmarks.FrobeniusNorm(), (landmarks - summed.ToLandmarks(block).ToMatrix()).FrobeniusNorm());
        CollectionAssert.AreEqual(given, block.Values);
        Matrix<double> dense = Operator(pencil);
        Assert.IsInRange(0, 1e-11 * dense.FrobeniusNorm(), (dense - Operator(summed)).FrobeniusNorm());
    }

    [TestMethod]
    public void The_four_columns_do_not_touch_each_other()
    {
        var (pencil, _, _) = Make(true, 1);
        Matrix<double> dense = Operator(pencil);
        var random = new Random(8);
        Matrix<double> columns = Matrix<double>.Build.Dense(pencil.Size, 4, (_, c) => (c + 1) * (random.NextDouble() - 0.5));
        ColumnBlock block = new(columns.ToRowMajorArray());
        pencil.Apply(block, new FitContext());

        Matrix<double> found = block.ToMatrix();
        Vector<double> means = columns.ColumnSums() / pencil.Size;
        Matrix<double> centered = Matrix<double>.Build.Dense(pencil.Size, 4, (i, c) => columns[i, c] - means[c]);
        Assert.IsInRange(0, 1e-12 * found.FrobeniusNorm(), (found - (dense * centered)).FrobeniusNorm());
        Assert.IsInRange(0, 1e-12 * found.FrobeniusNorm(), found.ColumnSums().L2Norm());
    }

    [TestMethod]
    public void A_reduced_matrix_that_is_singular_beyond_its_constant_is_refused()
    {
        // M = 0.
        var alignment = new AssembledAlignment(new SparseMatrix(NumberOfRows, NumberOfRows, new int[NumberOfRows + 1], [], []));
        SparseMatrix interpolation = LandmarkProblems.Interpolation(NumberOfRows, 5, 4, 1);

        var error = Assert.ThrowsExactly<SolverException>(() => ReducedPencil.Create(alignment, interpolation, new FitContext()));
        Assert.Contains("18 landmarks", error.Message);
    }

    private static (ReducedPencil Pencil, AlignmentMatrix Alignment, SparseMatrix Interpolation) Make(bool isFactored, double scale)
    {
        SparseMatrix plain = AlignmentProblems.SwissRoll(NumberOfRows, 8, 6).Residual;
        var factored = new FactoredAlignment(
            new SparseMatrix(NumberOfRows, NumberOfRows, plain.RowStarts, plain.Columns,
                [.. plain.Values.Select(value => value * Math.Sqrt(scale))]), 0);
        AlignmentMatrix alignment = isFactored ? factored : AlignmentProblems.Assemble(factored);
        SparseMatrix interpolation = LandmarkProblems.Interpolation(NumberOfRows, 5, 4, 1);
        return (ReducedPencil.Create(alignment, interpolation, new FitContext()), alignment, interpolation);
    }

    private static SparseMatrix Identity(int size) =>
        new(size, size, [.. Enumerable.Range(0, size + 1)], [.. Enumerable.Range(0, size)], [.. Enumerable.Repeat(1.0, size)]);

    /// <summary>The operator on unit vectors less their means, column by column.</summary>
    private static Matrix<double> Operator(ReducedPencil pencil)
    {
        int size = pencil.Size;
        return Matrix<double>.Build.DenseOfColumnVectors(Enumerable.Range(0, size).Select(column =>
        {
            ColumnBlock block = Block(Vector<double>.Build.Dense(size, i => (i == column ? 1 : 0) - (1.0 / size)));
            pencil.Apply(block, new FitContext());
            return Vector<double>.Build.Dense(size, i => block[i, 0]);
        }));
    }

    private static ColumnBlock Block(Vector<double> column)
    {
        ColumnBlock block = new(column.Count);
        for (int i = 0; i < column.Count; i++)
        {
            block[i, 0] = column[i];
        }

        return block;
    }
}
