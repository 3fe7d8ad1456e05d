using LleTransforms.Alignment;
using LleTransforms.Core.Tests.Eigen;
using LleTransforms.Core.Tests.LinearAlgebra.Sparse;
using LleTransforms.LinearAlgebra.Sparse;
using LleTransforms.Running;
using MathNet.Numerics.LinearAlgebra;

namespace LleTransforms.Core.Tests.Alignment;

[TestClass]
public class BorderRowTests
{
    [TestMethod]
    [DataRow(60, 2)]
    [DataRow(90, 6)]
    public void The_left_null_vector_is_large_at_the_row(int size, int dimension)
    {
        FactoredAlignment cube = AlignmentProblems.Cube(size, dimension, 12, 5);
        int row = BorderRow.Choose(cube.Residual, cube.Residual.Transpose(), cube.SinkRow, new FitContext());
        Vector<double> left = DenseReference.ToDense(cube.Residual).Svd(true).U.Column(size - 1);
        Assert.IsGreaterThan(0.03 * left.AbsoluteMaximum(), Math.Abs(left[row]));
    }

    [TestMethod]
    [DataRow(1)]
    [DataRow(2)]
    [DataRow(3)]
    [DataRow(4)]
    [DataRow(5)]
    [DataRow(6)]
    public void The_row_is_where_four_steps_of_the_absolute_weights_gather(int seed)
    {
        // Rows 0 to 39 lean on few of each other, all others on whomever.
        const int N = 60, Sink = 40;
        Random random = new(seed);
        Matrix<double> weights = Matrix<double>.Build.Dense(N, N, (i, j) =>
            i != j && (i >= Sink || j < Sink) && random.Next(12) == 0 ? (3 * random.NextDouble()) - 1 : 0);
        for (int i = 0; i < Sink; i++)
        {
            weights[i, (i + 1) % Sink] = 0.3;
        }

        SparseMatrix matrix = SparseProblems.FromDense(Matrix<double>.Build.DenseIdentity(N) - weights);
        Vector<double> mass = Vector<double>.Build.Dense(N, i => i < Sink ? 1 : 0);
        for (int step = 0; step < 4; step++)
        {
            mass = weights.PointwiseAbs().TransposeThisAndMultiply(mass);
        }

        Assert.AreEqual(mass.MaximumIndex(), BorderRow.Choose(matrix, matrix.Transpose(), random.Next(Sink), new FitContext()));
    }

    [TestMethod]
    [DataRow(33_000, 32_999)]
    public void A_row_on_which_many_lean_is_found_among_many(int size, int hub)
    {
        // A ring, of which each row leans on the next one, each hundredth as much on the hub, and the hub on little.
        SparseMatrix matrix = AlignmentProblems.FromSortedRows([.. Enumerable.Range(0, size).Select(i => i == hub || i % 100 > 0
            ? new SortedDictionary<int, double> { [i] = 1, [(i + 1) % size] = i == hub ? -0.5 : -1 }
            : new SortedDictionary<int, double> { [i] = 1, [(i + 1) % size] = -0.5, [hub] = -0.5 })]);
        Assert.AreEqual(hub, BorderRow.Choose(matrix, matrix.Transpose(), 3, new FitContext()));
    }

    [TestMethod]
    public void Rows_that_lead_into_the_sink_are_not_taken()
    {
        // Rows 0 to 2 lean on each other; row 3 leans on them, row 4 on row 3, with far larger weights.
        Matrix<double> weights = Matrix<double>.Build.DenseOfArray(new[,]
        {
            { 0, 0.5, 0.5, 0, 0 },
            { 0.5, 0, 0.5, 0, 0 },
            { 0.5, 0.5, 0, 0, 0 },
            { 9, -8, 0, 0, 0 },
            { -50, 0, 0, 51, 0 },
        });
        SparseMatrix matrix = SparseProblems.FromDense(Matrix<double>.Build.DenseIdentity(5) - weights);
        Assert.IsInRange(0, 2, BorderRow.Choose(matrix, matrix.Transpose(), 2, new FitContext()));
    }

    [TestMethod]
    public void Weights_beyond_all_numbers_leave_the_row_that_was_given()
    {
        Matrix<double> weights = Matrix<double>.Build.DenseOfArray(new[,] { { 0, 1e200, 1 }, { 1, 0, 1e200 }, { 1e200, 1, 0 } });
        SparseMatrix matrix = SparseProblems.FromDense(Matrix<double>.Build.DenseIdentity(3) - weights);
        for (int row = 0; row < 3; row++)
        {
            Assert.AreEqual(row, BorderRow.Choose(matrix, matrix.Transpose(), row, new FitContext()));
        }
    }
}
