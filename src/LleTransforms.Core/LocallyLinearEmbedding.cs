using LleTransforms.Features;
using LleTransforms.LocalGeometry;
using LleTransforms.Neighbors;
using LleTransforms.Spectral;

namespace LleTransforms;

/// <summary>Fits Locally Linear Embedding on arrays: the engine's one entry.</summary>
/// <remarks>
/// Roweis &amp; Saul 2000, "Nonlinear dimensionality reduction by locally linear embedding", Science 290, 2323-2326:
/// features, neighbours, local geometry, alignment matrix, bottom eigenvectors, embedding.
/// </remarks>
/// <threadsafety static="true"/>
public static class LocallyLinearEmbedding
{
    /// <summary>Embeds rows of features and returns the model that places any row.</summary>
    /// <param name="features">n rows of D finite values; equal rows are fitted once and share their coordinates.</param>
    /// <param name="options">What to fit; null means the defaults.</param>
    /// <param name="progress">Hears of each phase, from several threads at once; or null.</param>
    /// <param name="cancellationToken">Stops the work, leaving nothing behind.</param>
    /// <returns>The model, the same bits for the same features, options and seed, whatever the number of threads.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An option is outside its range, or asks for more than the rows can give.</exception>
    /// <exception cref="ArgumentException">A feature is NaN or infinite, or all rows are equal.</exception>
    /// <exception cref="InvalidOperationException">The neighbour graph falls into several components.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static LleModel Fit(
        FeatureMatrix features,
        LleOptions? options = null,
        IProgress<LleProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(features);
        LleOptions chosen = options?.Copy() ?? new LleOptions();
        chosen.Validate();
        var context = new FitContext(progress, chosen.NumberOfThreads, cancellationToken);

        DistinctRows distinct = DistinctRows.Find(CenteredFeatures.Create(features, context), context);
        ThrowIfAllEqual(features, distinct);
        chosen.ValidateAgainst(distinct.Features.RowCount);

        NeighborGraph graph = NeighborSearch.Create(distinct.Features).FindGraph(chosen.NumberOfNeighbors, context);
        int sinkRow = SinkOfConnected(graph);

        SparseMatrix residual = WeightGraph.ResidualMatrix(distinct.Features, graph, chosen.Regularization, context);
        EigenSolution solution = BottomEigenvectors.Find(
            new FactoredAlignment(residual, sinkRow), new EigenRequest(chosen.NumberOfComponents, chosen.Seed ?? 0), context);

        return LleModel.FromContent(new LleModelContent
        {
            Method = chosen.Method,
            NumberOfComponents = chosen.NumberOfComponents,
            NumberOfNeighbors = chosen.NumberOfNeighbors,
            Regularization = chosen.Regularization,
            Eigenvalues = solution.Eigenvalues,
            Features = distinct.Features,
            Embedding = Embedding.FromUnitVectors(solution.Vectors, distinct.Features.RowCount),
            DistinctIndex = distinct.AllDistinct ? null : distinct.DistinctIndexOfRow,
        });
    }

    private static void ThrowIfAllEqual(FeatureMatrix features, DistinctRows distinct)
    {
        if (distinct.AllEqual)
        {
            int n = features.RowCount;
            throw new ArgumentException(
                n == 1 ? "There is only 1 row; an embedding needs several." : $"All {n} rows are equal; there is nothing to embed.", nameof(features));
        }
    }

    private static int SinkOfConnected(NeighborGraph graph)
    {
        GraphComponents components = GraphComponents.Find(graph);
        int[] sinks = components.SinkComponents;
        if (sinks.Length > 1)
        {
            IEnumerable<int> sizes = sinks.Select(sink => components.StrongSizes[sink]).OrderDescending();
            throw new InvalidOperationException(
                $"With {graph.NeighborCount} neighbours the rows fall into {sinks.Length} components that do not reach each other, " +
                $"of {string.Join(", ", sizes.Take(10))}{(sinks.Length > 10 ? ", ..." : string.Empty)} rows; a larger NumberOfNeighbors would join them.");
        }

        return components.RowsOfStrong(sinks[0])[0];
    }
}
