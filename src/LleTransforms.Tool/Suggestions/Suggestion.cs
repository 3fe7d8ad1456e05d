using System.Globalization;

namespace LleTransforms.Tool.Suggestions;

/// <summary>What <c>lle suggest</c> found.</summary>
/// <param name="Dimensions">The estimates of the intrinsic dimension.</param>
/// <param name="NumberOfComponents">The d that is recommended.</param>
/// <param name="IsBound">Whether rows, columns or the method's need of neighbours allow fewer than was estimated.</param>
/// <param name="NumberOfFeatures">The columns of the data.</param>
/// <param name="Choices">For each d that was tried, the k that were.</param>
internal sealed record Suggestion(
    DimensionEstimates Dimensions, int NumberOfComponents, bool IsBound, int NumberOfFeatures,
    SortedDictionary<int, NumberOfNeighborsChoice> Choices)
{
    private const int UsualCandidates = 6;
    private const int UsualSpan = 25;
    private const int UsualSmallest = 5;

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
        int most = numberOfComponents ?? LargestNumberOfComponents(features, method);
        int recommended = numberOfComponents ?? dimensions.NumberOfComponents(most);
        bool isBound = numberOfComponents is null && dimensions.NumberOfComponents(int.MaxValue) > recommended;
        int[] candidates = numberOfComponents is int wanted
            ? [wanted]
            : [.. Enumerable.Range(recommended - 1, 3).Where(candidate => candidate >= 1 && candidate <= most)];
        int expected = candidates.Length * Math.Max(UsualCandidates, (UsualSpan / step) + 1);
        var counter = new CandidateCounter(progress, expected);
        var choices = new SortedDictionary<int, NumberOfNeighborsChoice>();

        // The recommended one first: if the data do not suffice for it, that is the fault to tell.
        foreach (int candidate in candidates.OrderBy(candidate => Math.Abs(candidate - recommended)))
        {
            var options = new LleOptions { NumberOfComponents = candidate, Method = method, Seed = seed };
            var selection = new NumberOfNeighborsSelectionOptions 
            {
                Step = step,
                SmallestNumberOfNeighbors = FewestNeighbors(method, candidate, features),
            };
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
        return new Suggestion(dimensions, recommended, isBound, features.NumberOfColumns, choices);
    }

    /// <summary>The most components that the method can find, where a third of the rows are neighbours. They are fewer than the neighbours,
    /// for k rows span no more.</summary>
    private static int LargestNumberOfComponents(FeatureMatrix features, LleMethod method)
    {
        int neighbors = Math.Max(UsualSmallest, (features.NumberOfRows / 3) - 1);
        int largest = 1;
        while (largest < features.NumberOfColumns && FewestNeighbors(method, largest + 1) <= neighbors)
        {
            largest++;
        }

        return largest;
    }

    private static int FewestNeighbors(LleMethod method, int components) =>
        Math.Max(Math.Max(UsualSmallest, components + 1), method.SmallestNumberOfNeighbors(components) + 1);

    /// <summary>The fewest neighbours to try; null where the rows have fewer, which the choice of k tells better.</summary>
    private static int? FewestNeighbors(LleMethod method, int components, FeatureMatrix features)
    {
        int fewest = FewestNeighbors(method, components);
        return fewest < features.NumberOfRows ? fewest : null;
    }

    /// <summary>The recommendation in one sentence.</summary>
    public string Sentence(LleMethod method)
    {
        string estimates = string.Join(" and ", Dimensions.Known.Select(value => value.ToString("F1", CultureInfo.InvariantCulture)));
        string dimension = estimates.Length == 0
            ? "the intrinsic dimension could not be estimated"
            : $"the intrinsic dimension is estimated at {estimates}";
        string doubt = Dimensions.Disagree ? ", estimates so far apart that other d deserve a try" : string.Empty;
        string bound = IsBound ? $", of which the data allow {NumberOfComponents}" : string.Empty;
        NumberOfNeighborsCandidate best =
            Recommended.Candidates.First(candidate => candidate.NumberOfNeighbors == Recommended.NumberOfNeighbors);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"Try -d {NumberOfComponents} -k {Recommended.NumberOfNeighbors} --method {method.ShortName()}: {dimension}{doubt}{bound}" +
            $"{Worth()}, and of the k tried with this d this one gives the most trustworthy embedding ({best.Trustworthiness:F4}).");
    }

    /// <summary>What the estimate is worth where there are more columns than rows.</summary>
    private string Worth() => NumberOfFeatures > Recommended.NumberOfRows
        ? string.Create(
            CultureInfo.InvariantCulture,
            $" (with {NumberOfFeatures} columns for {Recommended.NumberOfRows} rows it is worth little: all rows lie nearly equally far " +
            $"apart)")
        : string.Empty;
}
