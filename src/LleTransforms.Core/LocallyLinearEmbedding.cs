using LleTransforms.Features;
using LleTransforms.Fitting;
using LleTransforms.LocalGeometry;
using LleTransforms.Neighbors;
using LleTransforms.OutOfSample;

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
    /// <exception cref="InvalidOperationException">The neighbour graph falls apart, and the options say to throw.</exception>
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
        return LleModel.FromContent(FitGraph(distinct, graph, chosen, context));
    }

    /// <summary>The fit from the neighbour graph on, for a caller that has the graph already; the options' number of neighbours is the graph's.</summary>
    internal static LleModelContent FitGraph(DistinctRows distinct, NeighborGraph graph, LleOptions options, FitContext context) =>
        MethodGeometry.IsLinear(options.Method)
            ? FitProjection(distinct, graph, options, context)
            : FitRows(distinct, graph, options, context);

    private static LleModelContent FitProjection(DistinctRows distinct, NeighborGraph graph, LleOptions options, FitContext context)
    {
        (LinearProjection projection, double[] eigenvalues) = LinearFit.Fit(distinct.Features, graph, options, context);
        return Content(distinct, options, eigenvalues, [distinct.Count]) with { Projection = projection };
    }

    private static LleModelContent FitRows(DistinctRows distinct, NeighborGraph graph, LleOptions options, FitContext context)
    {
        GraphParts parts = GraphSplit.Resolve(distinct.Features, graph, options.DisconnectedGraph, context);
        FittedEmbedding embedding = parts.Parts.Count == 1 && parts.LooseRows.Length == 0
            ? ConnectedFit.Fit(parts.Parts[0].Features, parts.Parts[0].Graph, parts.Parts[0].SinkRow, options, context)
            : SeparateFit.Fit(distinct.Features, parts, options, context);
        int[] sizes = [.. parts.Parts.Select(part => part.Rows.Length)];
        return Content(distinct, options, embedding.Eigenvalues, sizes) with
        {
            Rows = new FittedRows(distinct.Features, embedding.Coordinates, distinct.AllDistinct ? null : distinct.DistinctIndexOfRow),
        };
    }

    private static LleModelContent Content(DistinctRows distinct, LleOptions options, double[] eigenvalues, int[] componentSizes) => new()
    {
        Method = options.Method,
        OutOfSample = options.OutOfSample ?? PlacementRule.DefaultFor(options.Method),
        NumberOfComponents = options.NumberOfComponents,
        NumberOfNeighbors = options.NumberOfNeighbors,
        NumberOfTrainingRows = distinct.DistinctIndexOfRow.Length,
        Regularization = options.Regularization,
        Eigenvalues = eigenvalues,
        ComponentSizes = componentSizes,
        Scaling = distinct.Features.Scaling,
    };

    private static void ThrowIfAllEqual(FeatureMatrix features, DistinctRows distinct)
    {
        if (distinct.AllEqual)
        {
            int n = features.RowCount;
            throw new ArgumentException(
                n == 1 ? "There is only 1 row; an embedding needs several." : $"All {n} rows are equal; there is nothing to embed.", nameof(features));
        }
    }
}
