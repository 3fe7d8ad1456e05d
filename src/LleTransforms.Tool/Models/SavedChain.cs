using LleTransforms.Tool.Tables;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms;

namespace LleTransforms.Tool.Models;

/// <summary>What lle embed saves: an embedding, alone or behind the scale of its columns.</summary>
/// <param name="Step">The embedding.</param>
/// <param name="Scaling">The scale as a step; null where there is none.</param>
/// <param name="Scale">What it does to a row.</param>
/// <param name="Schema">The columns that the model was saved with.</param>
internal sealed record SavedChain(
    LocallyLinearEmbeddingTransformer Step, NormalizingTransformer? Scaling, ColumnScale? Scale, DataViewSchema Schema)
{
    /// <summary>Writes the model's zip with another embedding in the place of this one.</summary>
    public void Save(LocallyLinearEmbeddingTransformer step, Stream zip) =>
        new MLContext().Model.Save(Scaling is null ? step : new TransformerChain<ITransformer>(Scaling, step), Schema, zip);
}
