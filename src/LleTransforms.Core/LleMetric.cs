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

    /// <summary>
    /// The distances themselves are given in place of features. The table is square and symmetric, with a diagonal of zeros: row i holds
    /// the distances of row i to all rows. A row to place holds its distances to the rows of the fit, in their order.
    /// </summary>
    /// <remarks>
    /// The local geometry follows from the distances among neighbours (Saul &amp; Roweis 2000, "An introduction to locally linear
    /// embedding", appendix C). So every method takes them except the linear ones, whose projection needs features. Rows at distance 0 are
    /// equal rows, and the distances of the first of them count. Where distances are not Euclidean, a neighbourhood keeps the nearest
    /// geometry that is: the negative eigenvalues of its Gram matrix count as 0. The model holds the whole table, 4 n^2 bytes.
    /// </remarks>
    Precomputed = 4,
}
