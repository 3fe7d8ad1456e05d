using MathNet.Numerics.LinearAlgebra;

namespace LleTransforms.Core.Tests.TestData;

/// <summary>Row-wise changes of a table.</summary>
internal static class ArrayRows
{
    public static double[] Row(this double[,] table, int row) =>
        [.. Enumerable.Range(0, table.GetLength(1)).Select(column => table[row, column])];

    public static double[,] Select(this double[,] table, Func<double[], double[]> change)
    {
        double[][] rows = [.. Enumerable.Range(0, table.GetLength(0)).Select(row => change(table.Row(row)))];
        return FromRows(rows);
    }

    public static double[,] FromRows(IReadOnlyList<double[]> rows)
    {
        var table = new double[rows.Count, rows[0].Length];
        for (int row = 0; row < rows.Count; row++)
        {
            for (int column = 0; column < rows[row].Length; column++)
            {
                table[row, column] = rows[row][column];
            }
        }

        return table;
    }

    public static double[,] Stack(params double[][,] tables) =>
        FromRows([.. tables.SelectMany(table => Enumerable.Range(0, table.GetLength(0)).Select(table.Row))]);

    public static Matrix<double> EmbeddingOf(LleModel model) => Matrix<double>.Build.Dense(
        model.NumberOfTrainingRows, model.NumberOfComponents, (row, component) => model.Coordinates(row)[component]);

    public static Matrix<double> ToMatrix(this FeatureMatrix table) =>
        Matrix<double>.Build.Dense(table.NumberOfRows, table.NumberOfColumns, (row, column) => table.Row(row)[column]);
}
