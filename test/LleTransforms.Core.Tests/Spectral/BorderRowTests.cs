using LleTransforms.Spectral;
using MathNet.Numerics.LinearAlgebra;

namespace LleTransforms.Core.Tests.Spectral;

[TestClass]
public class BorderRowTests
{
    [TestMethod]
    [DataRow(300, 2)]
    [DataRow(400, 6)]
    public void The_left_null_vector_is_large_at_the_row(int size, int dimension)
    {
        SparseMatrix matrix = AlignmentProblems.Cube(size, dimension, 12, 5).Residual;
        int row = BorderRow.Choose(matrix, matrix.Transpose(), 0, new FitContext());
        Vector<double> left = DenseReference.ToDense(matrix).Svd(true).U.Column(size - 1);
        Assert.IsGreaterThan(0.03 * left.AbsoluteMaximum(), Math.Abs(left[row]));
    }

    [TestMethod]
    public void Rows_that_lead_into_the_sink_are_not_taken()
    {
        // Rows 0 to 2 lean on each other; row 3 leans on them, row 4 on row 3, with far larger weights.
        double[,] weights =
        {
            { 0, 0.5, 0.5, 0, 0 },
            { 0.5, 0, 0.5, 0, 0 },
            { 0.5, 0.5, 0, 0, 0 },
            { 9, -8, 0, 0, 0 },
            { -50, 0, 0, 51, 0 },
        };
        SortedDictionary<int, double>[] rows = new SortedDictionary<int, double>[5];
        for (int i = 0; i < 5; i++)
        {
            rows[i] = new SortedDictionary<int, double> { [i] = 1 };
            for (int j = 0; j < 5; j++)
            {
                if (weights[i, j] != 0)
                {
                    rows[i][j] = -weights[i, j];
                }
            }
        }

        SparseMatrix matrix = AlignmentProblems.FromSortedRows(rows);
        Assert.IsInRange(0, 2, BorderRow.Choose(matrix, matrix.Transpose(), 2, new FitContext()));
    }
}
