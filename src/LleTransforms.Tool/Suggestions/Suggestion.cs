using System.Globalization;
using LleTransforms.Tool.Commands;

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
    private const int FewestForTrainers = 10;
    private const int MostForTrainers = 30;

    public NumberOfNeighborsChoice Recommended => Choices[NumberOfComponents];

    /// <param name="features">The data.</param>
    /// <param name="numberOfComponents">The d that is wanted; null tries those about the intrinsic dimension.</param>
    /// <param name="fit">The method and the metric that shall be used, and the seed that chooses the sample where there are many
    /// rows.</param>
    /// <param name="step">From one k to the next.</param>
    /// <param name="progress">Hears of every k.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public static Suggestion Make(
        FeatureMatrix features, int? numberOfComponents, LleOptions fit, int step, IProgress<LleProgress> progress,
        CancellationToken cancellationToken)
    {
        LleMethod method = fit.Method;
        DimensionEstimates dimensions = DimensionEstimates.Of(features, fit.Metric, fit.Seed ?? 0, cancellationToken);
        int rowCount = Math.Min(dimensions.NumberOfDistinctRows, new NumberOfNeighborsSelectionOptions().LargestSampleSize);

        // Distances tell nothing of columns: there are as many as rows.
        int columnCount = fit.Metric == LleMetric.Precomputed ? rowCount : features.NumberOfColumns;
        int most = numberOfComponents ?? LargestNumberOfComponents(columnCount, rowCount, method);
        if (numberOfComponents is null && columnCount > dimensions.NumberOfDistinctRows)
        {
            // An estimate beyond what the rows can tell is mostly noise, which so many columns bring.
            most = Math.Min(most, Math.Max(1, (int)Math.Ceiling(dimensions.LargestTold)));
        }

        int recommended = numberOfComponents ?? dimensions.NumberOfComponents(most);
        int expected = (numberOfComponents is null ? 3 : 1) * Math.Max(UsualCandidates, (UsualSpan / step) + 1);
        var counter = new CandidateCounter(progress, expected);
        var choices = new SortedDictionary<int, NumberOfNeighborsChoice>();

        // Where the data do not suffice for what is recommended, fewer components may do. What the user names is not bargained for.
        while (!TryChoose(recommended, isLast: numberOfComponents is not null || recommended == 1))
        {
            most = --recommended;
        }

        if (numberOfComponents is null)
        {
            foreach (int other in new[] { recommended - 1, recommended + 1 }.Where(other => other >= 1 && other <= most))
            {
                TryChoose(other, isLast: false);
            }
        }

        progress.Report(new LleProgress(LlePhase.Neighbors, expected, expected));
        bool isBound = numberOfComponents is null && dimensions.NumberOfComponents(int.MaxValue) > recommended;
        return new Suggestion(dimensions, recommended, isBound, columnCount, choices);

        bool TryChoose(int components, bool isLast)
        {
            LleOptions options = fit.Copy();
            options.NumberOfComponents = components;
            int fewest = FewestNeighbors(method, components);

            // Where the rows have fewer neighbours than that, the choice of k tells it better.
            var selection =
                new NumberOfNeighborsSelectionOptions { Step = step, SmallestNumberOfNeighbors = fewest < rowCount ? fewest : null };
            try
            {
                choices[components] = NumberOfNeighborsSelection.Choose(features, options, selection, counter, cancellationToken);
                return true;
            }
            catch (Exception fault) when (!isLast && fault is (ArgumentException or InvalidOperationException))
            {
                return false;
            }
        }
    }

    /// <summary>The most components that the method can find, where a third of the distinct rows are neighbours. They are fewer than the
    /// neighbours, for k rows span no more.</summary>
    private static int LargestNumberOfComponents(int columnCount, int rowCount, LleMethod method)
    {
        int neighbors = Math.Max(UsualSmallest, (rowCount / 3) - 1);
        int largest = 1;
        while (largest < columnCount && FewestNeighbors(method, largest + 1) <= neighbors)
        {
            largest++;
        }

        return largest;
    }

    private static int FewestNeighbors(LleMethod method, int components) =>
        Math.Max(Math.Max(UsualSmallest, components + 1), method.SmallestNumberOfNeighbors(components) + 1);

    /// <summary>The recommendation in one sentence.</summary>
    public string Sentence(LleOptions fit)
    {
        string metric = fit.Metric == LleMetric.Euclidean ? string.Empty : $" --metric {OptionParsers.NameOf(fit.Metric)}";
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
            $"Try -d {NumberOfComponents} -k {Recommended.NumberOfNeighbors} --method {fit.Method.ShortName()}{metric}: " +
            $"{dimension}{doubt}{bound}{Worth()}, and of the k tried with this d{Condition(best)} this one gives the most trustworthy " +
            $"embedding ({best.Trustworthiness:F4}).{ForTrainers(fit.Method)}");
    }

    /// <summary>How many coordinates a trainer may want, of those that the data allow; nothing where that is no more.</summary>
    private string ForTrainers(LleMethod method)
    {
        int rowCount = Dimensions.NumberOfDistinctRows;
        int neighborCount = Math.Min(rowCount - 1, LleOptionRanges.LargestNumberOfNeighbors);
        int most = Math.Min(MostForTrainers, Math.Min(NumberOfFeatures, rowCount - 2));
        while (most > NumberOfComponents && method.SmallestNumberOfNeighbors(most) > neighborCount)
        {
            most--;
        }

        string? range = most > FewestForTrainers ? $"{FewestForTrainers} to {most}" : most > NumberOfComponents ? $"up to {most}" : null;
        return range is null ? string.Empty : $" In front of a trainer try {range} coordinates as well.";
    }

    /// <summary>Which of the k in the table the best is chosen from, where another has the higher figure.</summary>
    private string Condition(NumberOfNeighborsCandidate best) =>
        Recommended.Candidates.Any(candidate => candidate.Trustworthiness > best.Trustworthiness)
            ? " that leave the rows in no more parts than the largest does,"
            : string.Empty;

    /// <summary>What the estimate is worth where there are more columns than rows.</summary>
    private string Worth()
    {
        int rowCount = Dimensions.NumberOfDistinctRows;
        double most = Dimensions.LargestTold;
        string worth = Dimensions.Known.Any(value => value > most)
            ? "is worth little: so few rows tell no more than"
            : "may be right: so many rows tell up to";
        return NumberOfFeatures > rowCount && Dimensions.Known.Any()
            ? string.Create(
                CultureInfo.InvariantCulture,
                $" (with {NumberOfFeatures} columns for {rowCount} rows it {worth} about {most:F1} dimensions apart)")
            : string.Empty;
    }
}
