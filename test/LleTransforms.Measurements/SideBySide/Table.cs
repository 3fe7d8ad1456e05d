using System.Runtime.InteropServices;
using MathNet.Numerics.LinearAlgebra;

namespace LleTransforms.Measurements.SideBySide;

/// <summary>Results as both sides write them: double precision, row after row.</summary>
internal sealed record Table(int NumberOfRows, int NumberOfColumns, double[] Values)
{
    public static Table Of(LleModel model)
    {
        int d = model.NumberOfComponents;
        double[] values = new double[model.NumberOfTrainingRows * d];
        for (int row = 0; row < model.NumberOfTrainingRows; row++)
        {
            model.Coordinates(row).CopyTo(values.AsSpan(row * d, d));
        }

        return new Table(model.NumberOfTrainingRows, d, values);
    }

    public static Table Of(FeatureMatrix rows) =>
        new(rows.NumberOfRows, rows.NumberOfColumns, Array.ConvertAll(rows.Values, value => (double)value));

    public static void Write(string path, Table table)
    {
        using FileStream file = File.Create(path);
        file.Write(MemoryMarshal.AsBytes(table.Values.AsSpan()));
    }

    public static Table Read(string path, int columnCount)
    {
        double[] values = MemoryMarshal.Cast<byte, double>(File.ReadAllBytes(path)).ToArray();
        return new Table(values.Length / columnCount, columnCount, values);
    }

    public Matrix<double> ToMatrix() =>
        Matrix<double>.Build.Dense(NumberOfRows, NumberOfColumns, (row, column) => Values[(row * NumberOfColumns) + column]);
}
