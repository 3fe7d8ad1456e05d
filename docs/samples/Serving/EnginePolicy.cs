using Microsoft.Extensions.ObjectPool;
using Microsoft.ML;

namespace LleTransforms.Samples.Serving;

/// <summary>Makes the engines of a pool. The model is loaded once: engines share it, for a transformer is safe for many threads.</summary>
internal sealed class EnginePolicy(string file) : PooledObjectPolicy<PredictionEngine<BandRow, BandPrediction>>
{
    private readonly MLContext _context = new();
    private readonly Lazy<ITransformer> _model = new(() => new MLContext().Model.Load(file, out _));

    public override PredictionEngine<BandRow, BandPrediction> Create() => _context.Model.CreatePredictionEngine<BandRow, BandPrediction>(_model.Value);

    public override bool Return(PredictionEngine<BandRow, BandPrediction> obj) => true;
}
