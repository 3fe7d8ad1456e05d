using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;

namespace LleTransforms.Running;

/// <summary>How work may run: on how many threads, and when to stop. It says nothing to anybody; <see cref="FitContext"/> adds who
/// listens.</summary>
/// <remarks>Immutable, safe for any number of threads. Nothing computed may depend on <see cref="NumberOfThreads"/>.</remarks>
internal class RunContext
{
    private const int StepsBetweenLooks = 4096;

    /// <param name="numberOfThreads">The most threads; null means one per processor.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public RunContext(int? numberOfThreads = null, CancellationToken cancellationToken = default)
    {
        Cancellation = cancellationToken;
        NumberOfThreads = numberOfThreads ?? Environment.ProcessorCount;
        Parallelism = new ParallelOptions { MaxDegreeOfParallelism = NumberOfThreads, CancellationToken = cancellationToken };
    }

    public CancellationToken Cancellation { get; }

    public int NumberOfThreads { get; }

    /// <summary>Options for Parallel.For: the thread count, and cancellation between two iterations.</summary>
    public ParallelOptions Parallelism { get; }

    /// <summary>The numbers below a count for Parallel.ForEach, handed out one by one. Parallel.For hands out ranges that grow, and where
    /// few pieces differ in size, one thread is left with several while others wait.</summary>
    public static OrderablePartitioner<int> OneByOne(int count) =>
        Partitioner.Create(Enumerable.Range(0, count), EnumerablePartitionerOptions.NoBuffering);

    public void ThrowIfCancelled() => Cancellation.ThrowIfCancellationRequested();

    /// <summary>Looks at the token in every 4,096th step, counted from 0. It is for loops whose steps are too short to look in
    /// each.</summary>
    public void ThrowIfCancelledAt(int step)
    {
        if (step % StepsBetweenLooks == 0)
        {
            ThrowIfCancelled();
        }
    }

    /// <summary>Whether memory ran out, on this thread or on one of several.</summary>
    public static bool RanOutOfMemory(Exception error) => error switch
    {
        InsufficientMemoryException => false,
        OutOfMemoryException => true,
        AggregateException several => several.Flatten().InnerExceptions.Any(RanOutOfMemory),
        _ => false,
    };

    /// <inheritdoc cref="Unwrap{T}"/>
    public static void Unwrap(Action work) => Unwrap(() =>
    {
        work();
        return true;
    });

    /// <summary>Runs work of which loops on several threads are a part. An exception leaves such a loop as the one that it was.</summary>
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
