using LleTransforms.Tests.Data;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace LleTransforms.Tests.Training;

/// <summary>ML.NET's cross-validation over a pipeline with the step in it.</summary>
[TestClass]
public sealed class CrossValidationTests
{
    private readonly MLContext _context = new(seed: 1);

    [TestMethod]
    public void Each_fold_fits_the_embedding_on_its_own_training_rows_and_predicts_the_others()
    {
        var data = Samples.View(_context, Samples.Sheet(300));
        var pipeline = _context.Transforms.Conversion.MapValueToKey("Label", nameof(Sample.Upper))
            .Append(_context.Transforms.LocallyLinearEmbedding("Lle", "Features", 3, 8))
            .AppendCacheCheckpoint(_context)
            .Append(_context.MulticlassClassification.Trainers.LbfgsMaximumEntropy(
                "Label", "Lle", l1Regularization: 0f, l2Regularization: 0.1f));

        var folds = _context.MulticlassClassification.CrossValidate(data, pipeline, numberOfFolds: 3);

        Assert.HasCount(3, folds);
        int heldOut = 0;
        foreach (var fold in folds)
        {
            var step = ((IEnumerable<ITransformer>)fold.Model).OfType<LocallyLinearEmbeddingTransformer>().Single();
            int tested = fold.ScoredHoldOutSet.GetColumn<string>(nameof(Sample.Name)).Count();
            Assert.AreEqual(300 - tested, step.Model.NumberOfTrainingRows, $"fold {fold.Fold}");
            Assert.IsGreaterThan(0.8, fold.Metrics.MicroAccuracy, $"fold {fold.Fold}");
            heldOut += tested;
        }

        Assert.AreEqual(300, heldOut);
    }
}
