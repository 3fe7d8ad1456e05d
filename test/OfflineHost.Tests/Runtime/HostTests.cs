using Microsoft.ML.Runtime;

namespace OfflineHost.Tests.Runtime;

[TestClass]
public sealed class HostTests
{
    [TestMethod]
    public void Messages_reach_the_log_with_kind_and_source()
    {
        var ml = new MLContext(seed: 1);
        var messages = new List<LoggingEventArgs>();
        ml.Log += (_, message) => messages.Add(message);
        using (var channel = ((IHostEnvironment)ml).Register("Step").Start("Fit"))
        {
            channel.Info(MessageSensitivity.None, "{0} rows", 3);
            channel.Warning(MessageSensitivity.None, "careful");
        }

        CollectionAssert.AreEqual(
            new[]
            {
                "[Source=Step; Fit, Kind=Trace] Channel started", "[Source=Step; Fit, Kind=Info] 3 rows", "[Source=Step; Fit, Kind=Warning] careful",
                "[Source=Step; Fit, Kind=Trace] Channel finished", "[Source=Step; Fit, Kind=Trace] Channel disposed",
            },
            messages.ConvertAll(message => message.Message.Split('.')[0]));
        Assert.AreEqual(("3 rows", ChannelMessageKind.Info, "Step; Fit"), (messages[1].RawMessage, messages[1].Kind, messages[1].Source));
    }

    [TestMethod]
    public void A_nested_host_is_named_by_the_host_two_steps_up()
    {
        var ml = new MLContext(seed: 1);
        var sources = new HashSet<string>();
        ml.Log += (_, message) => sources.Add(message.Source);
        var child = ((IHostEnvironment)ml).Register("Outer").Register("Middle").Register("Inner");
        child.Start("Work").Dispose();
        ((IHostEnvironment)ml).Start("Root").Dispose();

        CollectionAssert.AreEquivalent(new[] { "Outer; Inner; Work", "Root" }, sources.ToArray());
    }

    [TestMethod]
    public void Cancellation_reaches_hosts_registered_before_and_after()
    {
        var ml = new MLContext(seed: 1);
        var before = ((IHostEnvironment)ml).Register("Before").Register("Child");
        Assert.IsNotInstanceOfType<ICancelable>(ml);
        Assert.IsFalse(((ICancelable)before).IsCanceled);
        ml.CancelExecution();

        Assert.IsTrue(((ICancelable)before).IsCanceled);
        Assert.IsTrue(((ICancelable)((IHostEnvironment)ml).Register("After")).IsCanceled);
        GC.KeepAlive(before);
    }

    [TestMethod]
    public void Cancellation_stops_a_fit_of_the_hosts_own_steps()
    {
        var ml = new MLContext(seed: 1);
        var data = ml.Data.LoadFromEnumerable(Enumerable.Range(0, 100).Select(i =>
        {
            if (i == 50)
                ml.CancelExecution();
            return new Row { X = i };
        }));
        var normalizer = ml.Transforms.NormalizeMinMax("X");

        Expect.Error<OperationCanceledException>("Operation was canceled.", () => normalizer.Fit(data));
    }

    [TestMethod]
    public void The_same_seed_gives_hosts_the_same_random_numbers()
    {
        int Draw(int? seed) => ((IHostEnvironment)new MLContext(seed)).Register("Step").Rand.Next();

        Assert.AreEqual(Draw(5), Draw(5));
        Assert.AreNotEqual(Draw(5), Draw(6));
        Assert.AreEqual(5, ((IHostEnvironmentInternal)new MLContext(5)).Seed);
    }

    private sealed class Row
    {
        public float X { get; set; }
    }
}
