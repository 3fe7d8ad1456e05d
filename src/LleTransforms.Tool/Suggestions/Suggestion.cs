using System.Globalization;

namespace LleTransforms.Tool.Suggestions;

/// <summary>What <c>lle suggest</c> found.</summary>
/// <param name="Dimensions">The estimates of the intrinsic dimension.</param>
/// <param name="NumberOfComponents">The d that is recommended.</param>
/// <param name="Choices">For each d that was tried, the k that were.</param>
internal sealed record Suggestion(
    DimensionEstimates Dimensions, int NumberOfComponents, SortedDictionary<int, NumberOfNeighborsChoice> Choices)
{
    private const int UsualCandidates = 6;
    private const int UsualSpan = 25;

    public NumberOfNeighborsChoice Recommended => Choices[NumberOfComponents];

    /// <param name="features">The data.</param>
    /// <param name="numberOfComponents">The d that is wanted; null tries those about the intrinsic dimension.</param>
    /// <param name="method">The method that shall be used.</param>
    /// <param name="step">From one k to the next.</param>
    /// <param name="seed">Chooses the sample where there are many rows.</param>
    /// <param name="progress">Hears of every k.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public static Suggestion Make(
        FeatureMatrix features, int? numberOfComponents, LleMethod method, int step, int seed, IProgress<LleProgress> progress,
        CancellationToken cancellationToken)
    {
        DimensionEstimates dimensions = DimensionEstimates.Of(features, seed, cancellationToken);
        int recommended = numberOfComponents ?? dimensions.NumberOfComponents(features.NumberOfColumns);
        int[] candidates = numberOfComponents is int wanted
            ? [wanted]
            : [.. Enumerable.Range(recommended - 1, 3).Where(candidate => candidate >= 1 && candidate <= features.NumberOfColumns)];
        int expected = candidates.Length * Math.Max(UsualCandidates, (UsualSpan / step) + 1);
        var counter = new CandidateCounter(progress, expected);
        var choices = new SortedDictionary<int, NumberOfNeighborsChoice>();

        // The recommended one first: if the data do not suffice for it, that is the fault to tell.
        foreach (int candidate in candidates.OrderBy(candidate => Math.Abs(candidate - recommended)))
        {
            var options = new LleOptions { NumberOfComponents = candidate, Method = method, Seed = seed };
            var selection = new NumberOfNeighborsSelectionOptions { Step = step };
            try
            {
                choices[candidate] = NumberOfNeighborsSelection.Choose(features, options, selection, counter, cancellationToken);
            }
            catch (Exception fault) when (candidate != recommended && fault is (ArgumentException or InvalidOperationException))
            {
                // A neighbouring d that the data do not suffice for is left out of the table.
            }
        }

        progress.Report(new LleProgress(LlePhase.Neighbors, expected, expected));
        return new Suggestion(dimensions, recommended, choices);
    }

    /// <summary>The recommendation in one sentence.</summary>
    public string Sentence(LleMethod method)
    {
        string estimates = string.Join(" and ", Dimensions.Known.Select(value => value.ToString("F1", CultureInfo.InvariantCulture)));
        string dimension = estimates.Length == 0
            ? "the intrinsic dimension could not be estimated"
            : $"the intrinsic dimension is estimated at {estimates}";
        string doubt = Dimensions.Disagree ? ", estimates so far apart that other d deserve a try" : string.Empty;
        NumberOfNeighborsCandidate best =
            Recommended.Candidates.First(candidate => candidate.NumberOfNeighbors == Recommended.NumberOfNeighbors);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"Try -d {NumberOfComponents} -k {Recommended.NumberOfNeighbors} --method {method.ShortName()}: {dimension}{doubt}, " +
            $"and of the k tried this one gives the most trustworthy embedding ({best.Trustworthiness:F4}).");
    }
}
