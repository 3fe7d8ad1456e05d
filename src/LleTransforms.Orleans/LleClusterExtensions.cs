using System.Globalization;
using LleTransforms.Orleans.Client;
using LleTransforms.Orleans.Grains;
using LleTransforms.Orleans.Silo;
using Microsoft.Extensions.DependencyInjection;

namespace LleTransforms.Orleans;

/// <summary>Locally Linear Embedding on a cluster of Orleans.</summary>
public static class LleClusterExtensions
{
    /// <summary>Lets a silo take part in fits.</summary>
    /// <param name="silo">The silo.</param>
    /// <param name="configure">Sets memory, readers and writers; null for the defaults.</param>
    public static ISiloBuilder AddLleTransforms(this ISiloBuilder silo, Action<LleSiloOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(silo);
        var options = new LleSiloOptions();
        configure?.Invoke(options);
        silo.Services.AddSingleton(options);
        silo.Services.AddSingleton<LleClusterMetrics>();
        silo.Services.AddSingleton<SiloWork>();
        silo.Services.AddSingleton<SiloMemory>();
        silo.Services.AddSingleton<SiloRows>();
        silo.Services.AddSingleton<SiloCells>();
        silo.Services.AddSingleton<LandmarkSets>();
        silo.Services.AddSingleton<SiloModels>();
        silo.Services.AddPlacementDirector<ShardPlacement, ShardPlacementDirector>();
        return silo;
    }

    /// <summary>Embeds the rows of shards on a cluster, through landmarks, and returns the model that places any row.</summary>
    /// <param name="grains">A client of the cluster, or the grain factory of a silo.</param>
    /// <param name="shards">The rows, in their order. Silos read them; none passes through the caller.</param>
    /// <param name="options">What to fit, with <see cref="LleOptions.NumberOfLandmarks"/> and
    /// <see cref="LleOptions.PlaceAmongLandmarks"/> set.</param>
    /// <param name="sink">Where the coordinates of all rows go; null for nowhere.</param>
    /// <param name="progress">Hears of each phase; or null.</param>
    /// <param name="cancellationToken">Stops the work on all silos.</param>
    /// <returns>A model that holds the landmarks. Its coordinates are those of <see cref="LocallyLinearEmbedding"/> for the same rows, to
    /// 1E-8 of their scale. They are the same bits for any number of silos and any split into shards.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An option is outside its range, or is one that a cluster does not know.</exception>
    /// <exception cref="ArgumentException">A row is not finite or no number, or is zero where the metric is Cosine. Shards do not fit
    /// each other. One has no rows, or changed during the fit. The message names the shard.</exception>
    /// <exception cref="InvalidOperationException">The neighbour graph falls apart, and <see cref="LleOptions.DisconnectedGraph"/> is Throw
    /// or could not connect it. Or the eigenproblem was not solved.</exception>
    /// <exception cref="InsufficientMemoryException">A shard, or a step of the whole fit, needs more memory than its silo may
    /// use.</exception>
    /// <exception cref="LleShardException">No silo can open a shard, or write its coordinates.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static Task<LleModel> FitLocallyLinearEmbeddingAsync(
        this IGrainFactory grains,
        IReadOnlyList<LleShard> shards,
        LleOptions options,
        LleSink? sink = null,
        IProgress<LleProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(grains);
        ArgumentNullException.ThrowIfNull(shards);
        ArgumentNullException.ThrowIfNull(options);
        LleOptions chosen = options.Copy();
        ClusterOptions.Check(chosen);
        if (shards.Count == 0)
        {
            throw new ArgumentException("There are no shards to fit.", nameof(shards));
        }

        RequireRanges(shards);
        return RunAsync();

        async Task<LleModel> RunAsync()
        {
            using ClusterFit fit = new(grains, [.. shards], chosen, sink, progress, cancellationToken);
            return await fit.RunAsync();
        }
    }

    /// <summary>Places the rows of shards by a model, each to the bits that <see cref="LleModel.Transform(ReadOnlySpan{float},
    /// Span{float})"/> gives for it.</summary>
    /// <param name="grains">A client of the cluster, or the grain factory of a silo.</param>
    /// <param name="model">The model; it goes to each silo once.</param>
    /// <param name="shards">The rows. NaN or infinity in a row gives it NaN coordinates, and so do zeros alone where the metric is
    /// Cosine.</param>
    /// <param name="sink">Where the coordinates go, shard by shard.</param>
    /// <param name="progress">Hears how many rows are placed; or null.</param>
    /// <param name="cancellationToken">Stops the work on all silos.</param>
    /// <exception cref="ArgumentException">A shard has another number of columns than the model, a cell that is no number, or fewer rows
    /// than it should. The message names the shard.</exception>
    /// <exception cref="LleShardException">No silo can open a shard, or write its coordinates.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static Task TransformAsync(
        this IGrainFactory grains,
        LleModel model,
        IReadOnlyList<LleShard> shards,
        LleSink sink,
        IProgress<LleProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(grains);
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(shards);
        ArgumentNullException.ThrowIfNull(sink);
        RequireRanges(shards);
        return shards.Count == 0 ? Task.CompletedTask : RunAsync();

        async Task RunAsync()
        {
            using ClusterTransform transform = new(grains, model, [.. shards], sink, progress, cancellationToken);
            await transform.RunAsync();
        }
    }

    private static void RequireRanges(IReadOnlyList<LleShard> shards)
    {
        for (int shard = 0; shard < shards.Count; shard++)
        {
            LleShard one = shards[shard];
            if (one.FirstRow < 0 || one.NumberOfRows < 1)
            {
                throw new ArgumentException(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"Shard {shard} ({one.Reader}:{one.Location}) begins at row {one.FirstRow} and has {one.NumberOfRows} rows, but " +
                        $"must begin at 0 or behind it and have at least 1."),
                    nameof(shards));
            }
        }
    }
}
