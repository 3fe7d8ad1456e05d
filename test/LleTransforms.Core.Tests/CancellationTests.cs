using System.Diagnostics;
using LleTransforms.Core.Tests.TestData;

namespace LleTransforms.Core.Tests;

/// <summary>A cancelled fit leaves no thread at work.</summary>
[TestClass]
public class CancellationTests
{
    [TestMethod]
    [DoNotParallelize]
    [DataRow(LleMethod.Standard, LleEigenSolver.Dense)]
    [DataRow(LleMethod.LocalTangentSpaceAlignment, LleEigenSolver.Dense)]
    [DataRow(LleMethod.Standard, LleEigenSolver.Direct)]
    [DataRow(LleMethod.Standard, LleEigenSolver.Iterative)]
    public void A_fit_cancelled_in_its_eigen_solver_leaves_no_thread_at_work(LleMethod method, LleEigenSolver solver)
    {
        FeatureMatrix features = Manifolds.SwissRoll(4000, 1).Features;
        var options = new LleOptions { Method = method, EigenSolver = solver, NumberOfComponents = 2 };
        using var source = new CancellationTokenSource();
        Assert.ThrowsExactly<OperationCanceledException>(
            () => LocallyLinearEmbedding.Fit(features, options, new CancelsIn(source), source.Token));
        Assert.IsTrue(
            SpinWait.SpinUntil(() => OthersAtWork() == 0, TimeSpan.FromSeconds(30)),
            $"{OthersAtWork()} threads beside this one are still at work.");
    }

    [TestMethod]
    [DoNotParallelize]
    public void A_thread_at_work_is_seen()
    {
        using var stop = new CancellationTokenSource();
        var work = new Thread(() => {
            while (!stop.IsCancellationRequested)
            {
            }
        });
        work.Start();
        bool seen = SpinWait.SpinUntil(() => OthersAtWork() > 0, TimeSpan.FromSeconds(5));
        stop.Cancel();
        work.Join();
        Assert.IsTrue(seen);
    }

    private static int OthersAtWork()
    {
        Thread.Sleep(20);
        using var process = Process.GetCurrentProcess();
        return process.Threads.Cast<ProcessThread>().Count(IsRunning) - 1;
    }

    private static bool IsRunning(ProcessThread thread)
    {
        try
        {
            return thread.ThreadState == System.Diagnostics.ThreadState.Running;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    /// <summary>Cancels at the first step of an eigen solver that has steps, and within the seconds of the dense one.</summary>
    private sealed class CancelsIn(CancellationTokenSource source) : IProgress<LleProgress>
    {
        public void Report(LleProgress value)
        {
            if (value.Phase == LlePhase.Eigenvectors)
            {
                source.Cancel();
            }
            else if (value.Phase == LlePhase.Factorization)
            {
                source.CancelAfter(TimeSpan.FromMilliseconds(100));
            }
        }
    }
}
