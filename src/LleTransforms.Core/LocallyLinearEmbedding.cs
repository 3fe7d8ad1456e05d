using LleTransforms.Features;
using LleTransforms.Fitting;
using LleTransforms.LocalGeometry;
using LleTransforms.Neighbors;
using LleTransforms.OutOfSample;
using LleTransforms.Running;

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
    /// <exception cref="InvalidOperationException">
    /// The neighbour graph falls apart, and the options say to throw or have too few neighbours to connect it; or no eigen solver reached its tolerance.
    /// </exception>
    /// <exception cref="ArithmeticException">A neighbourhood's Gram matrix is not positive definite: a larger regularisation helps.</exception>
    /// <exception cref="InsufficientMemoryException">The fit would need more memory than the process may use; the message says what needs less.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static LleModel Fit(
        FeatureMatrix features,
        LleOptions? options = null,
        IProgress<LleProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        return Fit(features, null, options, progress, cancellationToken);
    }

    /// <summary>Embeds labelled rows: supervised LLE, as strong as <see cref="LleOptions.SupervisionStrength"/> says.</summary>
    /// <param name="features">n rows of D finite values. Equal rows are fitted once, with the label that most of them have, the smallest of equals.</param>
    /// <param name="labels">A label for each row, any numbers; rows of different numbers are pushed apart. Null means none. Unseen rows need none.</param>
    /// <param name="options">What to fit; null means the defaults.</param>
    /// <param name="progress">Hears of each phase, from several threads at once; or null.</param>
    /// <param name="cancellationToken">Stops the work, leaving nothing behind.</param>
    /// <returns>The model, as <see cref="Fit(FeatureMatrix, LleOptions, IProgress{LleProgress}, CancellationToken)"/> gives it.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An option is outside its range, or asks for more than the rows can give.</exception>
    /// <exception cref="ArgumentException">A feature is NaN or infinite, all rows are equal, or there are not as many labels as rows.</exception>
    /// <exception cref="InvalidOperationException">
    /// The neighbour graph falls apart, and the options say to throw or have too few neighbours to connect it; or no eigen solver reached its tolerance.
    /// </exception>
    /// <exception cref="ArithmeticException">A neighbourhood's Gram matrix is not positive definite: a larger regularisation helps.</exception>
    /// <exception cref="InsufficientMemoryException">The fit would need more memory than the process may use; the message says what needs less.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static LleModel Fit(
        FeatureMatrix features,
        IReadOnlyList<int>? labels,
        LleOptions? options = null,
        IProgress<LleProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(features);
        LleOptions chosen = options?.Copy() ?? new LleOptions();
        chosen.Validate();
        ThrowIfNotLabelled(features, labels, chosen);
        return RunContext.Unwrap(() => Fit(features, labels, chosen, new FitContext(progress, chosen.NumberOfThreads, cancellationToken), progress));
    }

    /// <summary>The whole fit, in the caller's context. The options are valid and the caller's own: k is written to them where they leave it open.</summary>
    internal static LleModel Fit(
        FeatureMatrix features, IReadOnlyList<int>? labels, LleOptions chosen, FitContext context, IProgress<LleProgress>? progress)
    {
        FitMemory.Require(features, chosen, context);
        CenteredFeatures centered = CenteredFeatures.Create(features, context);

        // Directions are full where rows are not; a model that holds them whole is never larger in memory than its file says.
        DistinctRows distinct = DistinctRows.Find(chosen.Metric == LleMetric.Euclidean ? centered : centered.Widen(context), context);
        ThrowIfAllEqual(features, distinct);
        chosen.NumberOfNeighbors ??= NeighborCountSelection.Choose(features, chosen, null, progress, context.Cancellation).NeighborCount;
        chosen.ValidateAgainst(distinct.Features.RowCount);
        int[]? distinctLabels = labels is null || chosen.SupervisionStrength == 0 ? null : distinct.LabelsByMajority([.. labels]);
        if (chosen.MaximumNumberOfTrainingRows is not int most || distinct.Count <= most)
        {
            return LleModel.FromContent(FitGraph(distinct, FindGraph(distinct, distinctLabels, chosen, context), chosen, context), context);
        }

        int[] drawn = RowSample.Draw(distinct.Count, most, chosen.Seed ?? 0);
        context.Say(LlePhase.Neighbors, LleSeverity.Info,
            $"{most} of {distinct.Count} distinct rows are fitted; the others are placed by the rule for unseen rows.");
        DistinctRows sample = distinct.Restrict(drawn);
        int[]? sampleLabels = distinctLabels is null ? null : Array.ConvertAll(drawn, row => distinctLabels[row]);
        LleModelContent content = FitGraph(sample, FindGraph(sample, sampleLabels, chosen, context), chosen, context);
        return LleModel.FromContent(TrainingSample.PlaceOthers(content, distinct, drawn, context), context);
    }

    /// <summary>The fit from the neighbour graph on, for a caller that has the graph already; the options' number of neighbours is the graph's.</summary>
    internal static LleModelContent FitGraph(DistinctRows distinct, NeighborGraph graph, LleOptions options, FitContext context) =>
        options.Variant.IsLinear
            ? FitProjection(distinct, graph, options, context)
            : FitRows(distinct, graph, options, context);

    private static NeighborGraph FindGraph(DistinctRows distinct, int[]? labels, LleOptions options, FitContext context) =>
        labels is null
            ? NeighborSearch.Create(distinct.Features, options.NeighborSearch, options.Metric, distinct.Representatives, context, options.Seed ?? 0)
                .FindGraph(options.NeighborCount, context)
            : NeighborSearch.FindSupervisedGraph(
                distinct.Features,
                labels,
                options.SupervisionStrength,
                options.NeighborCount,
                options.NeighborSearch,
                options.Metric,
                distinct.Representatives,
                context);

    private static LleModelContent FitProjection(DistinctRows distinct, NeighborGraph graph, LleOptions options, FitContext context)
    {
        (LinearProjection projection, double[] eigenvalues) = LinearFit.Fit(distinct.Features.Widen(context), graph, options, context);
        return Content(distinct, options, eigenvalues, [distinct.Count]) with { Projection = projection };
    }

    private static LleModelContent FitRows(DistinctRows distinct, NeighborGraph graph, LleOptions options, FitContext context)
    {
        // Classes that labels push apart are meant to separate: that is not a graph to mend.
        LleDisconnectedGraph whenDisconnected = options.SupervisionStrength > 0 ? LleDisconnectedGraph.EmbedSeparately : options.DisconnectedGraph;
        INeighborSearch CreateSearch(CenteredFeatures rows) => 
            NeighborSearch.Create(rows, options.NeighborSearch, options.Metric, null, context, options.Seed ?? 0);
        GraphParts parts = GraphSplit.Resolve(distinct.Features, graph, whenDisconnected, CreateSearch, context);
        FittedEmbedding embedding = parts.Parts.Count == 1 && parts.LooseRows.Length == 0
            ? ConnectedFit.Fit(
                parts.Parts[0].Features, parts.Parts[0].Graph, parts.Parts[0].SinkRow, LandmarkFit.CountFor(distinct.Count, distinct.Count, options), options, context)
            : SeparateFit.Fit(distinct.Features, parts, options, CreateSearch, context);
        int[] sizes = [.. parts.Parts.Select(part => part.Rows.Length)];
        LleModelContent content = Content(distinct, options, embedding.Eigenvalues, sizes) with { NumberOfLandmarks = embedding.Landmarks?.Length };
        if (options.PlaceAmongLandmarks && embedding.Landmarks is not null)
        {
            FittedRows held = LandmarkFit.Hold(distinct.Features, embedding, options, context);
            return content with
            {
                Rows = held with { DistinctIndex = Array.ConvertAll(distinct.DistinctIndexOfRow, row => held.DistinctIndex![row]) },
            };
        }

        return content with
        {
            Rows = new FittedRows(distinct.Features, embedding.Coordinates, distinct.AllDistinct ? null : distinct.DistinctIndexOfRow),
        };
    }

    private static LleModelContent Content(DistinctRows distinct, LleOptions options, double[] eigenvalues, int[] componentSizes) => new()
    {
        Method = options.Method,
        OutOfSample = options.ResolvedOutOfSample,
        NumberOfComponents = options.NumberOfComponents,
        NumberOfNeighbors = options.NeighborCount,
        Metric = options.Metric,
        NumberOfTrainingRows = distinct.DistinctIndexOfRow.Length,
        Regularization = options.Regularization,
        Eigenvalues = eigenvalues,
        ComponentSizes = componentSizes,
        Scaling = distinct.Features.Scaling,
    };

    private static void ThrowIfNotLabelled(FeatureMatrix features, IReadOnlyList<int>? labels, LleOptions options)
    {
        if (labels is null && options.SupervisionStrength > 0)
        {
            throw new ArgumentException(
                $"SupervisionStrength is {options.SupervisionStrength}, but no labels are given; without labels it must be 0.", nameof(labels));
        }

        if (labels is not null && labels.Count != features.RowCount)
        {
            throw new ArgumentException($"There are {labels.Count} labels for {features.RowCount} rows.", nameof(labels));
        }
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
}
