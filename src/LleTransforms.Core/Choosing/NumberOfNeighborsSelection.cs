using LleTransforms.Choosing;
using LleTransforms.Features;
using LleTransforms.Fitting;
using LleTransforms.Quality;
using LleTransforms.Running;

namespace LleTransforms;

/// <summary>
/// Chooses the number of neighbours k for a given method and number of components: the k whose embedding is the most trustworthy.
/// Trustworthiness (Venna &amp; Kaski 2001, "Neighborhood preservation in nonlinear projection methods") is taken at one neighbourhood size
/// K common to all candidates.
/// </summary>
/// <remarks>
/// <para>Too small a k leaves the embedding ragged. Too large a k joins sheets of the manifold that do not belong together. Both bring
/// strangers into neighbourhoods, which is what trustworthiness counts. It compares ranks of near rows. LLE does not keep the proportions
/// of the axes, and ranks suffer little from that. Residual variance and other figures that compare distances suffer much.</para>
/// <para>Where the neighbour graph falls into more parts at some k than at the largest, that k is not eligible. Its parts would be embedded
/// apart though the data hang together. Among equals the smallest k wins, as the cheapest.</para>
/// <para>From more rows than <see cref="NumberOfNeighborsSelectionOptions.LargestSampleSize"/> a seeded sample is fitted. A k that serves a
/// thinner sample spans a wider neighbourhood there than it will among all rows. So it errs on the side of no shortcuts. With strong noise
/// a larger k may do better.</para>
/// <para>Cost, with n the number of rows sampled: one neighbour search for the largest k, and n^2 (D + log n) for the ranks. Each k adds
/// one fit from the neighbour graph on, and n^2 d. Memory: 4 n^2 bytes. Deterministic: the same bits for any number of threads. Safe for
/// any number of threads.</para>
/// </remarks>
public static class NumberOfNeighborsSelection
{
    private const int UsualSmallest = 5;
    private const int UsualLargest = 30;
    private const int UsualSpan = 25;
    private const int FewestRows = 10;

    /// <summary>Tries a range of k and chooses the best.</summary>
    /// <param name="features">n rows of D finite values, at least 10 of them distinct; with <see cref="LleMetric.Precomputed"/> their
    /// distances.</param>
    /// <param name="options">The method, the number of components and all else that a fit is told; its number of neighbours is not
    /// read.</param>
    /// <param name="selection">The range, the sample and the neighbourhood size; null for the defaults.</param>
    /// <param name="progress">Hears a message for each k and one for the choice; or null.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>The chosen k and a table of all candidates.</returns>
    /// <exception cref="ArgumentException">A value is not finite, or there are fewer than 10 distinct rows.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range; the message names it, its value and the
    /// range.</exception>
    /// <exception cref="InvalidOperationException">No k of the range could be fitted; the message carries the first failure.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was signalled.</exception>
    public static NumberOfNeighborsChoice Choose(
        FeatureMatrix features,
        LleOptions? options = null,
        NumberOfNeighborsSelectionOptions? selection = null,
        IProgress<LleProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(features);
        (LleOptions fit, selection) = Check(features, options, selection);
        var context = new FitContext(progress, fit.NumberOfThreads, cancellationToken);
        return RunContext.Unwrap(() =>
        {
            int[] distinct = DistinctRows.Find(CenteredFeatures.Create(features, fit.Metric, context), context).Representatives;
            return Choose(features, distinct, fit, selection, context);
        });
    }

    /// <summary>The choice within a fit that knows the distinct rows already.</summary>
    internal static NumberOfNeighborsChoice Choose(FeatureMatrix features, int[] distinct, LleOptions options, FitContext context)
    {
        (LleOptions fit, NumberOfNeighborsSelectionOptions selection) = Check(features, options, null);
        return Choose(features, distinct, fit, selection, context);
    }

    private static (LleOptions Fit, NumberOfNeighborsSelectionOptions Selection) Check(
        FeatureMatrix features, LleOptions? options, NumberOfNeighborsSelectionOptions? selection)
    {
        LleOptions fit = options?.Copy() ?? new LleOptions();
        selection ??= new NumberOfNeighborsSelectionOptions();

        // Any number would do here: the range is checked against what the method needs once the rows are counted.
        fit.NumberOfNeighbors = LleOptionRanges.LargestNumberOfNeighbors;
        fit.NumberOfLandmarks = null;
        fit.PlaceAmongLandmarks = false;
        fit.MaximumNumberOfTrainingRows = null;
        fit.Validate();
        Require(selection.LargestSampleSize >= FewestRows, LleOptionName.LargestSampleSize, selection.LargestSampleSize,
            $"at least {FewestRows}");
        EmbeddingPair.CheckFinite(features, nameof(features));
        return (fit, selection);
    }

