using Microsoft.Extensions.ObjectPool;
using Microsoft.ML;

namespace LleTransforms.Samples.Serving;

/// <summary>Predicts for any number of threads, each with an engine of its own while it predicts.</summary>
internal sealed class BandPredictor(string file)
{
    private readonly ObjectPool<PredictionEngine<BandRow, BandPrediction>> _pool =
        new DefaultObjectPoolProvider().Create(new EnginePolicy(file));

    public BandPrediction Predict(BandRow row)
    {
        var engine = _pool.Get();
        try
        {
            return engine.Predict(row);
        }
        finally
        {
            _pool.Return(engine);
        }
    }
}
