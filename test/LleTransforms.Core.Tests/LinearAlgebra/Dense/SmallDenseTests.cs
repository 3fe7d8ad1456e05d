using LleTransforms.LinearAlgebra;
using LleTransforms.LinearAlgebra.Dense;
using MathNet.Numerics.LinearAlgebra;

namespace LleTransforms.Core.Tests.LinearAlgebra.Dense;

/// <summary>The small dense steps of the iteration.</summary>
[TestClass]
public sealed class SmallDenseTests
{
    [TestMethod]
    public void A_product_is_that_of_the_matrices()
    {
        Matrix<double> a = Matrix<double>.Build.Random(4, 4, 1), b = Matrix<double>.Build.Random(4, 4, 2);
        Matrix<double> product = SmallDense.Product(Matrices.Of(a), Matrices.Of(b)).ToMatrix();
        Assert.IsInRange(0, 1e-14, ((a * b) - product).FrobeniusNorm());
    }

    [TestMethod]
    [DataRow(double.NaN)]
    [DataRow(double.PositiveInfinity)]
    public void Matrices_with_entries_that_are_not_finite_have_no_eigenvectors(double value)
    {
        DenseMatrix matrix = new(3, 3, [2, 1, 0, 1, 2, 0, 0, 0, value]);
        var error = Assert.ThrowsExactly<SolverException>(() => SmallDense.SymmetricEigen(matrix, 2));
        StringAssert.Contains(error.Message, "of 3 rows has entries that are not finite");
    }

    [TestMethod]
    public void Rows_of_empty_columns_are_left_out()
    {
        DenseMatrix vectors = Matrices.Of(new double[,] { { 1, 2 }, { 3, 4 }, { 5, 6 } });
        SmallDense.LeaveOut([false, true, false], vectors);
        CollectionAssert.AreEqual(new double[] { 1, 2, 0, 0, 5, 6 }, vectors.Values);
    }

    [TestMethod]
    public void Only_empty_directions_are_lifted_however_small_an_eigenvalue_is()
    {
        // The first is an eigenvalue that is 0 but for rounding, and wanted; the second the same by
        // chance; the third belongs to a column of zeros.
        DenseMatrix projected = new(4, 4, [-1e-19, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0.5]);
        SmallDense.LiftEmptyDirections(projected, [false, false, true, false]);
        CollectionAssert.AreEqual(new[] { -1e-19, 0, 5, 0.5 }, Enumerable.Range(0, 4).Select(i => projected[i, i]).ToArray());
        Assert.AreEqual(5.5 - 1e-19, projected.Values.Sum(), "entries beside the diagonal are left alone");
    }

    [TestMethod]
    public void Eigenpairs_are_of_the_symmetric_part_ascending_and_as_many_as_asked_for()
    {
        var random = new Random(6);
        Matrix<double> matrix = Matrix<double>.Build.Dense(7, 7, (_, _) => random.NextDouble() - 0.5);
        Matrix<double> symmetric = (matrix + matrix.Transpose()) / 2;
        var (values, vectors) = SmallDense.SymmetricEigen(Matrices.Of(matrix), 3);

        double[] expected = [.. symmetric.Evd(Symmetricity.Symmetric).EigenValues.Select(value => value.Real).Order().Take(3)];
        Matrix<double> found = vectors.ToMatrix();
        Assert.AreEqual(3, found.ColumnCount);
        Assert.HasCount(3, values);
        for (int c = 0; c < 3; c++)
        {
            Assert.AreEqual(expected[c], values[c], 1e-14, $"eigenvalue {c}");
            Assert.IsInRange(0, 1e-13, ((symmetric * found.Column(c)) - (expected[c] * found.Column(c))).L2Norm(), $"vector {c}");
            Assert.AreEqual(1, found.Column(c).L2Norm(), 1e-14);
        }
    }

    [TestMethod]
    public void Empty_columns_come_last_and_take_no_part()
    {
        // The second and the fourth column of the search space are empty; the others have eigenvalues 1 and 3.
        DenseMatrix projected = Matrices.Of(new double[,] { { 2, 0, 1, 0 }, { 0, 0, 0, 0 }, { 1, 0, 2, 0 }, { 0, 0, 0, 0 } });
        var (values, vectors) = SmallDense.SymmetricEigen(projected, [false, true, false, true], 2);

        Assert.AreEqual(1, values[0], 1e-14);
        Assert.AreEqual(3, values[1], 1e-14);
        Assert.AreEqual(0.5, vectors[0, 0] * vectors[0, 0], 1e-14);
        Assert.AreEqual(-0.5, vectors[0, 0] * vectors[2, 0], 1e-14);
        Assert.AreEqual(0.5, vectors[0, 1] * vectors[2, 1], 1e-14);
        CollectionAssert.AreEqual(new double[4], (double[])[.. vectors.Row(1), .. vectors.Row(3)]);
    }

