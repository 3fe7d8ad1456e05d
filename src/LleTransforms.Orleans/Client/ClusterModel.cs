using LleTransforms.Eigen;
using LleTransforms.Features;
using LleTransforms.Fitting;
using LleTransforms.LinearAlgebra.Dense;
using LleTransforms.Model;
using LleTransforms.Orleans.Wire;
using LleTransforms.Running;

namespace LleTransforms.Orleans.Client;

/// <summary>The last steps of a fit: the landmarks' coordinates, and the model that holds them.</summary>
internal static class ClusterModel
{
    /// <summary>Turns a basis into coordinates of unit variance over all rows, their signs left open.</summary>
    /// <param name="basis">The landmarks' values, L x d.</param>
    /// <param name="sums">What all rows add up to.</param>
    /// <param name="landmarkCount">L.</param>
    /// <param name="rowCount">n.</param>
    public static (double[] Eigenvalues, double[] Coordinates) Turn(double[] basis, RitzSums sums, int landmarkCount, int rowCount)
    {
        int d = basis.Length / landmarkCount;
        (double[] values, double[] mean, DenseMatrix turn) = LandmarkRitz.Solve(rowCount, sums.Sums, sums.Gram, sums.ImageGram);
        double scale = Math.Sqrt(rowCount);
        double[] coordinates = new double[basis.Length];
        for (int i = 0; i < landmarkCount; i++)
        {
            for (int c = 0; c < d; c++)
            {
                double sum = 0;
                for (int j = 0; j < d; j++)
                {
                    sum += (basis[(i * d) + j] - mean[j]) * turn[j, c];
                }

                coordinates[(i * d) + c] = scale * sum;
            }
        }

        return (Array.ConvertAll(values, value => Math.Max(0, value)), coordinates);
    }

    /// <summary>The model: the landmarks' features come from the silos, in blocks.</summary>
    public static async Task<LleModel> CreateAsync(
        ShardCalls calls, FitSettings settings, FeatureScaling scaling, FittedLandmarks fitted, CancellationToken token)
    {
        FitRoutes routes = calls.Routes;
        int[] landmarks = fitted.Rows;
        int landmarkCount = landmarks.Length;
        int columnCount = scaling.NumberOfColumns;
        float[] values = new float[(long)landmarkCount * columnCount];
        int rowsOfMessage = Math.Max(1, WireBlock.MostBytes / sizeof(float) / columnCount);
        for (int first = 0; first < landmarkCount;)
        {
            token.ThrowIfCancellationRequested();
            int shard = routes.ShardOf(landmarks[first]);
            int end = first;
            while (end < landmarkCount && landmarks[end] < routes.Starts[shard + 1] && end - first < rowsOfMessage)
            {
                end++;
            }

            int[] numbers = Array.ConvertAll(landmarks[first..end], row => row - routes.Starts[shard]);
            WireBlock sent = await calls.CallAsync(shard, () => calls.Grain(shard).RowsAsync(WireBlock.Of<int>(numbers)));
            sent.As<float>().CopyTo(values.AsSpan(first * columnCount));
            first = end;
        }

        var content = new LleModelContent
        {
            Method = LleMethod.Standard,
            Placement = settings.Placement,
            NumberOfComponents = settings.NumberOfComponents,
            NumberOfNeighbors = settings.NumberOfNeighbors,
            Metric = settings.Metric,

            // The rows of the fit are with the sink. The model knows those that it holds.
            NumberOfTrainingRows = landmarkCount,
            NumberOfLandmarks = landmarkCount,
            Regularization = settings.Regularization,
            Eigenvalues = fitted.Eigenvalues,
            PartSizes = fitted.PartSizes,
            Scaling = scaling,
            Rows = new FittedRows(new CenteredFeatures(values, landmarkCount, scaling), fitted.Coordinates, null),
        };
        return LleModel.Of(new FitResult(content, null, []), new FitContext(cancellationToken: token));
    }
}
