using LleTransforms.LinearAlgebra.Dense;
using MathNet.Numerics.LinearAlgebra;

namespace LleTransforms.Core.Tests.LinearAlgebra.Dense;

/// <summary>The engine's dense matrices as a library's, and back.</summary>
internal static class Matrices
{
    public static DenseMatrix Of(Matrix<double> matrix) => new(matrix.RowCount, matrix.ColumnCount, matrix.ToRowMajorArray());

    public static DenseMatrix Of(double[,] rows) => Of(Matrix<double>.Build.DenseOfArray(rows));

    public static Matrix<double> ToMatrix(this DenseMatrix matrix) =>
        Matrix<double>.Build.Dense(matrix.NumberOfRows, matrix.NumberOfColumns, (i, j) => matrix[i, j]);

    /// <summary>The first columns.</summary>
    public static Matrix<double> ToMatrix(this ColumnBlocks blocks, int count) =>
        Matrix<double>.Build.Dense(blocks.Blocks[0].NumberOfRows, count, (i, j) => blocks[i, j]);
}
