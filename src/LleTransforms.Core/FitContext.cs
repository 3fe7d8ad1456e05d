using System.Runtime.ExceptionServices;
using LleTransforms.Spectral;

namespace LleTransforms;

/// <summary>What every room of the engine shares during one fit: where reports go, when to stop, how many threads to use.</summary>
/// <remarks>Safe for use by several threads, as long as the progress listener is. Nothing computed may depend on <see cref="ThreadCount"/>.</remarks>
internal sealed class FitContext
{
    private const int StepsBetweenLooks = 4096;

    public FitContext(IProgress<LleProgress>? progress = null, int? threadCount = null, CancellationToken cancellation = default)
    {
        Progress = progress;
        Cancellation = cancellation;
        ThreadCount = threadCount ?? Environment.ProcessorCount;
        Parallelism = new ParallelOptions { MaxDegreeOfParallelism = ThreadCount, CancellationToken = cancellation };
    }

    /// <summary>Where reports go; null where nobody listens.</summary>
    public IProgress<LleProgress>? Progress { get; }

    public CancellationToken Cancellation { get; }

    /// <summary>May ask more of each eigen solve than the options do; for measurements, which need a solution known to be converged.</summary>
    public Func<EigenRequest, EigenRequest>? EigenRequested { get; init; }

    /// <summary>Hears what each eigen solve cost; for measurements.</summary>
    public Action<EigenSolution>? EigenSolved { get; init; }

    public int ThreadCount { get; }

    /// <summary>Options for Parallel.For: the thread count, and cancellation between two iterations.</summary>
    public ParallelOptions Parallelism { get; }

    public void ThrowIfCancelled() => Cancellation.ThrowIfCancellationRequested();

    /// <summary>For loops whose steps are too short to look at the token in each: looks in every 4,096th, counted from 0.</summary>
    public void ThrowIfCancelledAt(int step)
    {
        if (step % StepsBetweenLooks == 0)
        {
            ThrowIfCancelled();
        }
    }

    public void Report(LlePhase phase, long completed, long total) => Progress?.Report(new LleProgress(phase, completed, total));

    public void Say(LlePhase phase, LleSeverity severity, string message) =>
        Progress?.Report(new LleProgress(phase, 0, 0, message, severity));

    /// <inheritdoc cref="Unwrap{T}"/>
    public static void Unwrap(Action work) => Unwrap(() =>
    {
        work();
        return true;
    });

    /// <summary>Runs work of which loops on several threads are a part, and lets an exception out of such a loop as the one that it was.</summary>
    public static T Unwrap<T>(Func<T> work)
    {
        try
        {
            return work();
        }
        catch (AggregateException error)
        {
            // Several threads may have failed at once; a cancellation among the failures is no more than their consequence.
            var failures = error.Flatten().InnerExceptions;
            ExceptionDispatchInfo.Throw(failures.FirstOrDefault(failure => failure is not OperationCanceledException) ?? failures[0]);
            throw;
        }
    }
}
