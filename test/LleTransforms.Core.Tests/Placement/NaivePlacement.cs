using LleTransforms.Features;
using MathNet.Numerics.LinearAlgebra;

namespace LleTransforms.Core.Tests.Placement;

/// <summary>Places rows by the definitions: all distances sorted, the weights' system solved on full matrices.</summary>
internal sealed record NaivePlacement(
    CenteredFeatures Features, double[] Embedding, int NumberOfComponents, int NumberOfNeighbors, LlePlacement Rule, double Ridge)
{
    /// <summary>The nearest rows, nearest first.</summary>
    public int[] Neighbors(ReadOnlySpan<float> row, int without = -1)
    {
        double[] x = Widen(row);
        return [.. Enumerable.Range(0, Features.NumberOfRows).Where(i => i != without)
            .OrderBy(i => (Of(i) - Vector<double>.Build.Dense(x)).L2Norm()).Take(NumberOfNeighbors)];
    }

    public double[] Weights(ReadOnlySpan<float> row, int[] neighbors)
    {
        var x = Vector<double>.Build.Dense(Widen(row));
        Matrix<double> differences = Matrix<double>.Build.DenseOfRowVectors(neighbors.Select(neighbor => Of(neighbor) - x));
        int k = neighbors.Length;
        Vector<double> ones = Vector<double>.Build.Dense(k, 1);
        if (Rule == LlePlacement.Barycentric)
        {
            Matrix<double> gram = differences * differences.Transpose();
            Vector<double> solved = (gram + (Matrix<double>.Build.DenseIdentity(k) * Ridge * gram.Trace())).Solve(ones);
            return [.. solved / solved.Sum()];
        }

        Vector<double> mean = differences.ColumnSums() / k;
        Matrix<double> centered =
            Matrix<double>.Build.DenseOfRowVectors(differences.EnumerateRows().Select(difference => difference - mean));
        Matrix<double> kernel = centered * centered.Transpose();
        Vector<double> v = (kernel + (Matrix<double>.Build.DenseIdentity(k) * Ridge * kernel.Trace())).Solve(-centered * mean);
        return [.. v - (v.Sum() / k) + (1.0 / k)];
    }

    public double[] Combine(int[] neighbors, double[] weights) =>
        [.. Enumerable.Range(0, NumberOfComponents)
            .Select(c => neighbors.Zip(weights, (neighbor, weight) => weight * Embedding[(neighbor * NumberOfComponents) + c]).Sum())];

    public double[] Place(ReadOnlySpan<float> row, int without = -1)
    {
        int[] neighbors = Neighbors(row, without);
        return Combine(neighbors, Weights(row, neighbors));
    }

    public double SquaredResidual(ReadOnlySpan<float> row, int[] neighbors, double[] weights)
    {
        Vector<double> residual = neighbors.Zip(weights, (neighbor, weight) => Of(neighbor) * weight)
            .Aggregate(Vector<double>.Build.Dense(Widen(row)), (rest, part) => rest - part);
        return residual * residual;
    }

    private static double[] Widen(ReadOnlySpan<float> row) => Array.ConvertAll(row.ToArray(), value => (double)value);

    private Vector<double> Of(int row) => Vector<double>.Build.Dense(Widen(Features.Row(row)));
}
