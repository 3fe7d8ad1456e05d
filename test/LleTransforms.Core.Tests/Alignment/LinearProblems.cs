using LleTransforms.Alignment;
using LleTransforms.Features;
using LleTransforms.LinearAlgebra.Sparse;
using MathNet.Numerics.LinearAlgebra;

namespace LleTransforms.Core.Tests.Alignment;

/// <summary>Features and alignment matrices that need no neighbours, for tables of more rows or columns than a block has.</summary>
internal static class LinearProblems
{
    /// <summary>Features that stand as they are, neither centred nor scaled before.</summary>
    public static CenteredFeatures Features(int rowCount, int columnCount, Func<int, int, double> value)
    {
        float[] values = [.. Enumerable.Range(0, rowCount * columnCount).Select(at => (float)value(at / columnCount, at % columnCount))];
        return new CenteredFeatures(values, rowCount, new double[columnCount], 0);
    }

    /// <summary>Random features of which some columns may be constant.</summary>
    public static CenteredFeatures Random(int rowCount, int columnCount, int constantColumns = 0)
    {
        var random = new Random((1000 * rowCount) + columnCount);
        return Features(rowCount, columnCount, (_, c) => c < constantColumns ? 0.5 : Math.Pow(0.95, c % 60) * (random.NextDouble() - 0.4));
    }

    /// <summary>Columns that are the same but for a hundred-thousandth.</summary>
    public static CenteredFeatures NearlyDependent(int rowCount, int columnCount)
    {
        var random = new Random(rowCount);
        double[] common = [.. Enumerable.Range(0, rowCount).Select(_ => random.NextDouble())];
        return Features(rowCount, columnCount, (row, _) => common[row] + (3e-5 * random.NextDouble()));
    }

    /// <summary>Each row less a weighted mean of the two behind it and one farther off: rows sum to zero.</summary>
    public static SparseMatrix Band(int size)
    {
        var rows = new SortedDictionary<int, double>[size];
        for (int row = 0; row < size; row++)
        {
            rows[row] = new() { [row] = 1, [(row + 1) % size] = -0.5, [(row + 2) % size] = -0.75, [(row + 7) % size] = 0.25 };
        }

        return AlignmentProblems.FromSortedRows(rows);
    }

    public static FactoredAlignment Factored(int size) => new(Band(size), 0);

    /// <summary>X less its columns' means.</summary>
    public static Matrix<double> Centered(CenteredFeatures features)
    {
        var x = Matrix<double>.Build.Dense(features.NumberOfRows, features.NumberOfColumns, (row, c) =>
            features.Values[(row * features.NumberOfColumns) + c]);
        Vector<double> mean = x.ColumnSums() / x.RowCount;
        return Matrix<double>.Build.Dense(x.RowCount, x.ColumnCount, (row, c) => x[row, c] - mean[c]);
    }

    /// <summary>B X, by its definition.</summary>
    public static Matrix<double> Product(SparseMatrix matrix, Matrix<double> x)
    {
        Matrix<double> product = Matrix<double>.Build.Dense(matrix.NumberOfRows, x.ColumnCount);
        for (int row = 0; row < matrix.NumberOfRows; row++)
        {
            for (int p = matrix.RowStarts[row]; p < matrix.RowStarts[row + 1]; p++)
            {
                for (int c = 0; c < x.ColumnCount; c++)
                {
                    product[row, c] += matrix.Values[p] * x[matrix.Columns[p], c];
                }
            }
        }

        return product;
    }

    /// <summary>M X, by its definition.</summary>
    public static Matrix<double> Product(AlignmentMatrix alignment, Matrix<double> x) => alignment is FactoredAlignment factored
        ? Product(factored.Residual.Transpose(), Product(factored.Residual, x))
        : Product(((AssembledAlignment)alignment).Matrix, x);
}
