using System.Diagnostics;
using System.Globalization;
using LleTransforms.Measurements.SideBySide;

namespace LleTransforms.Measurements.Scale;

/// <summary>What the choice of the eigen solver costs: whole fits by Auto beside fits by each solver that can be asked for.</summary>
internal sealed class SolverChoiceTable(BenchmarkData data)
{
    /// <summary>A solver that takes so many times what Auto took is cancelled.</summary>
    private const double Patience = 3;

    /// <summary>What is left to a solver where Auto takes next to no time.</summary>
    private const double LeastSeconds = 2;

    private const int WarmUpRows = 1_000;

    /// <summary>Small fits of each spectrum, by each solver, before the first that counts.</summary>
    private const int WarmUps = 10;

    /// <summary>Auto and each solver fit in turns, and the quickest turn of each counts.</summary>
    private const int Turns = 3;

    private static readonly LleEigenSolver[] _named = [LleEigenSolver.Direct, LleEigenSolver.Iterative];

    private static readonly (string Title, string Name, int NumberOfNeighbors, int NumberOfComponents, int[] Rows)[] _spectra =
    [
        ("swiss roll", "swiss-roll", 12, 2, [5_000, 20_000, 80_000]),
        ("smooth 4-dimensional manifold", "smooth", 14, 4, [5_000, 10_000, 20_000]),
        ("MNIST", "mnist-train", 12, 10, [5_000, 10_000, 20_000]),
        ("Fashion-MNIST", "fashion-train", 12, 10, [5_000, 10_000, 20_000]),
        ("GloVe", "glove", 15, 10, [2_000, 5_000, 10_000]),
        ("8-dimensional manifold in 50 columns", "manifold-50", 15, 10, [5_000, 20_000, 50_000]),
    ];

    public void Run()
    {
        Console.WriteLine("| rows | n | Auto, s | what answered | direct, s | iterative, s | Auto over the best |");
        Console.WriteLine("| --- | --: | --: | --- | --: | --: | --: |");
        double worst = 0;
        foreach ((string title, string name, int k, int d, int[] sizes) in _spectra)
        {
            foreach (int rowCount in sizes)
            {
                data.Ensure(name, rowCount);
                FeatureMatrix features = data.Read(name, rowCount);
                LleOptions options = new() { NumberOfNeighbors = k, NumberOfComponents = d };
                WarmUp(data.Read(name, WarmUpRows, rowCount), options);
                var said = new SaidSolver();
                (double auto, double[] named) = FitInTurns(features, options, said);
                double ratio = auto / Math.Min(auto, named.Min());
                worst = Math.Max(worst, ratio);
                Console.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"| {title} | {rowCount:N0} | {auto:0.00} | {said.Last} | {Cell(named[0], auto)} | {Cell(named[1], auto)} | " +
                    $"{ratio:0.00} |"));
            }
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| worst | | | | | | {worst:0.00} |"));
    }

    private static (double Auto, double[] Named) FitInTurns(FeatureMatrix features, LleOptions options, SaidSolver said)
    {
        double auto = double.PositiveInfinity;
        double[] named = new double[_named.Length];
        for (int turn = 0; turn < Turns; turn++)
        {
            auto = Math.Min(auto, Seconds(features, options, said));
            for (int s = 0; s < named.Length; s++)
            {
                // One that has run out of patience would again.
                double seconds = double.IsInfinity(named[s]) ? named[s] : Seconds(features, options, _named[s], auto);
                named[s] = turn == 0 ? seconds : Math.Min(named[s], seconds);
            }
        }

        return (auto, named);
    }

    private static void WarmUp(FeatureMatrix few, LleOptions options)
    {
        for (int i = 0; i < WarmUps; i++)
        {
            LocallyLinearEmbedding.Fit(few, options);
            foreach (LleEigenSolver solver in _named)
            {
                LocallyLinearEmbedding.Fit(few, By(solver, options));
            }
        }
    }

    private static LleOptions By(LleEigenSolver solver, LleOptions options) => new()
    {
        NumberOfNeighbors = options.NumberOfNeighbors, NumberOfComponents = options.NumberOfComponents, EigenSolver = solver,
    };

    private static double Limit(double auto) => (Patience * auto) + LeastSeconds;

    private static string Cell(double seconds, double auto) => double.IsInfinity(seconds)
        ? string.Create(CultureInfo.InvariantCulture, $"over {Limit(auto):0.0}")
        : string.Create(CultureInfo.InvariantCulture, $"{seconds:0.00}");

    private static double Seconds(FeatureMatrix features, LleOptions options, LleEigenSolver solver, double auto)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(Limit(auto)));
        try
        {
            return Seconds(features, By(solver, options), null, limit.Token);
        }
        catch (OperationCanceledException)
        {
            return double.PositiveInfinity;
        }
    }

    private static double Seconds(FeatureMatrix features, LleOptions options, SaidSolver? said, CancellationToken cancellation = default)
    {
        GC.Collect();
        long started = Stopwatch.GetTimestamp();
        LocallyLinearEmbedding.Fit(features, options, said, cancellation);
        return Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    /// <summary>Keeps what the log says of the solver that was begun last: the one that answered.</summary>
    private sealed class SaidSolver : IProgress<LleProgress>
    {
        private const string Begin = "Eigen solver: ";

        public string Last { get; private set; } = string.Empty;

        public void Report(LleProgress value)
        {
            if (value.Message?.StartsWith(Begin, StringComparison.Ordinal) == true)
            {
                Last = value.Message[Begin.Length..].Split(',')[0];
            }
        }
    }
}
