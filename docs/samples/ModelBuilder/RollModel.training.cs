using Microsoft.ML;

namespace ModelBuilderSample;

// Where Model Builder writes its training code. It writes this file anew with each training and loses the line marked below.
public partial class RollModel
{
    /// <summary>Trains on a file and saves the model.</summary>
    public static ITransformer Train(string modelFile, string dataFile)
    {
        var mlContext = new MLContext(seed: 1);
        var data = LoadData(mlContext, dataFile);
        var model = BuildPipeline(mlContext).Fit(data);
        mlContext.Model.Save(model, data.Schema, modelFile);
        return model;
    }

    /// <summary>Reads a file of rows with their bands.</summary>
    public static IDataView LoadData(MLContext mlContext, string dataFile) =>
        mlContext.Data.LoadFromTextFile<ModelInput>(dataFile, separatorChar: ',', hasHeader: true);

    /// <summary>The steps from the file's columns to the predicted band.</summary>
    public static IEstimator<ITransformer> BuildPipeline(MLContext mlContext) =>
        mlContext.Transforms.Concatenate("Features", "x", "height", "y")
            .Append(mlContext.Transforms.Conversion.MapValueToKey("band", "band"))
            .Append(mlContext.Transforms.NormalizeMinMax("Features", "Features"))
            // The added line: the trainer reads the embedding under the name of the features, and reads it from memory.
            .Append(mlContext.Transforms.LocallyLinearEmbedding("Features", numberOfComponents: 4)).AppendCacheCheckpoint(mlContext)
            .Append(mlContext.MulticlassClassification.Trainers.LbfgsMaximumEntropy(
                "band", "Features", l1Regularization: 0f, l2Regularization: 0.1f))
            .Append(mlContext.Transforms.Conversion.MapKeyToValue("PredictedLabel", "PredictedLabel"));
}
