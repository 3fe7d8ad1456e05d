using Microsoft.ML;

namespace LleTransforms.Consumer;

/// <summary>Loads a model as a program does that only predicts.</summary>
internal static class SavedModel
{
    public static ITransformer Load(string file) => new MLContext().Model.Load(file, out _);
}
