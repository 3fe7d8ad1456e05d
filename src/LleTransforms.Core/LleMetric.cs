namespace LleTransforms;

/// <summary>What "near" means when neighbours are chosen. Weights and tangent spaces stay Euclidean.</summary>
public enum LleMetric
{
    /// <summary>The length of the difference of two rows.</summary>
    Euclidean = 0,

    /// <summary>
    /// The angle between two rows, seen from the origin of the user's units: near rows point the same way, whatever their lengths. A row of
    /// zeros has no direction: fitting one is an error that names it, placing one gives NaN.
    /// </summary>
    Cosine = 1,
}
