using LleTransforms.Fitting;
using LleTransforms.Model;
using LleTransforms.Running;
using LleTransforms.Updating;

namespace LleTransforms;

/// <content>The same model with more rows, or fewer.</content>
public sealed partial class LleModel
{
    /// <summary>Whether the model holds the neighbour graph of its rows (<see cref="LleOptions.KeepsGraph"/>).</summary>
    public bool HoldsGraph => Content.Graph is not null;

    /// <summary>Fits the model's rows and new ones together: what a fit of all rows gives, in the axes of this model.</summary>
    /// <param name="rows">New rows, as wide as those fitted, all finite. A row equal to one that is there shares its coordinates. Double
    /// precision goes through <see cref="CreateRowBuilder"/>, so that such a row is known.</param>
    /// <param name="options">
    /// What the fit was told. Components, neighbours, method, regularisation, metric and placement have to be those of the model. Null
    /// means these and the defaults of all others, and the graph held where the model holds it.
    /// </param>
    /// <param name="progress">Hears of each phase; or null.</param>
    /// <param name="cancellationToken">Stops the work, leaving this model as it is.</param>
    /// <returns>
    /// The grown model, and how far the rows that were there moved. These keep their numbers, and the new rows have the next ones.
    /// </returns>
    /// <remarks>
    /// <para>Where the model holds its graph, only new rows are searched for among all, and old rows are compared with the new ones alone.
    /// The graph is that of a fit of all rows, to the bit. Without it, the graph is found once more, which is most of a fit of many wide
    /// rows. The iteration for the eigenvectors begins from the coordinates that are there and from the vectors that are kept with the
    /// graph. New rows begin where their neighbours put them.</para>
    /// <para>Rows are centred as they were when the model was fitted, so that every row keeps its bits. In this the fit differs from one of
    /// all rows anew, by rounding of single precision. Where the graph falls apart, parts are laid out anew, and only all of them together
    /// are turned to the old axes.</para>
    /// </remarks>
    /// <exception cref="ArgumentException">A value is not finite, or the rows have another width. Or a row lies more than a million times
    /// as far from the mean as those fitted. Or an option differs from the model's, or asks for labels.</exception>
    /// <exception cref="InvalidOperationException">
    /// The model does not hold the features of all its rows: it is of a linear method, or fitted a sample, or places among landmarks. Or it
    /// was fitted to given distances. Or the fit fails as any may.
    /// </exception>
    /// <exception cref="InsufficientMemoryException">The fit would need more memory than the process may use.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public LleAlignment Extend(
        FeatureMatrix rows,
        LleOptions? options = null,
        IProgress<LleProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(rows);
        LleOptions chosen = options?.Copy() ?? OptionsToGrow();
        chosen.NumberOfNeighbors ??= NumberOfNeighbors;
        chosen.Validate();
        ExtensionRules.Require(Content, chosen);
        if (rows.NumberOfColumns != NumberOfFeatures)
        {
            throw new ArgumentException(
                $"The new rows have {rows.NumberOfColumns} values, but the model was fitted on {NumberOfFeatures}.", nameof(rows));
        }

        rows.RequireFinite();
        var context = new FitContext(progress, chosen.NumberOfThreads, cancellationToken);
        FitMemory.Of(NumberOfHeldRows + rows.NumberOfRows, NumberOfFeatures, chosen)
            .Require(NumberOfHeldRows + rows.NumberOfRows, NumberOfFeatures, AvailableMemory.Limit, context);
        (FitResult fit, AlignedContent aligned) = RunContext.Unwrap(() =>
            ExtendedFit.Run(Content, rows, FitPlan.Of(chosen, NumberOfNeighbors), context));
        LleModel model = Of(fit with { Content = aligned.Content }, context);
        var result = new LleAlignment(
            model, NumberOfHeldRows, sharesTrainingRows: true, aligned);
        context.Say(LlePhase.Placement, LleSeverity.Info, result.ToString());
        return result;
    }

    /// <summary>
    /// The model without some training rows. Their features, their coordinates and their places in the graph are in none of its memory or
    /// of its file. All other rows keep their coordinates.
    /// </summary>
    /// <param name="rows">The numbers of training rows, from 0, in any order.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>The smaller model. The rows that are left close up: each has the number of rows left in front of it.</returns>
    /// <remarks>
    /// <para>A row that equals one that stays shares its features with that one, so these stay: remove all of them. Nothing is fitted anew.
    /// So the coordinates of others, the features' mean and scale, the eigenvalues, and a linear method's projection still are what they
    /// became with the rows. <see cref="PartSizes"/> shrink in proportion where there are several parts.</para>
    /// <para>Where the model holds its graph, rows that lose a neighbour find theirs anew, so that it can grow. Of rows that a sample or
    /// landmarks left out only coordinates are held, and go. A linear method holds nothing of its rows but their number.</para>
    /// </remarks>
    /// <exception cref="ArgumentOutOfRangeException">There is no such training row.</exception>
    /// <exception cref="ArgumentException">Not more rows than neighbours would be left, in all or of those with features.</exception>
    /// <exception cref="InvalidOperationException">The model was fitted to given distances. Every other row holds the distance to the
    /// removed one, and rows to place would have to be shorter.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public LleModel Without(IReadOnlyList<int> rows, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(rows);
        if (Metric == LleMetric.Precomputed)
        {
            throw new InvalidOperationException(
                "A model of given distances cannot lose rows, since every other row holds its distance to them: fit the smaller table.");
        }

        bool[] removed = new bool[NumberOfTrainingRows];
        foreach (int row in rows)
        {
            _ = _numbers.DistinctOf(row);
            removed[row] = true;
        }

        var context = new FitContext(null, null, cancellationToken);
        LleModelContent content = RunContext.Unwrap(() => ReducedContent.Of(Content, removed, context));
        return new LleModel(content, ModelPlacement.Create(content, null, context));
    }

    /// <summary>What the model tells of its fit, and the defaults of all else.</summary>
    private LleOptions OptionsToGrow()
    {
        LleOptions options = FittedOptions;
        options.Placement = Content.Placement;
        options.NumberOfLandmarks = NumberOfLandmarks;
        options.KeepsGraph = HoldsGraph;
        return options;
    }
}
