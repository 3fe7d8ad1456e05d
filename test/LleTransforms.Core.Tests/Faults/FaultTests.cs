using System.Diagnostics;
using System.Runtime.CompilerServices;
using LleTransforms.Running;

namespace LleTransforms.Core.Tests.Faults;

/// <summary>Cancellation, and a listener that throws, at points all along each way through the engine.</summary>
[TestClass]
public sealed class FaultTests
{
    private const int Points = 10;

    private static readonly int _spareThreads = Environment.ProcessorCount + 8;

    public TestContext TestContext { get; set; } = null!;

    public static IEnumerable<object[]> Paths => FaultPath.All.Select(path => new object[] { path.Name });

    [TestMethod]
    [DynamicData(nameof(Paths))]
    public void A_cancelled_fit_ends_and_leaves_neither_memory_nor_work(string name)
    {
        FaultPath path = FaultPath.Named(name);
        int cancelled = 0;
        int threads = NumberOfThreads();
        int reports = CountReports(path);
        for (int point = 0; point < Points; point++)
        {
            (WeakReference features, Listener listener, bool wasCancelled) = FitAndCancel(path, reports * point / Points);
            cancelled += wasCancelled ? 1 : 0;
            AssertNothingIsLeft(features, listener);
        }

        TestContext.WriteLine($"{name}: {reports} reports, cancelled at {Points} of them, {cancelled} times before the end");
        Assert.IsGreaterThanOrEqualTo(Points / 2, cancelled);
        Assert.IsInRange(0, threads + _spareThreads, NumberOfThreads(), "threads");
    }

    [TestMethod]
    [DynamicData(nameof(Paths))]
    public void An_exception_of_the_listener_comes_out_as_it_is_and_the_next_fit_is_none_the_worse(string name)
    {
        FaultPath path = FaultPath.Named(name);
        FeatureMatrix features = path.Features();
        byte[] before = Saved(path.Fit(features));
        int reports = CountReports(path);
        for (int point = 0; point < Points; point++)
        {
            int last = reports * point / Points;
            var listener = new Listener { ThrowAt = last };

            Assert.ThrowsExactly<ListenerException>(() => path.Fit(features, listener), $"at report {last} of {reports}");
            AssertNothingIsLeft(null, listener);
        }

        CollectionAssert.AreEqual(before, Saved(path.Fit(features)));
    }

    [TestMethod]
    public void A_dropped_model_is_collected()
    {
        foreach (FaultPath path in FaultPath.All)
        {
            (WeakReference model, WeakReference features) = FitAndDrop(path);
            Collect();
            Assert.IsFalse(model.IsAlive, path.Name);
            Assert.IsFalse(features.IsAlive, path.Name);
        }
    }

    [TestMethod]
    public void A_cancelled_placement_ends_and_the_model_goes_on_serving()
    {
        FaultPath path = FaultPath.Named("Standard");
        FeatureMatrix features = path.Features();
        LleModel model = path.Fit(features);
        float[] before = model.Transform(features).Row(7).ToArray();
        using var source = new CancellationTokenSource();
        source.Cancel();

        Assert.Throws<OperationCanceledException>(() => model.Transform(features, null, source.Token));
        Assert.Throws<OperationCanceledException>(() => model.PlaceTrainingRows(null, source.Token));
        Assert.ThrowsExactly<ListenerException>(() => model.Transform(features, new Listener { ThrowAt = 0 }));
        Assert.ThrowsExactly<ListenerException>(() => model.PlaceTrainingRows(new Listener { ThrowAt = 0 }));
        CollectionAssert.AreEqual(before, model.Transform(features).Row(7).ToArray());
    }

    [TestMethod]
    public void A_failure_in_a_loop_of_several_threads_comes_out_as_itself()
    {
        var inner = new ArithmeticException("a neighbourhood that cannot be solved");
        var several = new AggregateException(new OperationCanceledException(), new AggregateException(inner));

        Assert.AreSame(inner, Assert.ThrowsExactly<ArithmeticException>(() => RunContext.Unwrap(() => throw several)));
        Assert.Throws<OperationCanceledException>(() =>
            RunContext.Unwrap(() => throw new AggregateException(new OperationCanceledException())));
        Assert.AreEqual(3, RunContext.Unwrap(() => 3));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static (WeakReference Features, Listener Listener, bool WasCancelled) FitAndCancel(FaultPath path, int last)
    {
        using var source = new CancellationTokenSource();
        var listener = new Listener { CancelAt = last, Source = source };
        FeatureMatrix features = path.Features();
        bool wasCancelled = false;
        try
        {
            path.Fit(features, listener, source.Token);
        }
        catch (OperationCanceledException)
        {
            wasCancelled = true;
        }

        listener.Source = null;
        return (new WeakReference(features), listener, wasCancelled);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static (WeakReference Model, WeakReference Features) FitAndDrop(FaultPath path)
    {
        FeatureMatrix features = path.Features();
        LleModel model = path.Fit(features);
        model.Transform(features);
        return (new WeakReference(model), new WeakReference(features));
    }

    private static int CountReports(FaultPath path)
    {
        var listener = new Listener();
        path.Fit(path.Features(), listener);
        return listener.Count;
    }

    /// <summary>Work that went on after the fit had ended would report, sooner or later, and would keep the rows alive.</summary>
    private static void AssertNothingIsLeft(WeakReference? features, Listener listener)
    {
        int heard = listener.Count;

        // A thread of the pool that has just left the fit's last loop may hold it for a moment longer.
        Assert.IsTrue(
            SpinWait.SpinUntil(
                () =>
                {
                    Collect();
                    return features?.IsAlive != true;
                },
                TimeSpan.FromSeconds(10)),
            "the rows are still held");
        Assert.IsTrue(SpinWait.SpinUntil(() => ThreadPool.PendingWorkItemCount == 0, TimeSpan.FromSeconds(10)), "work is still queued");
        Assert.AreEqual(heard, listener.Count, "reports after the end");
    }

    private static void Collect()
    {
        for (int times = 0; times < 3; times++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }
    }

    private static int NumberOfThreads()
    {
        using var process = Process.GetCurrentProcess();
        return process.Threads.Count;
    }

    private static byte[] Saved(LleModel model)
    {
        using var stream = new MemoryStream();
        model.Save(stream);
        return stream.ToArray();
    }

    private sealed class ListenerException : Exception;

    private sealed class Listener : IProgress<LleProgress>
    {
        private int _count;

        public int Count => Volatile.Read(ref _count);

        public int CancelAt { get; init; } = -1;

        public int ThrowAt { get; init; } = -1;

        public CancellationTokenSource? Source { get; set; }

        public void Report(LleProgress value)
        {
            int number = Interlocked.Increment(ref _count) - 1;
            if (number == CancelAt)
            {
                Source!.Cancel();
            }

            if (number == ThrowAt)
            {
                throw new ListenerException();
            }
        }
    }
}
