using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace LleTransforms.Samples.Cluster;

/// <summary>Silos as processes of this program, and a client of them.</summary>
public sealed class SiloProcesses : IAsyncDisposable
{
    private readonly Process[] _silos;
    private readonly Func<int, Task<Process>> _start;
    private readonly IHost _client;

    private SiloProcesses(Process[] silos, Func<int, Task<Process>> start, IHost client, IClusterClient grains) =>
        (_silos, _start, _client, Grains) = (silos, start, client, grains);

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
        Process[] silos = await Task.WhenAll(Enumerable.Range(0, siloCount).Select(Start));
        HostApplicationBuilder builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.UseOrleansClient(address.Configure);
        IHost client = builder.Build();
        await client.StartAsync();
        return new SiloProcesses(silos, Start, client, (IClusterClient)client.Services.GetService(typeof(IClusterClient))!);

        Task<Process> Start(int silo) =>
            StartAsync(program ?? typeof(SiloProcesses).Assembly.Location, address.ArgumentsOf(silo), heapLimit);
    }

    /// <summary>Ends a silo as a crash or a machine that is switched off would.</summary>
    public void Kill(int silo) => _silos[silo].Kill();

    /// <summary>Starts a silo again that was killed.</summary>
    public async Task RestartAsync(int silo)
    {
        await _silos[silo].WaitForExitAsync();
        _silos[silo].Dispose();
        _silos[silo] = await _start(silo);
    }

    /// <summary>What each silo that lives has done.</summary>
    public async Task<IReadOnlyList<SiloFigures>> FiguresAsync()
    {
        List<SiloFigures> figures = [];
        foreach (Process silo in _silos.Where(silo => !silo.HasExited))
        {
            await silo.StandardInput.WriteLineAsync(SiloProgram.Ask);
            figures.Add(SiloFigures.Parse((await silo.StandardOutput.ReadLineAsync())!));
        }

        return figures;
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

    private static async Task<Process> StartAsync(string program, string[] arguments, long? heapLimit)
    {
        var start = new ProcessStartInfo("dotnet", [program, .. arguments])
        {
            RedirectStandardInput = true, RedirectStandardOutput = true,
        };
        if (heapLimit is long limit)
        {
            start.Environment["DOTNET_GCHeapHardLimit"] = limit.ToString("X", CultureInfo.InvariantCulture);
        }

        Process silo = Process.Start(start)!;
        string? line = await silo.StandardOutput.ReadLineAsync();
        return line == SiloProgram.Ready ? silo : throw new InvalidOperationException($"A silo did not start: {line}");
    }
}
