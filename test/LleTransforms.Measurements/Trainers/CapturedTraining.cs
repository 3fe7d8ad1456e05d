using Microsoft.ML;
using Microsoft.ML.Data;

namespace LleTransforms.Measurements.Trainers;

/// <summary>An estimator that learns nothing and remembers what a chain gave it to learn from.</summary>
internal sealed class CapturedTraining : IEstimator<ITransformer>
{
    public IDataView? Seen { get; private set; }

    public ITransformer Fit(IDataView input)
    {
        Seen = input;
        return new TransformerChain<ITransformer>();
    }

    public SchemaShape GetOutputSchema(SchemaShape inputSchema) => inputSchema;
}
