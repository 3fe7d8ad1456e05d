using Microsoft.ML;
using Microsoft.ML.Data;

namespace LleTransforms.Tests.Trainers;

[TestClass]
public sealed class LightGbmTests
{
    private const string NativeLibrary = "lib_lightgbm";

    [TestMethod]
    public void Boosted_trees_tell_two_halves_of_a_sheet_apart_before_and_after_a_reload()
    {
        var mlContext = new MLContext(seed: 1);
        var training = mlContext.Data.LoadFromEnumerable(TwoBands.Rows(shift: 0));
        var unseen = mlContext.Data.LoadFromEnumerable(TwoBands.Rows(shift: 0.4));
        var pipeline = mlContext.Transforms.LocallyLinearEmbedding("Lle", "Features", numberOfComponents: 2)
            .AppendCacheCheckpoint(mlContext)
            .Append(mlContext.BinaryClassification.Trainers.LightGbm(featureColumnName: "Lle", numberOfLeaves: 4, numberOfIterations: 20));

        var model = Fit(pipeline, training);
        var metrics = mlContext.BinaryClassification.Evaluate(model.Transform(unseen));
        var reloaded = Reload(mlContext, model, training.Schema);

        Assert.IsGreaterThan(0.95, metrics.Accuracy);
        CollectionAssert.AreEqual(Scores<float>(model, unseen), Scores<float>(reloaded, unseen));
    }

    [TestMethod]
    public void Boosted_trees_tell_eight_strips_of_a_sheet_apart_before_and_after_a_reload()
    {
        var mlContext = new MLContext(seed: 1);
        var training = mlContext.Data.LoadFromEnumerable(TwoBands.Rows(shift: 0));
        var unseen = mlContext.Data.LoadFromEnumerable(TwoBands.Rows(shift: 0.4));
        var pipeline = mlContext.Transforms.LocallyLinearEmbedding("Lle", "Features", numberOfComponents: 2)
            .AppendCacheCheckpoint(mlContext)
            .Append(mlContext.MulticlassClassification.Trainers.LightGbm(nameof(BandRow.Eighth), "Lle", numberOfIterations: 20));

        var model = Fit(pipeline, training);
        var metrics = mlContext.MulticlassClassification.Evaluate(model.Transform(unseen), nameof(BandRow.Eighth));
        var reloaded = Reload(mlContext, model, training.Schema);

        Assert.IsGreaterThan(0.9, metrics.MicroAccuracy);
        var expected = Scores<float[]>(model, unseen);
        var scores = Scores<float[]>(reloaded, unseen);
        Assert.HasCount(400, scores);
        for (int row = 0; row < scores.Length; row++)
        {
            CollectionAssert.AreEqual(expected[row], scores[row], $"row {row}");
        }
    }

    private static TransformerChain<T> Fit<T>(EstimatorChain<T> pipeline, IDataView training)
        where T : class, ITransformer
    {
        try
        {
            return pipeline.Fit(training);
        }
        catch (DllNotFoundException exception) when (exception.Message.Contains(NativeLibrary, StringComparison.Ordinal))
        {
            // Only a machine that lacks the library ends here; a fault of the step is no DllNotFoundException of that name.
            Assert.Inconclusive(
                "LightGBM's native library could not be loaded. On Debian and Ubuntu it needs libgomp1: apt-get install libgomp1. " +
                exception.Message);
            throw;
        }
    }

    private static ITransformer Reload(MLContext mlContext, ITransformer model, DataViewSchema schema)
    {
        using var zip = new MemoryStream();
        mlContext.Model.Save(model, schema, zip);
        return new MLContext().Model.Load(zip, out _);
    }

    private static T[] Scores<T>(ITransformer model, IDataView data) => [.. model.Transform(data).GetColumn<T>("Score")];
}
