using LleTransforms.Alignment;
using LleTransforms.Core.Tests.Alignment;
using LleTransforms.Core.Tests.LinearAlgebra.Dense;
using LleTransforms.Eigen;
using LleTransforms.LinearAlgebra.Dense;
using LleTransforms.Running;
using MathNet.Numerics.LinearAlgebra;

namespace LleTransforms.Core.Tests.Eigen;

/// <summary>The dense solver of small problems against the eigenpairs of the full matrix.</summary>
[TestClass]
public sealed class DenseEigenSolverTests
{
    public static IEnumerable<object[]> Problems =>
        from isFactored in new[] { true, false }
        from count in new[] { 1, 4, 6 }
        select new object[] { isFactored, count };

    [TestMethod]
    [DynamicData(nameof(Problems))]
    public void Finds_the_bottom_vectors_in_blocks_of_four(bool isFactored, int count)
    {
        FactoredAlignment factored = AlignmentProblems.SwissRoll(60, 8, 3);
        AlignmentMatrix alignment = isFactored ? factored : AlignmentProblems.Assemble(factored);
        var (values, expected) = DenseReference.Bottom(alignment, count);

        ColumnBlocks blocks = DenseEigenSolver.Run(alignment, count, new FitContext());

        Assert.HasCount((count + 3) / 4, blocks.Blocks);
        Matrix<double> found = blocks.ToMatrix(count);
        Matrix<double> residual = DenseReference.ToDense(factored.Residual);
        for (int c = 0; c < count; c++)
        {
            Assert.AreEqual(
                values[c], (residual * found.Column(c)).L2Norm() is var length ? length * length : 0, 1e-9 * values[^1], $"eigenvalue {c}");
            Assert.AreEqual(0, found.Column(c).Sum(), 1e-12, $"the constant in vector {c}");
        }

        Assert.IsInRange(0, 1e-12, (found.TransposeThisAndMultiply(found) - Matrix<double>.Build.DenseIdentity(count)).FrobeniusNorm());
        Assert.IsInRange(0, 1e-6, DenseReference.SineOfAngle(expected, found));
    }

    [TestMethod]
    public void Columns_beyond_the_count_are_empty()
    {
        ColumnBlocks blocks = DenseEigenSolver.Run(AlignmentProblems.SwissRoll(40, 8, 1), 5, new FitContext());

        Assert.AreEqual(0, blocks.ToMatrix(8).SubMatrix(0, 40, 5, 3).Enumerate().Sum(Math.Abs));
    }

    [TestMethod]
    public void Is_given_up_when_cancelled()
    {
        FactoredAlignment factored = AlignmentProblems.SwissRoll(30, 8, 3);
        var cancelled = new FitContext(cancellationToken: new CancellationToken(canceled: true));

        Assert.Throws<OperationCanceledException>(() => DenseEigenSolver.Run(factored, 2, cancelled));
        Assert.Throws<OperationCanceledException>(() => DenseEigenSolver.Run(AlignmentProblems.Assemble(factored), 2, cancelled));
    }
}
