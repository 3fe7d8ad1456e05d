using LleTransforms.Core.Tests.Comparison;
using LleTransforms.Core.Tests.TestData;
using MathNet.Numerics.LinearAlgebra;

namespace LleTransforms.Core.Tests.Updating;

/// <summary>Tables in pieces, and what is compared of models.</summary>
internal static class Rows
{
    /// <summary>Single precision, so that a row is the same whatever rows stand beside it.</summary>
    public static FeatureMatrix Single(double[,] rows, int start, int count)
    {
        float[,] values = new float[count, rows.GetLength(1)];
        for (int row = 0; row < count; row++)
        {
            for (int c = 0; c < values.GetLength(1); c++)
            {
                values[row, c] = (float)rows[start + row, c];
            }
        }

        return FeatureMatrix.FromArray(values);
    }

    /// <summary>Whole numbers from 0 to 4, whose distances tie often.</summary>
    public static double[,] Grid(int rowCount, int columnCount, int seed)
    {
        var random = new Random(seed);
        double[,] rows = new double[rowCount, columnCount];
        for (int row = 0; row < rowCount; row++)
        {
            for (int c = 0; c < columnCount; c++)
            {
                rows[row, c] = random.Next(5);
            }
        }

        return rows;
    }

    public static double Angle(LleModel left, LleModel right) => Subspaces.LargestPrincipalAngle(Table(left), Table(right));

    /// <summary>The angle of some rows' coordinates, wherever these rows are laid out.</summary>
    public static double Angle(LleModel left, LleModel right, int start, int count)
    {
        return Subspaces.LargestPrincipalAngle(Centered(Table(left)), Centered(Table(right)));

        Matrix<double> Centered(Matrix<double> table)
        {
            Matrix<double> part = table.SubMatrix(start, count, 0, table.ColumnCount);
            Vector<double> mean = part.ColumnSums() / count;
            return part.MapIndexed((_, column, value) => value - mean[column]);
        }
    }

    public static Matrix<double> Table(LleModel model) => Matrix<double>.Build.Dense(
        model.NumberOfTrainingRows, model.NumberOfComponents, (row, c) => model.Coordinates(row)[c]);

    public static byte[] Save(LleModel model)
    {
        using var stream = new MemoryStream();
        model.Save(stream);
        return stream.ToArray();
    }

    public static LleModel Load(byte[] bytes) => LleModel.Load(new MemoryStream(bytes));

    public static double[,] Roll(int count) => Manifolds.SwissRoll(count, 3).Rows;
}
