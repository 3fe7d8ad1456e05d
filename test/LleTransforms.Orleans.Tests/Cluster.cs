using System.Collections.Concurrent;
using Orleans.TestingHost;

namespace LleTransforms.Orleans.Tests;

/// <summary>Silos of one process, as Orleans' own tests have them.</summary>
internal static class Cluster
{
    private const string Key = "LleTransforms";
    private static readonly ConcurrentDictionary<string, Action<LleSiloOptions>> _configure = new();

    public static async Task<TestCluster> StartAsync(int siloCount, Action<LleSiloOptions>? configure = null)
    {
        var builder = new TestClusterBuilder((short)siloCount);
        string id = Guid.NewGuid().ToString();
        _configure[id] = configure ?? (_ => { });
        builder.Properties[Key] = id;
        builder.AddSiloBuilderConfigurator<Silo>();
        TestCluster cluster = builder.Build();
        await cluster.DeployAsync();
        return cluster;
    }

    private sealed class Silo : ISiloConfigurator
    {
        public void Configure(ISiloBuilder siloBuilder) => siloBuilder.AddLleTransforms(_configure[siloBuilder.Configuration[Key]!]);
    }
}
