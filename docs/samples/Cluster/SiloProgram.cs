using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using LleTransforms.Orleans;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace LleTransforms.Samples.Cluster;

/// <summary>A silo in a process of its own: it serves until its input ends, and says what it has done when it is asked.</summary>
internal static class SiloProgram
{
    public const string Ready = "ready";
    public const string Ask = "figures";

    public static async Task RunAsync(string[] arguments)
    {
        (ClusterAddress address, int silo) = ClusterAddress.Parse(arguments);
        long bytes = 0;
        ConcurrentDictionary<string, double> work = [];
        using MeterListener listener = new()
        {
            InstrumentPublished = (instrument, self) =>
            {
                if (instrument is { Meter.Name: LleClusterMetrics.MeterName, Name: "lle.cluster.received" or "lle.cluster.work" })
                {
                    self.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<long>((_, value, _, _) => Interlocked.Add(ref bytes, value));
        listener.SetMeasurementEventCallback<double>((_, value, tags, _) =>
            work.AddOrUpdate((string)tags[0].Value!, value, (_, sum) => sum + value));
        listener.Start();
        HostApplicationBuilder builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.UseOrleans(orleans =>
        {
            address.Configure(orleans, silo);
            orleans.AddLleTransforms();
        });
        using IHost host = builder.Build();
        await host.StartAsync();
        Console.WriteLine(Ready);
        while (await Console.In.ReadLineAsync() is string line)
        {
            if (line == Ask)
            {
                using var self = Process.GetCurrentProcess();
                var figures = new SiloFigures(
                    Interlocked.Read(ref bytes), self.PeakWorkingSet64, self.TotalProcessorTime.TotalSeconds, work);
                Console.WriteLine(figures.ToLine());
            }
        }

        await host.StopAsync();
    }
}
