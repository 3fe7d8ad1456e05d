namespace LleTransforms.Reliability.SmallFits;

/// <summary>Runs many small fits: each gives finite coordinates, or an error that docs/reference/messages.md lists for Fit.</summary>
internal sealed class SmallFitSweep
{
    private const int WordsShown = 45;

    /// <summary>How many fits ended in which way.</summary>
    public SortedDictionary<string, int> Outcomes { get; } = new(StringComparer.Ordinal);

    /// <summary>A fit that ended so, for each way.</summary>
    public Dictionary<string, SmallFit> Examples { get; } = [];

    /// <summary>The fits that ended in no documented way.</summary>
    public List<string> Faults { get; } = [];

    public static SmallFitSweep Run(int fits, int seed)
    {
        var sweep = new SmallFitSweep();
        Parallel.For(0, fits, number =>
        {
            SmallFit fit = SmallFit.Draw(unchecked((seed * 1_000_003) + number));
            (string outcome, bool isDocumented) = Try(fit);
            lock (sweep)
            {
                sweep.Outcomes[outcome] = sweep.Outcomes.GetValueOrDefault(outcome) + 1;
                sweep.Examples.TryAdd(outcome, fit);
                if (!isDocumented)
                {
                    sweep.Faults.Add($"{outcome} ({fit})");
                }
            }
        });
        return sweep;
    }

    private static (string Outcome, bool IsDocumented) Try(SmallFit fit)
    {
        FeatureMatrix rows = fit.Rows();
        try
        {
            LleModel model = LocallyLinearEmbedding.Fit(rows, fit.Options);
            FeatureMatrix placed = model.Transform(rows);
            bool isFinite = true;
            for (int row = 0; row < placed.NumberOfRows; row++)
            {
                foreach (float coordinate in placed.Row(row))
                {
                    isFinite &= float.IsFinite(coordinate);
                }
            }

            return isFinite ? ($"fitted, {fit.Options.Method}", true) : ("coordinates that are not finite", false);
        }
        catch (Exception error)
        {
            return (Name(error), IsDocumented(error));
        }
    }

    /// <summary>Whether messages.md lists the error for Fit and for rows such as these.</summary>
    private static bool IsDocumented(Exception error) => error switch
    {
        ArgumentOutOfRangeException => LleMessage.Of(error) is not null,
        ArgumentException => error.Message.Contains("rows are equal") || error.Message.Contains("a choice of k needs")
            || error.Message.Contains("an embedding needs at least 3"),
        InvalidOperationException => LleMessage.Of(error) is not null,
        _ => false,
    };

    /// <summary>The error's type, and its first words without the numbers.</summary>
    private static string Name(Exception error)
    {
        string words = string.Concat(error.Message.Where(character => !char.IsAsciiDigit(character)));
        return $"{error.GetType().Name}: {words[..Math.Min(words.Length, WordsShown)]}";
    }
}
