using LleTransforms.Orleans.Grains;
using LleTransforms.Orleans.Wire;

namespace LleTransforms.Orleans.Client;

/// <summary>Has the rows of shards placed by a model, each shard on the silo that holds it.</summary>
internal sealed class ClusterTransform(
    IGrainFactory grains, LleModel model, LleShard[] shards, LleSink sink, IProgress<LleProgress>? progress, CancellationToken token)
    : IDisposable
{
    private readonly ShardCalls _calls = new(grains, shards, token);

    private IModelGrain Model => grains.GetGrain<IModelGrain>(_calls.Id);

    public async Task RunAsync()
    {
        try
        {
            WireBlock[] parts = Parts();
            await _calls.LookAroundAsync();
            await SendAsync(parts);
            long all = shards.Sum(shard => (long)shard.NumberOfRows);
            long placed = 0;
            await _calls.RunAsync(async shard =>
            {
                var description = new PlaceDescription(_calls.Id, shards[shard], sink, parts.Length);
                while (!await TryPlaceAsync(shard, description))
                {
                    await SendAsync(parts);
                }

                long done = Interlocked.Add(ref placed, shards[shard].NumberOfRows);
                progress?.Report(new LleProgress(LlePhase.Placement, Math.Min(done, all), all));
            });
        }
        catch (ShardFaultException fault)
        {
            throw FitFault.Of(fault, shards);
        }
        finally
        {
            await _calls.TellAllAsync(grain => grain.CancelAsync());
            await _calls.TellAllAsync(grain => grain.ForgetAsync());
            await ShardCalls.TellAsync(Model.ForgetAsync);
        }
    }

    public void Dispose() => _calls.Dispose();

    /// <summary>Places a shard to its end, unless the silos have lost the model.</summary>
    private async Task<bool> TryPlaceAsync(int shard, PlaceDescription description)
    {
        try
        {
            while (await _calls.DoStepAsync(shard, grain => grain.PlaceAsync(description)) < description.Shard.NumberOfRows)
            {
                token.ThrowIfCancellationRequested();
            }

            return true;
        }
        catch (ModelLostException)
        {
            return false;
        }
    }

    private Task<bool> SendAsync(WireBlock[] parts) => _calls.CallAsync(0, async () =>
    {
        for (int part = 0; part < parts.Length; part++)
        {
            await Model.PutAsync(part, parts[part]);
        }

        return true;
    });

    private WireBlock[] Parts()
    {
        using MemoryStream saved = new();
        model.Save(saved);
        return [.. saved.ToArray().Chunk(WireBlock.MostBytes).Select(part => new WireBlock(part))];
    }
}
