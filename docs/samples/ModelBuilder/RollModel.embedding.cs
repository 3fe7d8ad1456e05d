using LleTransforms;
using Microsoft.ML;

namespace ModelBuilderSample;

// A file of one's own: Model Builder leaves it alone when it trains anew.
public partial class RollModel
{
    /// <summary>Ends the program where the line that Model Builder does not know has been lost.</summary>
    public static void ThrowIfEmbeddingIsLost(ITransformer model)
    {
        if (!((IEnumerable<ITransformer>)model).OfType<LocallyLinearEmbeddingTransformer>().Any())
        {
            throw new InvalidOperationException("RollModel.training.cs was written anew: add the line of the embedding again.");
        }
    }
}
