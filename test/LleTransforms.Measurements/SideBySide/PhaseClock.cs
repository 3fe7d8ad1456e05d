using System.Diagnostics;
using LleTransforms.Eigen;
using LleTransforms.Fitting;
using LleTransforms.Running;

namespace LleTransforms.Measurements.SideBySide;

/// <summary>Tells a fit's phases apart: each ends with its last report, and the eigen solver says what its factor took.</summary>
internal sealed class PhaseClock : IProgress<LleProgress>
{
    private readonly long[] _lastReport = new long[Enum.GetValues<LlePhase>().Length];
    private long _started;

    /// <summary>A fit, and what it took.</summary>
    public static (LleModel Model, WorkerResult Result) Fit(FeatureMatrix features, LleOptions options)
    {
        var clock = new PhaseClock { _started = Stopwatch.GetTimestamp() };
        var context = new FitContext(clock);
        FitResult fit = LocallyLinearEmbedding.Run(features, null, options, context);
        LleModel model = LleModel.Of(fit, context);
        return (model, clock.Stop(fit.Solutions));
    }

    /// <summary>Counts alone tell time: messages about a phase may come long after it, as when the model
    /// chooses how it will search.</summary>
    public void Report(LleProgress value)
    {
        if (value.Message is null)
        {
            _lastReport[(int)value.Phase] = Stopwatch.GetTimestamp();
        }
    }

    /// <summary>What a fit took that ends now.</summary>
    /// <param name="solutions">What its eigen solves cost.</param>
    private WorkerResult Stop(IReadOnlyList<EigenSolution> solutions)
    {
        long ended = Stopwatch.GetTimestamp();
        long neighbors = Math.Max(_started, _lastReport[(int)LlePhase.Neighbors]);
        long geometry = Math.Max(neighbors, _lastReport[(int)LlePhase.LocalGeometry]);
        long eigen = Math.Max(geometry, _lastReport[(int)LlePhase.Eigenvectors]);
        double factor = solutions.Sum(solution => solution.Statistics.OrderingSeconds + solution.Statistics.FactorSeconds);
        return new WorkerResult
        {
            Seconds = Seconds(_started, ended),
            Phases = new Phases(
                Seconds(_started, neighbors), Seconds(neighbors, geometry), factor, Math.Max(0, Seconds(geometry, eigen) - factor),
                Seconds(eigen, ended)),
            Solver = string.Join("; ", solutions.Select(solution => solution.Solver)),
            Iterations = solutions.Sum(solution => solution.Statistics.Iterations),
            Nonzeros = solutions.Sum(solution => solution.Statistics.FactorNonzeros),
        };
    }

    private static double Seconds(long from, long to) => Stopwatch.GetElapsedTime(from, to).TotalSeconds;
}