    private static NumberOfNeighborsChoice Choose(
        FeatureMatrix features, int[] distinct, LleOptions fit, NumberOfNeighborsSelectionOptions selection, FitContext listening)
    {
        // Only the choice itself is reported; the phases of its many fits would look like those of one.
        var context = new FitContext(null, listening.NumberOfThreads, listening.Cancellation);
        FeatureMatrix rows = CandidateFits.SampleDistinct(features, distinct, selection.LargestSampleSize, fit.Seed ?? 0, fit.Metric);
        CheckRowCount(features, rows);
        CandidateRange range = ResolveRange(selection, fit, rows.NumberOfRows);
        fit.NumberOfNeighbors = range.Largest;
        fit.ValidateAgainst(rows.NumberOfRows);

        CandidateFits fits = CandidateFits.Prepare(rows, FitPlan.Of(fit, range.Largest), context);
        var candidates = new List<NumberOfNeighborsCandidate>();
        foreach (int neighborCount in range.NeighborCounts())
        {
            NumberOfNeighborsCandidate candidate = fits.Try(neighborCount, range.NeighborhoodSize);
            candidates.Add(candidate);
            listening.Say(LlePhase.Neighbors, LleSeverity.Trace,
                $"k = {neighborCount}: {candidate.Failure?.Message ?? $"trustworthiness {candidate.Trustworthiness:F4}."}");
        }

        NumberOfNeighborsCandidate best = Best(candidates);
        listening.Say(LlePhase.Neighbors, LleSeverity.Info,
            $"{best.NumberOfNeighbors} neighbours chosen from {range.Smallest} to {range.Largest} on {rows.NumberOfRows} rows " +
            $"(trustworthiness {best.Trustworthiness:F4} at K = {range.NeighborhoodSize}).");
        return new NumberOfNeighborsChoice(
            best.NumberOfNeighbors, range.NeighborhoodSize, features.NumberOfRows, rows.NumberOfRows, candidates);
    }

    private static void CheckRowCount(FeatureMatrix features, FeatureMatrix distinctRows)
    {
        if (distinctRows.NumberOfRows < FewestRows)
        {
            throw new ArgumentException(
                $"features has {features.NumberOfRows} rows of which {distinctRows.NumberOfRows} are distinct; a choice of k " +
                $"needs at least {FewestRows}.",
                nameof(features));
        }
    }

    private static CandidateRange ResolveRange(NumberOfNeighborsSelectionOptions selection, LleOptions fit, int rowCount)
    {
        fit.RequireRowsForComponents(rowCount);
        LleOptionValue method = LleOptionName.Method.Value(fit.Method);
        int needed = fit.Variant.SmallestNumberOfNeighbors(fit.NumberOfComponents);
        int usualSmallest = Math.Max(UsualSmallest, needed + 1);
        int usualLargest = Math.Max(UsualLargest, usualSmallest + UsualSpan);
        int most = Math.Min(rowCount - 1, LleOptionRanges.LargestNumberOfNeighbors);
        int smallest = selection.SmallestNumberOfNeighbors ?? Math.Min(usualSmallest, most);
        Require(smallest >= needed && smallest <= most, LleOptionName.SmallestNumberOfNeighbors, smallest,
            $"from {needed}, which {method} needs for {fit.NumberOfComponents} components, to {most}, below the rows tried");
        int largest = selection.LargestNumberOfNeighbors ?? Math.Clamp(Math.Min(usualLargest, rowCount / 3 - 1), smallest, most);
        int largestSize = (rowCount - 1) / 2;
        int size = selection.NeighborhoodSize ?? Math.Min(largest, largestSize);
        Require(largest >= smallest && largest <= most, LleOptionName.LargestNumberOfNeighbors, largest,
            $"from {LleOptionName.SmallestNumberOfNeighbors}, {smallest}, to {most}, below the rows tried");
        Require(selection.Step >= 1, LleOptionName.Step, selection.Step, $"at least 1");
        Require(size >= 1 && size <= largestSize, LleOptionName.NeighborhoodSize, size,
            $"from 1 to {largestSize}, below half of the rows tried");
        return new CandidateRange(smallest, largest, selection.Step, size);
    }

    private static NumberOfNeighborsCandidate Best(List<NumberOfNeighborsCandidate> candidates)
    {
        List<NumberOfNeighborsCandidate> fitted = candidates.FindAll(candidate => candidate.Failure is null);
        if (fitted.Count == 0)
        {
            (int smallest, int largest) = (candidates[0].NumberOfNeighbors, candidates[^1].NumberOfNeighbors);
            Exception first = candidates[0].Failure!;
            throw new LleMessage($"No k from {smallest} to {largest} could be fitted; the first failed so: {LleMessage.Quote(first)}")
                .In(text => new InvalidOperationException(text, first));
        }

        int fewestParts = fitted[^1].NumberOfParts;
        return fitted.FindAll(candidate => candidate.NumberOfParts <= fewestParts).MaxBy(candidate => candidate.Trustworthiness)!;
    }

    private static void Require(bool holds, LleOptionName option, int value, FormattableString allowed)
    {
        if (!holds)
        {
            throw LleMessage.OutOfRange(option, value, allowed);
        }
    }
}
