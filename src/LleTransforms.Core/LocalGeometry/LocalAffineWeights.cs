using LleTransforms.Features;
using LleTransforms.LinearAlgebra.Dense;

namespace LleTransforms.LocalGeometry;

/// <summary>
/// The weights of a local affine map, y = m_y + (x - m_x) B. B is the ridge regression of the neighbours' coordinates on their features.
/// With X_c the neighbours less their mean m_x, and K = X_c X_c^T, v solves (K + r trace(K) I) v = X_c (x - m_x). Then y is the weighted
/// sum of the coordinates with w = 1/k + H v, where H takes off the mean.
/// </summary>
/// <remarks>
/// This is the ridge regression of Hoerl &amp; Kennard 1970 in its dual form. As a way to place rows it is that of Saul &amp; Roweis 2003,
/// section 6.1 (a linear map for each neighbourhood). It minimises |x - sum w_j x_j|^2 + r trace(K) |w - 1/k|^2 over weights that sum to
/// one. That is the barycentric problem with a ridge that does not grow with the row's distance. So it extrapolates where barycentric
/// weights fall back to the mean. Cost k^2 D / 2 + k^3 / 3 a row. An instance is one thread's scratch.
/// </remarks>
internal sealed class LocalAffineWeights(int neighborCount, int columnCount, double regularization) : IRowWeights
{
    private readonly Neighborhood _neighborhood = new(neighborCount, columnCount);
    private readonly double[] _gram = new double[neighborCount * neighborCount];
    private readonly double[] _mean = new double[columnCount];

    public void Solve(ReadOnlySpan<float> row, CenteredFeatures features, ReadOnlySpan<int> neighbors, Span<double> weights)
    {
        int k = neighbors.Length;

        // Relative to the row, the neighbours' mean is m_x - x.
        _neighborhood.LoadRelativeTo(row, features, neighbors);
        Span<double> mean = _mean.AsSpan(0, _neighborhood.NumberOfColumns);
        _neighborhood.Center(mean);
        double trace = _neighborhood.FillGram(_gram);
        double ridge = trace > 0 ? regularization * trace : regularization;
        for (int i = 0; i < k; i++)
        {
            _gram[(i * k) + i] += ridge;
            weights[i] = -Neighborhood.Dot(_neighborhood.Difference(i), mean);
        }

        if (!SmallCholesky.TryFactor(_gram, k))
        {
            throw BarycentricWeights.NotPositiveDefinite(regularization);
        }

        SmallCholesky.Solve(_gram, k, weights);
        double sum = 0;
        foreach (double weight in weights)
        {
            sum += weight;
        }

        for (int i = 0; i < k; i++)
        {
            weights[i] += (1 - sum) / k;
        }
    }
}
