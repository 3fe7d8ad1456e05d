using LleTransforms.Features;
using LleTransforms.LocalGeometry;
using MathNet.Numerics.LinearAlgebra;

namespace LleTransforms.Core.Tests.LocalGeometry;

/// <summary>A row, the first, and its k neighbours, all the others; and the same as full matrices.</summary>
internal sealed class Patch
{
    public Patch(int neighborCount, int columnCount, int seed, int rank = int.MaxValue)
    {
        var random = new Random(seed);
        Matrix<double> mix = Matrix<double>.Build.Dense(Math.Min(rank, columnCount), columnCount, (_, _) => random.NextDouble() - 0.5);
        Matrix<double> rows =
            Matrix<double>.Build.Dense(neighborCount + 1, mix.RowCount, (_, c) => (random.NextDouble() - 0.5) / (c + 1)) * mix;
        float[] values = [.. rows.ToRowMajorArray().Select(value => (float)value)];
        Features = new CenteredFeatures(values, neighborCount + 1, new double[columnCount], 0);
        Neighbors = [.. Enumerable.Range(1, neighborCount)];
        Differences = Matrix<double>.Build.Dense(neighborCount, columnCount, (j, c) => (double)Features.Row(j + 1)[c] - Features.Row(0)[c]);
        Mean = Differences.ColumnSums() / neighborCount;
        Centered = Matrix<double>.Build.Dense(neighborCount, columnCount, (j, c) => Differences[j, c] - Mean[c]);
    }

    public CenteredFeatures Features { get; }

    public int[] Neighbors { get; }

    public int NumberOfNeighbors => Neighbors.Length;

    /// <summary>The neighbours less the row, k x D.</summary>
    public Matrix<double> Differences { get; }

    /// <summary>The neighbours' mean less the row.</summary>
    public Vector<double> Mean { get; }

    /// <summary>The neighbours less their mean.</summary>
    public Matrix<double> Centered { get; }

    /// <summary>The form of the first row as a full matrix.</summary>
    public Matrix<double> FormOf(ILocalForm form, int size)
    {
        double[] packed = [.. Enumerable.Repeat(double.NaN, PackedForm.Length(size))];
        form.Compute(0, Neighbors, packed);
        return Unpack(packed, size);
    }

    public static Matrix<double> Unpack(double[] packed, int size) => Matrix<double>.Build.Dense(
        size, size, (i, j) => packed[PackedForm.RowStart(Math.Max(i, j)) + Math.Min(i, j)]);

    /// <summary>The first left singular vectors.</summary>
    public static Matrix<double> LeftVectors(Matrix<double> matrix, int count) =>
        count == 0 ? null! : matrix.Svd().U.SubMatrix(0, matrix.RowCount, 0, count);
}
