using System.Collections.Concurrent;
using LleTransforms.Alignment;
using LleTransforms.Core.Tests.Alignment;
using LleTransforms.Core.Tests.LinearAlgebra.Dense;
using LleTransforms.Eigen;
using LleTransforms.Features;
using LleTransforms.LinearAlgebra.Dense;
using LleTransforms.Neighbors;
using LleTransforms.Running;
using MathNet.Numerics.LinearAlgebra;

namespace LleTransforms.Core.Tests.Eigen;

/// <summary>The reduced eigenproblem of the linear methods against its definition, by a library's decompositions.</summary>
[TestClass]
public sealed class LinearAlignmentTests
{
    private const int Count = 3;

    // Many tests ask for the same problem, and looking for neighbours takes longer than solving it.
    private static readonly ConcurrentDictionary<(LleMethod, int, int, int), (CenteredFeatures, AlignmentMatrix, double[])> _made = new();

    public static IEnumerable<object[]> Problems =>
        from method in new[] { LleMethod.NeighborhoodPreservingEmbedding, LleMethod.LinearLocalTangentSpaceAlignment }
        from shape in new[] { (300, 5, 0), (300, 37, 4), (60, 90, 0), (50, 50, 0), (260, 96, 0) }
        select new object[] { method, shape.Item1, shape.Item2, shape.Item3 };

    [TestMethod]
    [DynamicData(nameof(Problems))]
    public void Solves_the_problem_that_defines_it(LleMethod method, int rowCount, int columnCount, int constantColumns)
    {
        var (features, alignment, expected) = Problem(method, rowCount, columnCount, constantColumns);
        LinearAlignment solution = LinearAlignment.Solve(features, alignment, Count, new FitContext());

        var x = Matrix<double>.Build.Dense(rowCount, columnCount, (row, c) => features.Row(row)[c] - solution.Mean[c]);
        Matrix<double> y = x * solution.Axes.ToMatrix().Transpose();
        Matrix<double> image = LinearProblems.Product(alignment, y);

        Assert.IsInRange(0, 1e-9, (y.TransposeThisAndMultiply(y) - Matrix<double>.Build.DenseIdentity(Count)).InfinityNorm());
        for (int c = 0; c < Count; c++)
        {
            double tolerance = 1e-9 * expected[^1];
            Assert.AreEqual(expected[c], solution.Eigenvalues[c], tolerance, $"eigenvalue {c}");
            Assert.AreEqual(expected[c], y.Column(c) * image.Column(c), tolerance, $"cost of component {c}");
        }
    }

    [TestMethod]
    [DynamicData(nameof(Problems))]
    public void Any_number_of_threads_gives_the_same_bits(LleMethod method, int rowCount, int columnCount, int constantColumns)
    {
        var (features, alignment, _) = Problem(method, rowCount, columnCount, constantColumns);

        LinearAlignment one = LinearAlignment.Solve(features, alignment, Count, new FitContext(numberOfThreads: 1));
        LinearAlignment three = LinearAlignment.Solve(features, alignment, Count, new FitContext(numberOfThreads: 3));

        CollectionAssert.AreEqual(one.Axes.Values, three.Axes.Values);
        CollectionAssert.AreEqual(one.Eigenvalues, three.Eigenvalues);
    }

