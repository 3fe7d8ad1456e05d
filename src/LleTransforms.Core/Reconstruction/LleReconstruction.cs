namespace LleTransforms;

/// <summary>What is told of one point of the embedding, beside the features that were found for it.</summary>
/// <param name="NearestTrainingRow">The number of the training row whose coordinates are nearest, the first of several. It is -1 where the
/// point is not finite or the model holds no training rows.</param>
/// <param name="Distance">The distance to it in the embedding; 0 where the point is that row's own, whose features it then has; NaN where
/// there is none.</param>
/// <param name="IsOutside">
/// Whether the point lies outside the convex hull of the nearest training rows' coordinates, by more than a thousandth of their distance.
/// With no more neighbours than coordinates nearly every point does. False for the linear methods, which hold no rows; true for a point
/// that is not finite.
/// </param>
public readonly record struct LleReconstructedPoint(int NearestTrainingRow, double Distance, bool IsOutside);

/// <summary>Features for points of an embedding.</summary>
/// <param name="Features">A row of D features for each point, NaN for a point that is not finite.</param>
/// <param name="Points">What is told of each point.</param>
public sealed record LleReconstruction(FeatureMatrix Features, IReadOnlyList<LleReconstructedPoint> Points);