    [TestMethod]
    [DataRow(1, 1)]
    [DataRow(4, 4)]
    [DataRow(6, 3)]
    public void The_nearest_orthogonal_matrix_is_the_polar_factor(int rows, int columns)
    {
        Matrix<double> matrix = Matrix<double>.Build.Random(rows, columns, 7);
        (DenseMatrix orthogonal, double trace) = SmallDense.NearestOrthogonal(Matrices.Of(matrix));
        Matrix<double> q = orthogonal.ToMatrix();

        // A = Q P with Q's columns orthonormal and P symmetric, and no negative eigenvalue: no other Q has a larger trace(Q^T A).
        Matrix<double> polar = q.TransposeThisAndMultiply(matrix);
        Assert.IsInRange(0, 1e-13, (q.TransposeThisAndMultiply(q) - Matrix<double>.Build.DenseIdentity(columns)).FrobeniusNorm());
        Assert.IsInRange(0, 1e-13, (polar - polar.Transpose()).FrobeniusNorm());
        Assert.IsInRange(0, 1e-13, (matrix - (q * polar)).FrobeniusNorm());
        Assert.IsTrue(polar.Evd(Symmetricity.Symmetric).EigenValues.All(value => value.Real > -1e-14));
        Assert.AreEqual(polar.Trace(), trace, 1e-13);
    }

    [TestMethod]
    public void The_inverse_root_makes_columns_orthonormal_and_gives_up_those_without_length()
    {
        // Columns (1, 0, 0), (2, 3, 0), (2, 3, 0): the third adds nothing.
        DenseMatrix gram = new(3, 3, [1, 2, 2, 2, 13, 13, 2, 13, 13]);
        Matrix<double> transform = SmallDense.InverseRoot(gram).ToMatrix();
        Matrix<double> product = transform.TransposeThisAndMultiply(gram.ToMatrix() * transform);
        double[] diagonal = [.. product.Diagonal().Order()];
        Assert.AreEqual(0, diagonal[0], 1e-12);
        Assert.AreEqual(1, diagonal[1], 1e-12);
        Assert.AreEqual(1, diagonal[2], 1e-12);
        Assert.AreEqual(2, product.Enumerate().Sum(Math.Abs), 1e-10);
    }

    [TestMethod]
    public void The_inverse_root_does_not_mind_columns_of_very_different_length()
    {
        var random = new Random(2);
        double[] lengths = [1e6, 1e-6, 1, 1e-3];
        Matrix<double> columns = Matrix<double>.Build.Dense(9, 4, (_, c) => lengths[c] * (random.NextDouble() - 0.5));
        Matrix<double> transform = SmallDense.InverseRoot(Matrices.Of(columns.TransposeThisAndMultiply(columns))).ToMatrix();

        Matrix<double> made = columns * transform;
        Assert.IsInRange(0, 1e-12, (made.TransposeThisAndMultiply(made) - Matrix<double>.Build.DenseIdentity(4)).FrobeniusNorm());
    }

    [TestMethod]
    public void A_column_of_zeros_takes_no_part_in_the_inverse_root()
    {
        Matrix<double> columns = Matrix<double>.Build.DenseOfArray(new double[,] { { 1, 0, 2 }, { 1, 0, -1 }, { 0, 0, 3 } });
        Matrix<double> transform = SmallDense.InverseRoot(Matrices.Of(columns.TransposeThisAndMultiply(columns))).ToMatrix();

        Matrix<double> made = columns * transform;
        double[] lengths = [.. Enumerable.Range(0, 3).Select(c => made.Column(c).L2Norm()).Order()];
        Assert.AreEqual(0, lengths[0]);
        Assert.AreEqual(1, lengths[1], 1e-14);
        Assert.AreEqual(1, lengths[2], 1e-14);
        Assert.AreEqual(0, transform.Row(1).L2Norm(), "what is not there adds nothing");
    }

