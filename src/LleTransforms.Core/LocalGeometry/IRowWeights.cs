using LleTransforms.Features;

namespace LleTransforms.LocalGeometry;

/// <summary>Weights, summing to one, by which a row's neighbours stand for it. An instance is one thread's scratch.</summary>
internal interface IRowWeights
{
    /// <summary>Solves for the weights of one row, fitted or not.</summary>
    /// <param name="row">The row, centred and scaled as the features are.</param>
    /// <param name="features">The fitted rows.</param>
    /// <param name="neighbors">The row's neighbours among them, k of them.</param>
    /// <param name="weights">Receives k weights that sum to one.</param>
    void Solve(ReadOnlySpan<float> row, CenteredFeatures features, ReadOnlySpan<int> neighbors, Span<double> weights);
}
