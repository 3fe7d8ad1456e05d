using Orleans.Hosting;
using Orleans.TestingHost;

namespace LleTransforms.Orleans.Tests;

/// <summary>Silos of one process, as Orleans' own tests have them.</summary>
internal static class Cluster
{
    public static async Task<TestCluster> StartAsync(int siloCount)
    {
        var builder = new TestClusterBuilder((short)siloCount);
        builder.AddSiloBuilderConfigurator<Silo>();
        TestCluster cluster = builder.Build();
        await cluster.DeployAsync();
        return cluster;
    }

    private sealed class Silo : ISiloConfigurator
    {
        public void Configure(ISiloBuilder siloBuilder) => siloBuilder.AddLleTransforms();
    }
}
