using LleTransforms.Orleans.Grains;
using LleTransforms.Orleans.Wire;

namespace LleTransforms.Orleans.Silo;

/// <summary>The models by which rows are placed, fetched once a silo.</summary>
/// <remarks>Safe for any number of threads.</remarks>
internal sealed class SiloModels(IGrainFactory grains)
{
    private readonly Dictionary<Guid, Task<LleModel>> _models = [];

    public Task<LleModel> OfAsync(Guid id, int partCount)
    {
        lock (_models)
        {
            if (!_models.TryGetValue(id, out Task<LleModel>? model) || model.IsFaulted || model.IsCanceled)
            {
                _models[id] = model = Task.Run(() => FetchAsync(id, partCount));
            }

            return model;
        }
    }

    public void Forget(Guid id)
    {
        lock (_models)
        {
            _models.Remove(id);
        }
    }

    private async Task<LleModel> FetchAsync(Guid id, int partCount)
    {
        using MemoryStream bytes = new();
        for (int part = 0; part < partCount; part++)
        {
            WireBlock sent = await grains.GetGrain<IModelGrain>(id).PartAsync(part);
            bytes.Write(sent.Bytes);
        }

        bytes.Position = 0;
        return LleModel.Load(bytes);
    }
}
