using LleTransforms.LinearAlgebra.Dense;
using LleTransforms.LinearAlgebra.Sparse;
using LleTransforms.LocalGeometry;
using LleTransforms.Running;
using MathNet.Numerics.LinearAlgebra;

namespace LleTransforms.Core.Tests.LocalGeometry;

/// <summary>Local forms against their papers' definitions, written down with full matrices.</summary>
[TestClass]
public sealed class LocalFormTests
{
    private const double Tolerance = 1e-8;

    [TestMethod]
    [DataRow(6, 3, 2)]
    [DataRow(9, 3, 1)]
    [DataRow(8, 8, 3)]
    [DataRow(7, 20, 4)]
    public void Tangent_spaces_forbid_all_but_affine_functions(int k, int columns, int d)
    {
        var patch = new Patch(k, columns, seed: k + d);
        Matrix<double> u = Patch.LeftVectors(patch.Centered, d);

        AssertEqual(Identity(k) - (u * u.Transpose()) - (1.0 / k), patch.FormOf(new TangentSpaces(patch.Features, k, d), k));
    }

    [TestMethod]
    public void A_neighbourhood_of_lower_rank_gives_the_coordinates_that_it_has()
    {
        var patch = new Patch(7, 5, seed: 2, rank: 1);
        Matrix<double> u = Patch.LeftVectors(patch.Centered, 1);

        // Single precision leaves a trace of other directions, far below the first.
        Matrix<double> form = patch.FormOf(new TangentSpaces(patch.Features, 7, 1), 7);
        AssertEqual(Identity(7) - (u * u.Transpose()) - (1.0 / 7), form);
        Assert.AreEqual(7 - 1 - 1, form.Trace(), 1e-9);
        Assert.AreEqual(7 - 1,
            new Patch(7, 5, seed: 2, rank: 0) is var flat ? flat.FormOf(new TangentSpaces(flat.Features, 7, 3), 7).Trace() : 0, 1e-12);
    }

    [TestMethod]
    [DataRow(7, 3, 2)]
    [DataRow(12, 3, 2)]
    [DataRow(5, 2, 1)]
    [DataRow(11, 20, 3)]
    public void Hessian_forms_are_the_quadratic_part_of_a_full_factorisation(int k, int columns, int d)
    {
        var patch = new Patch(k, columns, seed: k + d);
        Matrix<double> u = Patch.LeftVectors(patch.Centered, d);
        var design = new List<Vector<double>> { Vector<double>.Build.Dense(k, 1) };
        design.AddRange(u.EnumerateColumns());
        for (int a = 0; a < d; a++)
        {
            for (int b = a; b < d; b++)
            {
                design.Add(u.Column(a).PointwiseMultiply(u.Column(b)));
            }
        }

        Matrix<double> q = Matrix<double>.Build.DenseOfColumnVectors(design)
            .QR(MathNet.Numerics.LinearAlgebra.Factorization.QRMethod.Thin).Q;
        Matrix<double> h = q.SubMatrix(0, k, d + 1, d * (d + 1) / 2);

        AssertEqual(h * h.Transpose(), patch.FormOf(new HessianForms(patch.Features, k, d), k));
    }

    [TestMethod]
    [DataRow(6, 3, 2, 0.5)]
    [DataRow(8, 5, 2, 0.001)]
    [DataRow(7, 20, 2, 0.1)]
    [DataRow(5, 3, 1, 100.0)]
    [DataRow(7, 20, 2, 0.0)]
    [DataRow(8, 5, 2, 0.0)]
    public void Modified_weights_are_those_of_the_paper(int k, int columns, int d, double medianShare)
    {
        var patch = new Patch(k, columns, seed: k + d);
        Matrix<double> square = patch.Differences * patch.Differences.Transpose();
        var evd = square.Evd(Symmetricity.Symmetric);
        double[] variances = [.. evd.EigenValues.Select(value => Math.Max(0, value.Real)).Reverse()];
        int most = Math.Min(k, columns);
        int leading = Math.Min(d, most);
        while (leading < most && leading < k - 1 && variances[leading..].Sum() / variances[..leading].Sum() >= medianShare)
        {
            leading++;
        }

        int s = k - leading;
        Matrix<double> v = evd.EigenVectors.SubMatrix(0, k, 0, s);
        Vector<double> w = (square + (Identity(k) * 1e-3 * square.Trace())).Solve(Vector<double>.Build.Dense(k, 1));
        w /= w.Sum();

        // H maps V^T 1 to alpha 1: a Householder reflector (Zhang and Wang 2006, equation 3.1).
        Vector<double> sums = v.TransposeThisAndMultiply(Vector<double>.Build.Dense(k, 1));
        double alpha = sums.L2Norm() / Math.Sqrt(s);
        Vector<double> h = (Vector<double>.Build.Dense(s, alpha) - sums).Normalize(2);
        Matrix<double> reflector = Identity(s) - (2 * h.OuterProduct(h));
        Matrix<double> weights = (v * reflector) + ((1 - alpha) * w.OuterProduct(Vector<double>.Build.Dense(s, 1)));
        Matrix<double> bordered = weights.Stack(Matrix<double>.Build.Dense(1, s, -1));

        AssertEqual(bordered * bordered.Transpose(), patch.FormOf(new InOnePass(patch.Features, k, d, medianShare), k + 1));
    }