    [TestMethod]
    public void Conjugate_directions_are_orthonormal_to_the_vectors_and_span_their_part_outside_the_old_ones()
    {
        const int Size = 9, Count = 3;
        Matrix<double> vectors = Orthonormal(Size, Count);
        Matrix<double> directions = SmallDense.ConjugateDirections(Matrices.Of(vectors)).ToMatrix();

        Assert.IsInRange(
            0, 1e-14, (directions.TransposeThisAndMultiply(directions) - Matrix<double>.Build.DenseIdentity(Count)).FrobeniusNorm());
        Assert.IsInRange(0, 1e-14, vectors.TransposeThisAndMultiply(directions).FrobeniusNorm());

        // Vectors and directions together span the vectors without their first entries.
        Matrix<double> span = vectors.Append(directions);
        Matrix<double> outside = Matrix<double>.Build.Dense(Size, Count, (i, c) => i < Count ? 0 : vectors[i, c]);
        Assert.IsInRange(0, 1e-14, (outside - (span * span.TransposeThisAndMultiply(outside))).FrobeniusNorm());
    }

    [TestMethod]
    public void Directions_that_are_nearly_parallel_are_orthonormal_all_the_same()
    {
        // The second and the third vector have nearly the same part outside the old ones.
        Matrix<double> start = Matrix<double>.Build.DenseOfArray(new[,]
        {
            { 1, 0, 0 }, { 0, 1, 0 }, { 0, 0, 1 }, { 0.3, 0.1, 0.1 }, { 0.1, 0.2, 0.2 }, { 0.2, 0.4, 0.4 + 1e-7 }, { 0.1, 0.3, 0.3 },
        });
        Matrix<double> vectors = start.GramSchmidt().Q;
        Matrix<double> directions = SmallDense.ConjugateDirections(Matrices.Of(vectors)).ToMatrix();

        Assert.IsInRange(
            0, 1e-14, (directions.TransposeThisAndMultiply(directions) - Matrix<double>.Build.DenseIdentity(3)).FrobeniusNorm());
        Assert.IsInRange(0, 1e-14, vectors.TransposeThisAndMultiply(directions).FrobeniusNorm());
    }

    [TestMethod]
    public void A_vector_without_a_part_outside_the_old_ones_gets_no_direction()
    {
        // The first stays where it was, and so does the second but for rounding.
        double s = Math.Sqrt(0.5);
        DenseMatrix vectors = Matrices.Of(new double[,] { { 1, 0, 0 }, { 0, 1, 0 }, { 0, 0, s }, { 0, 1e-15, s }, { 0, 0, 0 } });
        DenseMatrix directions = SmallDense.ConjugateDirections(vectors);

        double[] lengths = [.. Enumerable.Range(0, 3).Select(c => Enumerable.Range(0, 5).Sum(i => directions[i, c] * directions[i, c]))];
        CollectionAssert.AreEqual(new double[] { 0, 0 }, lengths[..2]);
        Assert.AreEqual(1, lengths[2], 1e-14);
    }

    [TestMethod]
    public void The_same_part_as_anothers_gives_no_second_direction()
    {
        DenseMatrix vectors = Matrices.Of(new double[,] { { 0.8, -0.45 }, { 0, Math.Sqrt(0.4375) }, { 0.6, 0.6 }, { 0, 0 } });
        DenseMatrix directions = SmallDense.ConjugateDirections(vectors);

        Assert.AreEqual(1, Enumerable.Range(0, 4).Sum(i => directions[i, 0] * directions[i, 0]), 1e-14);
        CollectionAssert.AreEqual(new double[4], Enumerable.Range(0, 4).Select(i => directions[i, 1]).ToArray());
    }

    [TestMethod]
    public void A_part_that_is_small_but_no_rounding_gives_its_direction()
    {
        DenseMatrix vectors = Matrices.Of(new double[,] { { Math.Sqrt(1 - 1e-12) }, { 1e-6 }, { 0 } });
        DenseMatrix directions = SmallDense.ConjugateDirections(vectors);

        Assert.AreEqual(-1e-6, directions[0, 0], 1e-14, "turned by the same small angle");
        Assert.AreEqual(1, directions[1, 0], 1e-12);
    }

    private static Matrix<double> Orthonormal(int size, int count)
    {
        var random = new Random(size);
        return Matrix<double>.Build.Dense(size, count, (_, _) => random.NextDouble() - 0.5).GramSchmidt().Q;
    }
}
