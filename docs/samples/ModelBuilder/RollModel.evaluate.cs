using Microsoft.ML;
using Microsoft.ML.Data;

namespace ModelBuilderSample;

// Where Model Builder writes how well the model does.
public partial class RollModel
{
    /// <summary>Judges a model on rows that it has not seen.</summary>
    public static MulticlassClassificationMetrics Evaluate(ITransformer model, string dataFile)
    {
        var mlContext = new MLContext();
        return mlContext.MulticlassClassification.Evaluate(model.Transform(LoadData(mlContext, dataFile)), "band");
    }

    /// <summary>Judges the pipeline on each fifth of the rows, fitted without it: the embedding is learnt anew for each.</summary>
    public static IReadOnlyList<double> CrossValidate(string dataFile)
    {
        var mlContext = new MLContext(seed: 1);
        var folds = mlContext.MulticlassClassification.CrossValidate(LoadData(mlContext, dataFile), BuildPipeline(mlContext), 5, "band");
        return [.. folds.Select(fold => fold.Metrics.MicroAccuracy)];
    }
}
