using LleTransforms.Alignment;
using LleTransforms.Orleans.Grains;
using LleTransforms.Orleans.Wire;

namespace LleTransforms.Orleans.Client;

/// <summary>Sums (A Z)^T (A Z) and Z^T Z over all shards, in bands that follow each other from the first shard to the last.</summary>
internal sealed class BandSums(ShardCalls calls, ReducedBand[] bands)
{
    /// <summary>Leaves all bands with the last shard.</summary>
    public Task SumAsync() => Task.WhenAll(Enumerable.Range(0, 2 * bands.Length).Select(band => SumAsync(band, bands[band / 2])));

    /// <summary>Has all shards drop what they hold of bands.</summary>
    public Task DropAsync() => calls.TellAllAsync(async grain =>
    {
        for (int band = 0; band < 2 * bands.Length; band++)
        {
            await grain.DropBandAsync(band);
        }
    });

    /// <summary>Leads a band through all shards, from the start again where a part of its sum was lost.</summary>
    private async Task SumAsync(int number, ReducedBand band)
    {
        var request = new BandRequest(number, band.First, band.End);
        for (int shard = 0; shard < calls.NumberOfShards;)
        {
            bool isThere = await TryAddAsync(shard, request);
            if (isThere && shard > 0)
            {
                int before = shard - 1;
                await ShardCalls.TellAsync(() => calls.Grain(before).DropBandAsync(number));
            }

            shard = isThere ? shard + 1 : 0;
        }
    }

    private Task<bool> TryAddAsync(int shard, BandRequest request) => calls.CallAsync(shard, async () =>
    {
        try
        {
            await calls.DoStepAsync(shard, grain => grain.AddToBandAsync(request));
            return true;
        }
        catch (BandLostException)
        {
            return false;
        }
    });
}
