using LleTransforms.Features;
using LleTransforms.LinearAlgebra.Dense;

namespace LleTransforms.LocalGeometry;

/// <summary>
/// A row's neighbours from distances alone, as coordinates about the row. Their Gram matrix is
/// G_jl = (x_j - x).(x_l - x) = (d_j^2 + d_l^2 - d_jl^2) / 2, and with G = V L V^T the coordinates are V L^(1/2).
/// </summary>
/// <remarks>
/// Saul &amp; Roweis 2000, "An introduction to locally linear embedding", appendix C: weights depend on distances alone. The factor is
/// that of classical scaling (Torgerson 1952, "Multidimensional scaling: I. Theory and method", Psychometrika 17). Whatever takes
/// differences of features takes these. Distances that are not Euclidean give negative eigenvalues. They count as 0, which leaves the
/// nearest Gram matrix that a set of points has. So a ridge makes it definite, as it does any other. Eigenvalues below 1e-7 of the largest
/// are the rounding of single precision, and count as 0 too. Cost about 9 k^3 a row; 250 k^2 bytes. An instance is one thread's scratch.
/// </remarks>
internal sealed class LocalCoordinates(int neighborCount)
{
    private const double Rounding = 1e-7;

    private readonly double[] _gram = new double[neighborCount * neighborCount];
    private readonly SmallSymmetricEigen _eigen = new(neighborCount);

    /// <summary>Fills k rows of k coordinates, row-major; the row itself lies at the origin.</summary>
    /// <param name="row">Its distances to the rows of the fit.</param>
    /// <param name="distances">The fitted rows.</param>
    /// <param name="neighbors">The row's neighbours among them.</param>
    /// <param name="coordinates">Receives k^2 numbers.</param>
    public void Fill(ReadOnlySpan<float> row, CenteredFeatures distances, ReadOnlySpan<int> neighbors, Span<double> coordinates)
    {
        int k = neighbors.Length;
        FillGram(row, distances, neighbors);
        _eigen.Decompose(_gram, k);
        double largest = _eigen.Values[k - 1];
        int count = 0;
        while (count < k && _eigen.Values[k - 1 - count] > Rounding * largest)
        {
            count++;
        }

        _eigen.FindLargestVectors(count);
        coordinates[..(k * k)].Clear();
        for (int c = 0; c < count; c++)
        {
            double length = Math.Sqrt(_eigen.Values[k - 1 - c]);
            ReadOnlySpan<double> vector = _eigen.LargestVector(c);
            for (int j = 0; j < k; j++)
            {
                coordinates[(j * k) + c] = length * vector[j];
            }
        }
    }

    /// <summary>The squared distance of a row to the weighted sum of its neighbours, by weights that sum to one.</summary>
    /// <remarks>It is the sum of w_j d_j^2 less half the sum of w_j w_l d_jl^2. Distances that are not Euclidean may give less than 0,
    /// which counts as 0.</remarks>
    public static double SquaredResidual(
        ReadOnlySpan<float> row, CenteredFeatures distances, ReadOnlySpan<int> neighbors, ReadOnlySpan<double> weights)
    {
        int[] columns = distances.ColumnOfRow!;
        double sum = 0;
        for (int j = 0; j < neighbors.Length; j++)
        {
            ReadOnlySpan<float> neighbor = distances.Row(neighbors[j]);
            double among = 0;
            for (int l = 0; l < neighbors.Length; l++)
            {
                among += weights[l] * Square(neighbor[columns[neighbors[l]]]);
            }

            sum += weights[j] * (Square(row[columns[neighbors[j]]]) - (among / 2));
        }

        return Math.Max(0, sum);
    }

    private void FillGram(ReadOnlySpan<float> row, CenteredFeatures distances, ReadOnlySpan<int> neighbors)
    {
        int k = neighbors.Length;
        int[] columns = distances.ColumnOfRow!;
        for (int j = 0; j < k; j++)
        {
            ReadOnlySpan<float> neighbor = distances.Row(neighbors[j]);
            double squared = Square(row[columns[neighbors[j]]]);
            for (int l = 0; l <= j; l++)
            {
                int column = columns[neighbors[l]];
                double product = (squared + Square(row[column]) - Square(neighbor[column])) / 2;
                (_gram[(j * k) + l], _gram[(l * k) + j]) = (product, product);
            }
        }
    }

    private static double Square(float distance) => (double)distance * distance;
}
