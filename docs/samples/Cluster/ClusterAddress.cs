using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Hosting;
using Orleans.Configuration;
using StackExchange.Redis;

namespace LleTransforms.Samples.Cluster;

/// <summary>Where silos find each other: in Redis, or by asking the first of them.</summary>
/// <param name="Id">The name of the cluster.</param>
/// <param name="FirstPort">The port of the first silo; each has two ports, one for silos and one for clients.</param>
/// <param name="SiloCount">How many silos there are.</param>
/// <param name="Redis">Redis' address; null where the first silo knows the others. Then that one must stay.</param>
internal sealed record ClusterAddress(string Id, int FirstPort, int SiloCount, string? Redis)
{
    /// <summary>A cluster on ports that were free a moment ago.</summary>
    public static ClusterAddress New(int siloCount, string? redis)
    {
        using TcpListener probe = new(IPAddress.Loopback, 0);
        probe.Start();
        int port = ((IPEndPoint)probe.LocalEndpoint).Port;
        return new ClusterAddress(Guid.NewGuid().ToString("N"), port < 60_000 ? port : port - 20_000, siloCount, redis);
    }

    /// <summary>What a silo's process is told.</summary>
    public string[] ArgumentsOf(int silo) =>
        ["silo", Id, Text(FirstPort), Text(SiloCount), Text(silo), .. Redis is null ? Array.Empty<string>() : [Redis]];

    public static (ClusterAddress Address, int Silo) Parse(string[] arguments) => (
        new ClusterAddress(
            arguments[0], Number(arguments[1]), Number(arguments[2]), arguments.Length > 4 ? arguments[4] : null),
        Number(arguments[3]));

    public void Configure(ISiloBuilder silo, int index)
    {
        if (Redis is null)
        {
            silo.UseLocalhostClustering(
                SiloPort(index), GatewayPort(index), new IPEndPoint(IPAddress.Loopback, SiloPort(0)), Id, Id);
        }
        else
        {
            silo.UseRedisClustering(options => options.ConfigurationOptions = ConfigurationOptions.Parse(Redis));
            silo.Configure<ClusterOptions>(options => options.ClusterId = options.ServiceId = Id);
            silo.ConfigureEndpoints(IPAddress.Loopback, SiloPort(index), GatewayPort(index));
        }
    }

    public void Configure(IClientBuilder client)
    {
        if (Redis is null)
        {
            int[] gateways = [.. Enumerable.Range(0, SiloCount).Select(GatewayPort)];
            client.UseLocalhostClustering(gateways, Id, Id);
        }
        else
        {
            client.UseRedisClustering(options => options.ConfigurationOptions = ConfigurationOptions.Parse(Redis));
            client.Configure<ClusterOptions>(options => options.ClusterId = options.ServiceId = Id);
        }
    }

    private int SiloPort(int silo) => FirstPort + (2 * silo);

    private int GatewayPort(int silo) => FirstPort + (2 * silo) + 1;

    private static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
