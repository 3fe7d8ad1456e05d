using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace LleTransforms.Samples.Cluster;

/// <summary>Silos as processes of this program, and a client of them.</summary>
public sealed class SiloProcesses : IAsyncDisposable
{
    private readonly Process[] _silos;
    private readonly IHost _client;

    private SiloProcesses(Process[] silos, IHost client, IClusterClient grains) => (_silos, _client, Grains) = (silos, client, grains);

    /// <summary>The client.</summary>
    public IClusterClient Grains { get; }

    /// <summary>Starts silos and waits until they serve.</summary>
    /// <param name="siloCount">How many.</param>
    /// <param name="redis">Redis' address; null where the first silo tells the others of each other.</param>
    /// <param name="heapLimit">The most bytes of a silo's heap; null for the machine's memory.</param>
    /// <param name="program">This program, where the caller is another one.</param>
    public static async Task<SiloProcesses> StartAsync(
        int siloCount, string? redis = null, long? heapLimit = null, string? program = null)
    {
        ClusterAddress address = ClusterAddress.New(siloCount, redis);
        var silos = new Process[siloCount];
        for (int silo = 0; silo < siloCount; silo++)
        {
            silos[silo] = Start(program ?? typeof(SiloProcesses).Assembly.Location, address.ArgumentsOf(silo), heapLimit);
        }

        foreach (Process silo in silos)
        {
            string? line = await silo.StandardOutput.ReadLineAsync();
            if (line != SiloProgram.Ready)
            {
                throw new InvalidOperationException($"A silo did not start: {line}");
            }
        }

        HostApplicationBuilder builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.UseOrleansClient(address.Configure);
        IHost client = builder.Build();
        await client.StartAsync();
        return new SiloProcesses(silos, client, (IClusterClient)client.Services.GetService(typeof(IClusterClient))!);
    }

    /// <summary>Ends a silo as a crash or a machine that is switched off would.</summary>
    public void Kill(int silo) => _silos[silo].Kill();

    /// <summary>The bytes of rows, weights and sums that the silos have received from each other.</summary>
    public async Task<long> ReceivedAsync()
    {
        long sum = 0;
        foreach (Process silo in _silos.Where(silo => !silo.HasExited))
        {
            await silo.StandardInput.WriteLineAsync(SiloProgram.Ask);
            sum += long.Parse((await silo.StandardOutput.ReadLineAsync())!, CultureInfo.InvariantCulture);
        }

        return sum;
    }

    /// <summary>Ends the client and the silos.</summary>
    public async ValueTask DisposeAsync()
    {
        await _client.StopAsync();
        _client.Dispose();
        foreach (Process silo in _silos)
        {
            if (!silo.HasExited)
            {
                silo.StandardInput.Close();
            }
        }

        foreach (Process silo in _silos)
        {
            if (!silo.WaitForExit(10_000))
            {
                silo.Kill();
            }

            silo.Dispose();
        }
    }

    private static Process Start(string program, string[] arguments, long? heapLimit)
    {
        var start = new ProcessStartInfo("dotnet", [program, .. arguments])
        {
            RedirectStandardInput = true, RedirectStandardOutput = true,
        };
        if (heapLimit is long limit)
        {
            start.Environment["DOTNET_GCHeapHardLimit"] = limit.ToString("X", CultureInfo.InvariantCulture);
        }

        return Process.Start(start)!;
    }
}
