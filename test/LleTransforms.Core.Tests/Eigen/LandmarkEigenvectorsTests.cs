using System.Collections.Concurrent;
using LleTransforms.Alignment;
using LleTransforms.Core.Tests.Alignment;
using LleTransforms.Eigen;
using LleTransforms.LinearAlgebra;
using LleTransforms.LinearAlgebra.Sparse;
using LleTransforms.Running;
using MathNet.Numerics.LinearAlgebra;

namespace LleTransforms.Core.Tests.Eigen;

/// <summary>The bottom of M within the range of Z, by a dense basis of that range; few landmarks are
/// decomposed densely, many by Lanczos.</summary>
[TestClass]
public sealed class LandmarkEigenvectorsTests
{
    private static readonly ConcurrentDictionary<(int, int, int), Problem> _made = new();

    public static IEnumerable<object[]> Problems =>
        from isFactored in new[] { true, false }
        from shape in new[] { (100, 5, 1), (100, 5, 4), (100, 5, 6), (100, 5, 19), (242, 2, 3), (240, 2, 3), (246, 2, 42) }
        select new object[] { isFactored, shape.Item1, shape.Item2, shape.Item3 };

    [TestMethod]
    [DynamicData(nameof(Problems))]
    public void Finds_the_best_that_landmarks_can_give(bool isFactored, int rowCount, int spacing, int count)
    {
        var (factored, assembled, interpolation, values, vectors) =
            _made.GetOrAdd((rowCount, spacing, count), key => Make(key.Item1, key.Item2, key.Item3));
        AlignmentMatrix alignment = isFactored ? factored : assembled;

        EigenSolution found = LandmarkEigenvectors.Find(alignment, interpolation, new EigenRequest(count, 0), new FitContext());

        Matrix<double> columns = DenseReference.Columns(found);
        for (int c = 0; c < count; c++)
        {
            Assert.AreEqual(values[c], found.Eigenvalues[c], 1e-8 * values[c], $"eigenvalue {c}");
            Assert.AreEqual(0, columns.Column(c).Sum(), 1e-12, $"the constant in vector {c}");
        }

        Assert.IsInRange(
            0, 1e-12 * count, (columns.TransposeThisAndMultiply(columns) - Matrix<double>.Build.DenseIdentity(count)).FrobeniusNorm());
        Assert.IsInRange(0, 1e-6, DenseReference.SineOfAngle(vectors, columns));

        // Lanczos, which takes steps, needs room for its basis.
        int landmarkCount = interpolation.NumberOfColumns;
        Assert.AreEqual(landmarkCount > Math.Max(120, 3 * count), found.Statistics.Iterations > 0);
        Assert.Contains($"{landmarkCount} for {rowCount} rows", found.Solver);
    }

    [TestMethod]
    public void Landmarks_that_leave_the_problem_singular_are_an_error_that_says_so()
    {
        var alignment = new AssembledAlignment(new SparseMatrix(60, 60, new int[61], [], []));

        var error = Assert.ThrowsExactly<InvalidOperationException>(
            () => LandmarkEigenvectors.Find(
                alignment, LandmarkProblems.Interpolation(60, 5, 4, 1), new EigenRequest(2, 0), new FitContext()));
        Assert.Contains("12 landmarks", error.Message);
        Assert.IsInstanceOfType<SolverException>(error.InnerException);
    }

    [TestMethod]
    public void Is_given_up_when_cancelled() => Assert.Throws<OperationCanceledException>(() => LandmarkEigenvectors.Find(
        AlignmentProblems.SwissRoll(60, 8, 1), LandmarkProblems.Interpolation(60, 5, 4, 1), new EigenRequest(2, 0),
        new FitContext(cancellationToken: new CancellationToken(canceled: true))));

    private static Problem Make(int rowCount, int spacing, int count)
    {
        FactoredAlignment factored = AlignmentProblems.Cube(rowCount, 3, 8, 5);
        SparseMatrix interpolation = LandmarkProblems.Interpolation(rowCount, spacing, 4, 3);
        var (values, vectors) = LandmarkProblems.Bottom(factored, interpolation, count);
        return new Problem(factored, AlignmentProblems.Assemble(factored), interpolation, values, vectors);
    }

    private sealed record Problem(
        FactoredAlignment Factored, AssembledAlignment Assembled, SparseMatrix Interpolation, double[] Values, Matrix<double> Vectors);
}
