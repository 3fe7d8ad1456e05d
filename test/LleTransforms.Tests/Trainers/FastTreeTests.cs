using Microsoft.ML;

namespace LleTransforms.Tests.Trainers;

[TestClass]
public sealed class FastTreeTests
{
    [TestMethod]
    public void Trees_learn_from_an_embedding_and_classify_unseen_rows_after_a_reload()
    {
        var mlContext = new MLContext(seed: 1);
        var training = mlContext.Data.LoadFromEnumerable(TwoBands.Rows(shift: 0));
        var unseen = mlContext.Data.LoadFromEnumerable(TwoBands.Rows(shift: 0.4));
        var pipeline = mlContext.Transforms.LocallyLinearEmbedding("Lle", "Features", numberOfComponents: 2)
            .AppendCacheCheckpoint(mlContext)
            .Append(mlContext.BinaryClassification.Trainers.FastTree(featureColumnName: "Lle", numberOfLeaves: 4, numberOfTrees: 20));

        using var zip = new MemoryStream();
        mlContext.Model.Save(pipeline.Fit(training), training.Schema, zip);
        var reloaded = new MLContext().Model.Load(zip, out _);
        var metrics = mlContext.BinaryClassification.Evaluate(reloaded.Transform(unseen));

        Assert.IsGreaterThan(0.95, metrics.Accuracy);
    }
}
