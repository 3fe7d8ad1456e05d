namespace LleTransforms;

/// <summary>How a row that was not fitted is placed.</summary>
public enum LlePlacement
{
    /// <summary>
    /// At the weighted mean of its neighbours' coordinates, with the weights that rebuild the row from them (Saul &amp; Roweis 2003,
    /// section 6.1). Falls back to the plain mean far from the training rows.
    /// </summary>
    Barycentric = 0,

    /// <summary>By the ridge-regularised affine map from its neighbours' features to their coordinates, which can extrapolate.</summary>
    LocalAffine = 1,

    /// <summary>By one projection for all rows: the linear methods, and only they.</summary>
    Linear = 2,
}
