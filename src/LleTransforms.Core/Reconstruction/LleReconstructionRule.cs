namespace LleTransforms;

/// <summary>How features are found for a point of the embedding.</summary>
public enum LleReconstructionRule
{
    /// <summary>
    /// The weighted mean of the features of the nearest training rows. The weights rebuild the point from their coordinates (Saul
    /// &amp; Roweis 2003, section 6.1). Falls back to the plain mean far from the training rows.
    /// </summary>
    Barycentric = 0,

    /// <summary>The ridge-regularised affine map from the coordinates of the nearest training rows to their features, which can
    /// extrapolate.</summary>
    LocalAffine = 1,
}
