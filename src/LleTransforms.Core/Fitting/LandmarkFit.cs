using LleTransforms.Alignment;
using LleTransforms.Eigen;
using LleTransforms.Features;
using LleTransforms.LinearAlgebra.Sparse;
using LleTransforms.Model;
using LleTransforms.Running;

namespace LleTransforms.Fitting;

/// <summary>Fits a seeded sample of landmarks, through which all rows take part, in place of every row for itself.</summary>
/// <remarks>
/// Vladymyrov and Carreira-Perpinan, "Locally Linear Landmarks for large-scale manifold learning" (ECML 2013): Y = Z Y~ minimises tr(Y^T M
/// Y) over the landmarks' coordinates Y~. A part of the graph gets landmarks in proportion to its rows.
/// </remarks>
internal static class LandmarkFit
{
    /// <summary>The landmarks for some of all rows; as many as rows where the fit should be a full one.</summary>
    public static int CountFor(int rowCount, int totalRowCount, FitPlan plan)
    {
        if (plan.NumberOfLandmarks is not int landmarkCount)
        {
            return rowCount;
        }

        long share = (((long)landmarkCount * rowCount) + totalRowCount - 1) / totalRowCount;
        return (int)Math.Min(rowCount, Math.Max(share, plan.SmallestSampleSize));
    }

    /// <summary>Coordinates of rows whose graph has one sink, from fewer landmarks than rows.</summary>
    public static FittedEmbedding Fit(
        CenteredFeatures features, AlignmentMatrix alignment, int landmarkCount, FitPlan plan, FitContext context)
    {
        int[] landmarks = RowSample.Draw(features.NumberOfRows, landmarkCount, plan.Seed);
        LandmarkWeights weights = LandmarkWeights.Find(features, landmarks, plan, context);
        SparseMatrix interpolation = weights.ToMatrix();
        EigenSolution solution = WideCoordinates.Find(
            plan.NumberOfComponents, plan.Eigen.Count, landmarkCount - 1, plan.MinimumParticipation,
            found => LandmarkEigenvectors.Find(alignment, interpolation, plan.Eigen with { Count = found }, context), context);
        double[] eigenvalues = Array.ConvertAll(solution.Eigenvalues, value => Math.Max(0, value));
        return new FittedEmbedding(Normalization.FromUnitVectors(solution.Vectors), eigenvalues)
        {
            Landmarks = landmarks, Weights = weights, Solutions = [solution.WithoutVectors()],
        };
    }

    /// <summary>
    /// What a model that places among the landmarks alone holds: their rows and coordinates, then the coordinates of all other rows. Those
    /// are as the model would place them. All coordinates together have mean 0 and variance 1.
    /// </summary>
    /// <param name="features">All distinct rows.</param>
    /// <param name="embedding">Their embedding, parts laid out.</param>
    /// <param name="plan">The metric, k, the rule and its ridge.</param>
    /// <param name="context">Threads, progress and cancellation.</param>
    /// <returns>The rows that the model holds; the numbers of coordinates are those of the distinct rows in
    /// <paramref name="features"/>.</returns>
    public static FittedRows Hold(CenteredFeatures features, FittedEmbedding embedding, FitPlan plan, FitContext context)
    {
        int d = embedding.NumberOfComponents;
        int[] landmarks = embedding.Landmarks!;
        LandmarkWeights weights = embedding.Weights ?? LandmarkWeights.Find(features, landmarks, plan, context);
        double[] ofLandmarks = new double[landmarks.Length * d];
        for (int i = 0; i < landmarks.Length; i++)
        {
            embedding.Row(landmarks[i]).CopyTo(ofLandmarks.AsSpan(i * d, d));
        }

        (double[] mean, double[] scale) =
            Normalization.Moments(new FittedEmbedding(weights.Apply(ofLandmarks, d, context), embedding.Eigenvalues));
        for (int i = 0; i < ofLandmarks.Length; i++)
        {
            ofLandmarks[i] = (ofLandmarks[i] - mean[i % d]) * scale[i % d];
        }

        double[] coordinates = new double[(long)features.NumberOfRows * d];
        ofLandmarks.CopyTo(coordinates, 0);
        int[] place = RowSample.Places(landmarks, features.NumberOfRows);
        double[] ofAll = weights.Apply(ofLandmarks, d, context);
        for (int row = 0; row < features.NumberOfRows; row++)
        {
            ofAll.AsSpan(row * d, d).CopyTo(coordinates.AsSpan(place[row] * d, d));
        }

        return new FittedRows(features.Gather(landmarks), coordinates, place);
    }
}
