using LleTransforms.Features;
using LleTransforms.LinearAlgebra.Dense;

namespace LleTransforms.LocalGeometry;

/// <summary>
/// The weights w, summing to one, that best rebuild a row x from its neighbours: G w = 1 scaled to sum one. Here G_ij = (x_i - x).(x_j -
/// x), and the ridge r trace(G) is added to G's diagonal (r where the trace is 0).
/// </summary>
/// <remarks>
/// Roweis &amp; Saul 2000 ("Nonlinear dimensionality reduction by locally linear embedding", Science 290), equation 1. The ridge is that of
/// Saul &amp; Roweis 2003 ("Think globally, fit locally"), section 3.1. Cost k^2 D / 2 + k^3 / 3 a row. An instance is one thread's
/// scratch.
/// </remarks>
internal sealed class BarycentricWeights(int neighborCount, int columnCount, double regularization) : IRowWeights
{
    private readonly Neighborhood _neighborhood = new(neighborCount, columnCount);
    private readonly double[] _gram = new double[neighborCount * neighborCount];

    public void Solve(ReadOnlySpan<float> row, CenteredFeatures features, ReadOnlySpan<int> neighbors, Span<double> weights)
    {
        _neighborhood.LoadRelativeTo(row, features, neighbors);
        Solve(_neighborhood, weights);
    }

    /// <summary>Solves for the weights of the row that a neighbourhood was loaded relative to.</summary>
    public void Solve(Neighborhood neighborhood, Span<double> weights)
    {
        neighborhood.FillGram(_gram);
        Solve(_gram, weights);
    }

    /// <summary>Solves for the weights of the row whose neighbourhood has the given Gram matrix, and overwrites that.</summary>
    public void Solve(Span<double> gram, Span<double> weights)
    {
        int k = weights.Length;
        double trace = 0;
        for (int i = 0; i < k; i++)
        {
            trace += gram[(i * k) + i];
        }

        double ridge = trace > 0 ? regularization * trace : regularization;
        for (int i = 0; i < k; i++)
        {
            gram[(i * k) + i] += ridge;
        }

        weights.Fill(1);
        if (!SmallCholesky.TryFactor(gram, k))
        {
            throw NotPositiveDefinite(regularization);
        }

        SmallCholesky.Solve(gram, k, weights);
        double sum = 0;
        foreach (double weight in weights)
        {
            sum += weight;
        }

        for (int i = 0; i < k; i++)
        {
            weights[i] /= sum;
        }
    }

    /// <summary>What is thrown where the ridge is too small for a neighbourhood.</summary>
    public static ArithmeticException NotPositiveDefinite(double regularization)
    {
        double larger = Math.Max(LleOptionRanges.DefaultRegularization, 10 * regularization);
        return new LleMessage(
            $"A neighbourhood's Gram matrix is not positive definite with {LleOptionName.Regularization} {regularization}.",
            $"A larger {LleOptionName.Regularization}, such as {larger}, would work.")
            .In(text => new ArithmeticException(text));
    }
}
