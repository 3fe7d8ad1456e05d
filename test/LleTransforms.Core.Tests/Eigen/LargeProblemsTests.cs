using LleTransforms.Alignment;
using LleTransforms.Core.Tests.Alignment;
using LleTransforms.Core.Tests.LinearAlgebra.Factors;
using LleTransforms.Core.Tests.LinearAlgebra.Sparse;
using LleTransforms.Core.Tests.TestData;
using LleTransforms.Eigen;
using LleTransforms.Features;
using LleTransforms.LinearAlgebra.Dense;
using LleTransforms.LinearAlgebra.Factors;
using LleTransforms.LinearAlgebra.Ordering;
using LleTransforms.LinearAlgebra.Sparse;
using LleTransforms.Neighbors;
using LleTransforms.Running;
using MathNet.Numerics.LinearAlgebra;

namespace LleTransforms.Core.Tests.Eigen;

/// <summary>Factorisations and renumbering at sizes that take seconds; mutation tests do without them.</summary>
[TestClass]
public sealed class LargeProblemsTests
{
    private const double Shift = 1e-6;

    [TestMethod]
    public void Large_solves_agree_with_a_dense_product()
    {
        const int Size = 900;
        SparseMatrix matrix = SparseCholeskyTests.Squared(Size, 10, 14, 9);
        double[] block = SparseProblems.RandomNumbers(4 * Size, 3);
        Matrix<double> right = SparseProblems.ToMatrix(block);
        using SupernodalFactor<double> factor = SparseCholeskyTests.Factor(matrix, Shift, new FitContext());
        factor.Solve(new ColumnBlock(block), transposed: false, new FitContext());

        Matrix<double> dense = DenseReference.ToDense(matrix) + (Shift * Matrix<double>.Build.DenseIdentity(Size));
        Matrix<double> found = SparseProblems.ToMatrix(block);
        Assert.IsInRange(0, 1e-13 * dense.L2Norm() * found.L2Norm(), ((dense * found) - right).L2Norm());
    }

    [TestMethod]
    public void The_number_of_threads_changes_no_bit_of_large_fronts()
    {
        SparseMatrix matrix = SparseCholeskyTests.Squared(1500, 10, 14, 3);
        double[] one = SparseProblems.RandomNumbers(6000, 3);
        double[] four = [.. one];
        SparseCholeskyTests.Factor(matrix, Shift, new FitContext(null, 1))
            .Solve(new ColumnBlock(one), transposed: false, new FitContext(null, 1));
        SparseCholeskyTests.Factor(matrix, Shift, new FitContext(null, 4))
            .Solve(new ColumnBlock(four), transposed: false, new FitContext(null, 4));
        CollectionAssert.AreEqual(one, four);
    }

    [TestMethod]
    [DataRow(300, 2)]
    [DataRow(400, 6)]
    public void The_left_null_vector_is_large_at_the_border_row(int size, int dimension)
    {
        SparseMatrix matrix = AlignmentProblems.Cube(size, dimension, 12, 5).Residual;
        int row = BorderRow.Choose(matrix, matrix.Transpose(), 0, new FitContext());
        Vector<double> left = DenseReference.ToDense(matrix).Svd(true).U.Column(size - 1);
        Assert.IsGreaterThan(0.03 * left.AbsoluteMaximum(), Math.Abs(left[row]));
    }

    [TestMethod]
    [DataRow(LleMethod.Standard)]
    [DataRow(LleMethod.LocalTangentSpaceAlignment)]
    public void Eigenvectors_of_many_rows_are_those_of_the_matrix_as_given(LleMethod method)
    {
        var context = new FitContext();
        var options = new LleOptions { NumberOfComponents = 2, NumberOfNeighbors = 12, Method = method };
        CenteredFeatures features = CenteredFeatures.Create(Manifolds.SwissRoll(Renumbering.FewestRows, 4).Features, context);
        NeighborGraph graph = NeighborSearches.Create(features).FindGraph(12, context);
        int sinkRow = GraphSplit.Resolve(features, graph, LleDisconnectedGraph.Throw, cutsSmallSinks: true,
            new PartSearch(rows => NeighborSearches.Create(rows), true), (_, neighbors) => neighbors.Links, context).Parts[0].SinkRow;
        AlignmentMatrix alignment = options.Variant.Align(features, graph, sinkRow, options.Geometry, context);

        EigenSolution solution = BottomEigenvectors.Find(alignment, new EigenRequest(2, 0), context);

        for (int c = 0; c < 2; c++)
        {
            double[] vector = solution.Vectors.Row(c).ToArray();
            double[] image = alignment is FactoredAlignment factored
                ? Multiply(factored.Residual.Transpose(), Multiply(factored.Residual, vector))
                : Multiply(((AssembledAlignment)alignment).Matrix, vector);
            double residual = Math.Sqrt(image.Zip(vector, (y, x) => Math.Pow(y - (solution.Eigenvalues[c] * x), 2)).Sum());
            Assert.IsInRange(0, 1e-8, residual);
            Assert.AreEqual(0, vector.Sum(), 1e-6);
        }
    }

    private static double[] Multiply(SparseMatrix matrix, double[] x)
    {
        double[] y = new double[matrix.NumberOfRows];
        for (int i = 0; i < y.Length; i++)
        {
            for (int p = matrix.RowStarts[i]; p < matrix.RowStarts[i + 1]; p++)
            {
                y[i] += matrix.Values[p] * x[matrix.Columns[p]];
            }
        }

        return y;
    }
}
