using System.Diagnostics;
using LleTransforms.Eigen;
using LleTransforms.Running;

namespace LleTransforms.Measurements.SideBySide;

/// <summary>Tells a fit's phases apart: each ends with its last report, and the eigen solver says what its factor took.</summary>
internal sealed class PhaseClock : IProgress<LleProgress>
{
    private readonly long[] _lastReport = new long[Enum.GetValues<LlePhase>().Length];
    private readonly List<EigenSolution> _solutions = [];
    private long _started;

    /// <summary>A context for a fit that begins now.</summary>
    public FitContext Start()
    {
        _started = Stopwatch.GetTimestamp();
        return new FitContext(this) { EigenSolved = _solutions.Add };
    }

    /// <summary>Counts alone tell time: messages about a phase may come long after it, as when the model chooses how it will search.</summary>
    public void Report(LleProgress value)
    {
        if (value.Message is null)
        {
            _lastReport[(int)value.Phase] = Stopwatch.GetTimestamp();
        }
    }

    /// <summary>What a fit took that ends now.</summary>
    public WorkerResult Stop()
    {
        long ended = Stopwatch.GetTimestamp();
        long neighbors = Math.Max(_started, _lastReport[(int)LlePhase.Neighbors]);
        long geometry = Math.Max(neighbors, _lastReport[(int)LlePhase.LocalGeometry]);
        long eigen = Math.Max(geometry, _lastReport[(int)LlePhase.Eigenvectors]);
        double factor = _solutions.Sum(solution => solution.Statistics.OrderingSeconds + solution.Statistics.FactorSeconds);
        return new WorkerResult
        {
            Seconds = Seconds(_started, ended),
            Phases = new Phases(
                Seconds(_started, neighbors), Seconds(neighbors, geometry), factor, Math.Max(0, Seconds(geometry, eigen) - factor), Seconds(eigen, ended)),
            Solver = string.Join("; ", _solutions.Select(solution => solution.Solver)),
            Iterations = _solutions.Sum(solution => solution.Statistics.Iterations),
            Nonzeros = _solutions.Sum(solution => solution.Statistics.FactorNonzeros),
        };
    }

    private static double Seconds(long from, long to) => Stopwatch.GetElapsedTime(from, to).TotalSeconds;
}