    private static double MedianOf(LleTransforms.Features.CenteredFeatures features, LleTransforms.Neighbors.NeighborGraph graph)
    {
        var shares = new VarianceShares(graph.NumberOfRows, 2);
        var form = new ModifiedWeights(features, graph.NumberOfNeighbors, 2, 1e-3, shares);
        double[] place = new double[PackedForm.Length(graph.NumberOfNeighbors + 1)];
        for (int row = 0; row < graph.NumberOfRows; row++)
        {
            form.Prepare(row, graph.Of(row), place);
        }

        shares.Settle();
        return shares.Median;
    }

    [TestMethod]
    public void The_median_share_is_that_of_all_rows()
    {
        var patch = new Patch(24, 4, seed: 9);
        var context = new FitContext();
        foreach (int rows in new[] { 25, 24 })
        {
            var features = patch.Features.Gather([.. Enumerable.Range(0, rows)]);
            var graph = LleTransforms.Neighbors.NeighborSearches.Create(features).FindGraph(6, context);
            double[] shares = [.. Enumerable.Range(0, rows).Select(row =>
            {
                var differences =
                    Matrix<double>.Build.Dense(6, 4, (j, c) => (double)features.Row(graph.Of(row)[j])[c] - features.Row(row)[c]);
                double[] squares = [.. differences.Svd().S.Select(value => value * value)];
                return squares[2..].Sum() / squares[..2].Sum();
            }).Order()];
            double expected = rows % 2 == 1 ? shares[rows / 2] : (shares[(rows / 2) - 1] + shares[rows / 2]) / 2;

            Assert.AreEqual(expected, MedianOf(features, graph), 1e-9);
        }
    }

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public void The_alignment_matrix_is_the_sum_of_all_forms(bool includesRow)
    {
        var patch = new Patch(30, 3, seed: 4);
        var context = new FitContext();
        var graph = LleTransforms.Neighbors.NeighborSearches.Create(patch.Features).FindGraph(7, context);
        Func<ILocalForm> create = includesRow
            ? () => new InOnePass(patch.Features, 7, 2, 0.1)
            : () => new TangentSpaces(patch.Features, 7, 2);
        int size = includesRow ? 8 : 7;
        var expected = Matrix<double>.Build.Dense(31, 31);
        double[] packed = new double[PackedForm.Length(size)];
        for (int row = 0; row < 31; row++)
        {
            int[] ascending = [.. graph.Of(row).ToArray().Order()];
            create().Compute(row, ascending, packed);
            Matrix<double> form = Patch.Unpack(packed, size);
            int[] members = includesRow ? [.. ascending, row] : ascending;
            for (int a = 0; a < size; a++)
            {
                for (int b = 0; b < size; b++)
                {
                    expected[members[a], members[b]] += form[a, b];
                }
            }
        }

        SparseMatrix matrix = AlignmentAssembly.Assemble(graph, includesRow, false, create, context).Matrix;
        var actual = Matrix<double>.Build.Dense(31, 31);
        for (int row = 0; row < 31; row++)
        {
            for (int at = matrix.RowStarts[row]; at < matrix.RowStarts[row + 1]; at++)
            {
                Assert.IsTrue(at == matrix.RowStarts[row] || matrix.Columns[at - 1] < matrix.Columns[at]);
                actual[row, matrix.Columns[at]] = matrix.Values[at];
            }
        }

        Assert.IsInRange(0, 1e-12, (expected - actual).FrobeniusNorm());
        Assert.IsInRange(0, 1e-12, (actual - actual.Transpose()).FrobeniusNorm());
    }