    [TestMethod]
    [DataRow(60, 7)]
    [DataRow(9, 16)]
    public void Nearly_dependent_columns_cost_no_precision(int rowCount, int columnCount)
    {
        CenteredFeatures features = LinearProblems.NearlyDependent(rowCount, columnCount);
        FactoredAlignment factored = LinearProblems.Factored(rowCount);
        Matrix<double> x = LinearProblems.Centered(features);
        Matrix<double> left = Directions(x);
        double[] expected = [.. left.TransposeThisAndMultiply(LinearProblems.Product(factored, left))
            .Evd(Symmetricity.Symmetric).EigenValues.Select(value => value.Real)];
        foreach (AlignmentMatrix alignment in (AlignmentMatrix[])[factored, AlignmentProblems.Assemble(factored)])
        {
            LinearAlignment solution = LinearAlignment.Solve(features, alignment, expected.Length, new FitContext());
            Matrix<double> y = x * solution.Axes.ToMatrix().Transpose();

            Assert.IsInRange(0, 1e-9, (y.TransposeThisAndMultiply(y) - Matrix<double>.Build.DenseIdentity(expected.Length)).InfinityNorm());
            for (int c = 0; c < expected.Length; c++)
            {
                Assert.AreEqual(expected[c], solution.Eigenvalues[c], 1e-9 * expected[^1], $"eigenvalue {c}");
                Assert.AreEqual(expected[c], y.Column(c) * LinearProblems.Product(alignment, y).Column(c), 1e-9 * expected[^1],
                    $"cost of component {c}");
            }
        }
    }

    [TestMethod]
    public void Is_given_up_within_the_decomposition()
    {
        var (features, alignment, _) = Problem(LleMethod.NeighborhoodPreservingEmbedding, 260, 96, 0);
        using var source = new CancellationTokenSource();
        source.Cancel();
        var eigen = new SmallSymmetricEigen(96, new FitContext(cancellationToken: source.Token));

        Assert.Throws<OperationCanceledException>(() => eigen.Decompose(new double[96 * 96], 96));
        Assert.Throws<OperationCanceledException>(() =>
            LinearAlignment.Solve(features, alignment, Count, new FitContext(cancellationToken: source.Token)));
    }

    [TestMethod]
    public void More_components_than_the_features_rank_is_an_error()
    {
        var (features, alignment, _) = Problem(LleMethod.NeighborhoodPreservingEmbedding, 300, 37, 34);

        var error = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() =>
            LinearAlignment.Solve(features, alignment, 4, new FitContext()));

        StringAssert.Contains(error.Message, "NumberOfComponents is 4, but the features have rank 3");
        Assert.AreEqual(3, LinearAlignment.Solve(features, alignment, 3, new FitContext()).Axes.NumberOfRows);
    }

    private static (CenteredFeatures Features, AlignmentMatrix Alignment, double[] Expected) Problem(
        LleMethod method, int rowCount, int columnCount, int constantColumns) =>
        _made.GetOrAdd((method, rowCount, columnCount, constantColumns), key => Make(key.Item1, key.Item2, key.Item3, key.Item4));

    private static (CenteredFeatures Features, AlignmentMatrix Alignment, double[] Expected) Make(
        LleMethod method, int rowCount, int columnCount, int constantColumns)
    {
        var random = new Random(columnCount);
        double[,] rows = new double[rowCount, columnCount];
        for (int row = 0; row < rowCount; row++)
        {
            for (int c = 0; c < columnCount; c++)
            {
                rows[row, c] = c < constantColumns ? 1.5 : Math.Pow(0.9, c) * random.NextDouble();
            }
        }

        CenteredFeatures features = CenteredFeatures.Create(FeatureMatrix.FromArray(rows), new FitContext());
        var options = new LleOptions { Method = method, NumberOfComponents = Count, NumberOfNeighbors = 9 };
        NeighborGraph graph = NeighborSearches.Create(features, LleNeighborSearch.Auto, LleMetric.Euclidean, null, new FitContext(), 0)
            .FindGraph(9, new FitContext());
        AlignmentMatrix alignment = options.Variant.Align(features, graph, 0, options.Geometry, new FitContext());
        Matrix<double> left = Directions(LinearProblems.Centered(features));
        var evd = left.TransposeThisAndMultiply(LinearProblems.Product(alignment, left)).Evd(Symmetricity.Symmetric);
        return (features, alignment, [.. evd.EigenValues.Select(value => value.Real)]);
    }

    private static Matrix<double> Directions(Matrix<double> x)
    {
        var svd = x.Svd();
        int rank = svd.S.Count(value => value * value > 1e-12 * svd.S[0] * svd.S[0]);
        return svd.U.SubMatrix(0, x.RowCount, 0, rank);
    }
}
