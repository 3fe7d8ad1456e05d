using System.Diagnostics.Metrics;
using LleTransforms.Orleans;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace LleTransforms.Samples.Cluster;

/// <summary>A silo in a process of its own: it serves until its input ends, and says what it has received when it is asked.</summary>
internal static class SiloProgram
{
    public const string Ready = "ready";
    public const string Ask = "received";

    public static async Task RunAsync(string[] arguments)
    {
        (ClusterAddress address, int silo) = ClusterAddress.Parse(arguments);
        long bytes = 0;
        using MeterListener listener = new()
        {
            InstrumentPublished = (instrument, self) =>
            {
                if (instrument is { Meter.Name: LleClusterMetrics.MeterName, Name: "lle.cluster.received" })
                {
                    self.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<long>((_, value, _, _) => Interlocked.Add(ref bytes, value));
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
                Console.WriteLine(Interlocked.Read(ref bytes));
            }
        }

        await host.StopAsync();
    }
}
