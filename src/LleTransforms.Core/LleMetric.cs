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

    /// <summary>
    /// The number of columns in which two rows differ, for zeros and ones and for numbers that stand for categories. It measures all
    /// distances, dense, and goes with <see cref="LleNeighborSearch.Auto"/> and <see cref="LleNeighborSearch.BruteForce"/> alone.
    /// </summary>
    Hamming = 2,

    /// <summary>
    /// Of the columns in which either row is not zero, the share in which they differ. Where 1 means a member, it is what two sets do not
    /// share. A row of zeros is as far as can be from all others. It searches as <see cref="Hamming"/> does.
    /// </summary>
    Jaccard = 3,
}
