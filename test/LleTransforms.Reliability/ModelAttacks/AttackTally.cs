using System.Globalization;

namespace LleTransforms.Reliability.ModelAttacks;

/// <summary>Counts what became of many files and keeps those that failed.</summary>
internal sealed class AttackTally(string? corpusFolder, string extension)
{
    private readonly Dictionary<TrialOutcome, int> _counts = [];
    private readonly SortedDictionary<string, int> _refusals = new(StringComparer.Ordinal);
    private readonly List<string> _failures = [];
    private double _longestSeconds;
    private long _mostBytes;
    private int _hostExcesses;
    private long _mostHostBytes;

    public int Failures => Count(TrialOutcome.Fails);

    public IReadOnlyList<string> FailureTexts => _failures;

    public int Count(TrialOutcome outcome) => _counts.GetValueOrDefault(outcome);

    public void Add(TrialResult result, byte[] file)
    {
        _counts[result.Outcome] = Count(result.Outcome) + 1;
        if (result.Outcome == TrialOutcome.Refused && result.ExceedsLimits)
        {
            _hostExcesses++;
            _mostHostBytes = Math.Max(_mostHostBytes, result.Bytes);
        }
        else
        {
            _longestSeconds = Math.Max(_longestSeconds, result.Seconds);
            _mostBytes = Math.Max(_mostBytes, result.Bytes);
        }

        if (result.Outcome == TrialOutcome.Refused)
        {
            string kind = result.What.Split(':')[0];
            _refusals[kind] = _refusals.GetValueOrDefault(kind) + 1;
        }

        if (result.Outcome == TrialOutcome.Fails)
        {
            Keep(result, file);
        }
    }

    public void Print(string name)
    {
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"| {name} | {_counts.Values.Sum()} | {Count(TrialOutcome.Works)} | {Count(TrialOutcome.Refused)} | {Failures} | " +
            $"{_longestSeconds * 1000:F0} ms | {_mostBytes / 1e6:F1} MB |"));
    }

    public void PrintDetails()
    {
        foreach ((string kind, int count) in _refusals)
        {
            Console.WriteLine($"    refused by {kind}: {count}");
        }

        if (_hostExcesses > 0)
        {
            Console.WriteLine(
                $"    beyond the limits in ML.NET's own headers, before our reader is called: {_hostExcesses}, at most " +
                $"{_mostHostBytes >> 20} MB");
        }

        foreach (string failure in _failures.Distinct().Take(20))
        {
            Console.WriteLine($"    FAILED: {failure}");
        }
    }

    private void Keep(TrialResult result, byte[] file)
    {
        _failures.Add(result.What);
        if (corpusFolder is not null && _failures.Count(text => text == result.What) == 1)
        {
            Directory.CreateDirectory(corpusFolder);
            File.WriteAllBytes(Path.Combine(
                corpusFolder, $"{Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(file))[..12]}{extension}"), file);
        }
    }
}
