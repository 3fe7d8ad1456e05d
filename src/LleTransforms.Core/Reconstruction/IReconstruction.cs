namespace LleTransforms.Reconstruction;

/// <summary>A rule that finds features for a point of the embedding.</summary>
internal interface IReconstruction
{
    /// <param name="coordinates">d finite coordinates.</param>
    /// <param name="features">Receives D features in the user's units.</param>
    LleReconstructedPoint Reconstruct(ReadOnlySpan<float> coordinates, Span<double> features);
}
