using Microsoft.Extensions.ObjectPool;
using Microsoft.ML;

namespace LleTransforms.Samples.Serving;

/// <summary>
/// Makes the engines of a pool. The model is loaded once and all engines share it, for a transformer is safe for many threads; an engine is
/// not, and is for one thread at a time.
/// </summary>
internal sealed class EnginePolicy : PooledObjectPolicy<PredictionEngine<BandRow, BandPrediction>>
{
    private readonly MLContext _context = new();
    private readonly ITransformer _model;

    public EnginePolicy(string file) => _model = _context.Model.Load(file, out _);

    public override PredictionEngine<BandRow, BandPrediction> Create() =>
        _context.Model.CreatePredictionEngine<BandRow, BandPrediction>(_model);

    // An engine keeps nothing of a row that it has predicted, not even of one that failed.
    public override bool Return(PredictionEngine<BandRow, BandPrediction> obj) => true;
}