    [TestMethod]
    public void Small_symmetric_matrices_are_decomposed()
    {
        var random = new Random(7);
        for (int size = 1; size <= 24; size++)
        {
            Matrix<double> root = Matrix<double>.Build.Dense(size, size, (_, _) => random.NextDouble() - 0.5);
            Matrix<double> matrix = size % 3 == 0 ? root * root.SubMatrix(0, size, 0, (size + 1) / 2) * (
                root * root.SubMatrix(0, size, 0, (size + 1) / 2)).Transpose() : (root + root.Transpose()) / 2;
            double[] expected = [.. matrix.Evd(Symmetricity.Symmetric).EigenValues.Select(value => value.Real).Order()];
            var eigen = new SmallSymmetricEigen(size);

            eigen.Decompose(matrix.ToRowMajorArray(), size);
            eigen.FindLargestVectors(size);

            for (int i = 0; i < size; i++)
            {
                Assert.AreEqual(expected[i], eigen.Values[i], 1e-12 * (1 + matrix.L2Norm()), $"size {size}, eigenvalue {i}");
                Vector<double> vector = Vector<double>.Build.DenseOfArray(eigen.LargestVector(i).ToArray());
                Assert.AreEqual(1, vector.L2Norm(), 1e-10);
                Assert.IsInRange(0, 1e-7, ((matrix * vector) - (expected[size - 1 - i] * vector)).L2Norm(), $"size {size}, vector {i}");
            }
        }
    }

    [TestMethod]
    public void Products_are_added_to_the_lower_triangle()
    {
        double[] form = [1, 2, 3, 4, 5, 6];
        PackedForm.AddOuterProduct(form, 2, [1, 2, 3]);
        CollectionAssert.AreEqual(new double[] { 3, 6, 11, 10, 17, 24 }, form);
        PackedForm.AddSymmetricProduct(form, 0.5, [1, 0, 2], [1, 1, 0]);
        CollectionAssert.AreEqual(new[] { 4, 6.5, 11, 11, 18, 24 }, form);
        PackedForm.SetIdentity(form, 2);
        CollectionAssert.AreEqual(new double[] { 1, 0, 1, 11, 18, 24 }, form);
        Assert.AreEqual(15, PackedForm.Length(5));
        Assert.AreEqual(10, PackedForm.RowStart(4));
    }

    [TestMethod]
    [DataRow(LleMethod.Standard, 5, 2)]
    [DataRow(LleMethod.Modified, 5, 6)]
    [DataRow(LleMethod.Hessian, 2, 6)]
    [DataRow(LleMethod.Hessian, 4, 15)]
    [DataRow(LleMethod.LocalTangentSpaceAlignment, 3, 5)]
    [DataRow(LleMethod.NeighborhoodPreservingEmbedding, 3, 2)]
    [DataRow(LleMethod.LinearLocalTangentSpaceAlignment, 3, 5)]
    public void Each_method_needs_so_many_neighbours(LleMethod method, int d, int smallest) =>
        Assert.AreEqual(smallest, method.SmallestNumberOfNeighbors(d));

    private static Matrix<double> Identity(int size) => Matrix<double>.Build.DenseIdentity(size);

    private static void AssertEqual(Matrix<double> expected, Matrix<double> actual) =>
        Assert.IsInRange(0, Tolerance * (1 + expected.FrobeniusNorm()), (expected - actual).FrobeniusNorm());

    /// <summary>Both passes of a row at once, with the median given.</summary>
    private sealed class InOnePass(LleTransforms.Features.CenteredFeatures features, int neighborCount, int fewestLeading, double median)
        : ILocalForm
    {
        private readonly ModifiedWeights _form = new(
            features, neighborCount, fewestLeading, 1e-3, new VarianceShares(features.NumberOfRows, fewestLeading) { Median = median });

        public void Compute(int firstRow, ReadOnlySpan<int> neighbors, Span<double> forms)
        {
            _form.Prepare(firstRow, neighbors, forms);
            _form.Compute(firstRow, neighbors, forms);
        }
    }
}
