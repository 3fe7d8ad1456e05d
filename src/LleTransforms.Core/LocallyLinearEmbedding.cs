using LleTransforms.Fitting;
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
    /// The neighbour graph falls apart, and the options say to throw or have too few neighbours to connect it. Or no eigen solver
    /// reached its tolerance.
    /// </exception>
    /// <exception cref="ArithmeticException">A neighbourhood's Gram matrix is not positive definite: a larger regularisation
    /// helps.</exception>
    /// <exception cref="InsufficientMemoryException">The fit would need more memory than the process may use; the message says what needs
    /// less.</exception>
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
    /// <param name="features">n rows of D finite values. Equal rows are fitted once, with the label that most of them have, the smallest of
    /// equals.</param>
    /// <param name="labels">A label for each row, any numbers; rows of different numbers are pushed apart. Null means none. Unseen rows
    /// need none.</param>
    /// <param name="options">What to fit; null means the defaults.</param>
    /// <param name="progress">Hears of each phase, from several threads at once; or null.</param>
    /// <param name="cancellationToken">Stops the work, leaving nothing behind.</param>
    /// <returns>The model, as <see cref="Fit(FeatureMatrix, LleOptions, IProgress{LleProgress}, CancellationToken)"/> gives it.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An option is outside its range, or asks for more than the rows can give.</exception>
    /// <exception cref="ArgumentException">A feature is NaN or infinite, all rows are equal, or there are not as many labels as
    /// rows.</exception>
    /// <exception cref="InvalidOperationException">
    /// The neighbour graph falls apart, and the options say to throw or have too few neighbours to connect it. Or no eigen solver
    /// reached its tolerance.
    /// </exception>
    /// <exception cref="ArithmeticException">A neighbourhood's Gram matrix is not positive definite: a larger regularisation
    /// helps.</exception>
    /// <exception cref="InsufficientMemoryException">The fit would need more memory than the process may use; the message says what needs
    /// less.</exception>
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
        var context = new FitContext(progress, chosen.NumberOfThreads, cancellationToken);
        try
        {
            return RunContext.Unwrap(() => LleModel.Of(Run(features, labels, chosen, context), context));
        }
        catch (OutOfMemoryException shortage) when (RunContext.RanOutOfMemory(shortage))
        {
            throw FitMemory.RanOut(features, chosen, shortage);
        }
    }

    /// <summary>The whole fit, in the caller's context, up to the model's content. The options are valid.</summary>
    internal static FitResult Run(FeatureMatrix features, IReadOnlyList<int>? labels, LleOptions options, FitContext context)
    {
        FitMemory.Require(features, options, context);
        PreparedRows prepared = PreparedRows.Of(features, options.Metric, context);
        LleOptions chosen = options.Copy();
        chosen.NumberOfNeighbors ??= NumberOfNeighborsSelection.Choose(
            features, prepared.Distinct.Representatives, options, context).NumberOfNeighbors;
        chosen.ValidateAgainst(prepared.Distinct.Count);
        prepared = prepared.WithLabels(chosen.SupervisionStrength == 0 ? null : labels);
        FitResult fitted = FitPipeline.Run(prepared, FitPlan.Of(chosen, chosen.KnownNumberOfNeighbors), context);
        return fitted with { Content = fitted.Content with { FeatureNames = features.ColumnNames?.ToArray() } };
    }

    private static void ThrowIfNotLabelled(FeatureMatrix features, IReadOnlyList<int>? labels, LleOptions options)
    {
        if (labels is null && options.SupervisionStrength > 0)
        {
            double strength = options.SupervisionStrength;
            throw new LleMessage(
                $"{LleOptionName.SupervisionStrength} is {strength}, but no labels are given; without labels it must be 0.")
                .In(text => new ArgumentException(text, nameof(labels)));
        }

        if (labels is not null && labels.Count != features.NumberOfRows)
        {
            throw new ArgumentException($"There are {labels.Count} labels for {features.NumberOfRows} rows.", nameof(labels));
        }
    }
}
