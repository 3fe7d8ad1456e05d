using Microsoft.ML;

namespace LleTransforms.Tests.Trainers;

/// <summary>Trainers of the real package behind an embedding: each learns the rolled-up sheet, and
/// classifies rows that it has not seen after a reload.</summary>
[TestClass]
public sealed class TrainerTests
{
    private readonly MLContext _mlContext = new(seed: 1);

    [TestMethod]
    public void Sdca_maximum_entropy() => AssertClassifies(
        _mlContext.MulticlassClassification.Trainers.SdcaMaximumEntropy("Key", "Lle"));

    [TestMethod]
    public void Lbfgs_maximum_entropy_with_its_default_regularization() => AssertClassifies(
        _mlContext.MulticlassClassification.Trainers.LbfgsMaximumEntropy("Key", "Lle"));

    [TestMethod]
    public void Trees_one_versus_all() => AssertClassifies(
        _mlContext.MulticlassClassification.Trainers.OneVersusAll(
            _mlContext.BinaryClassification.Trainers.FastTree("Key", "Lle", numberOfLeaves: 4, numberOfTrees: 20), "Key"));

    [TestMethod]
    public void Means_of_the_first_coordinate_find_the_bands()
    {
        var pipeline = _mlContext.Transforms.Conversion.MapValueToKey("Key", nameof(BandRow.Label))
            .Append(_mlContext.Transforms.LocallyLinearEmbedding("Lle", "Features", numberOfComponents: 1))
            .AppendCacheCheckpoint(_mlContext)
            .Append(_mlContext.Clustering.Trainers.KMeans("Lle", numberOfClusters: 2));
        var onFeatures = _mlContext.Transforms.Conversion.MapValueToKey("Key", nameof(BandRow.Label))
            .Append(_mlContext.Clustering.Trainers.KMeans("Features", numberOfClusters: 2));

        var embedded = _mlContext.Clustering.Evaluate(Predict(pipeline), labelColumnName: "Key");
        var rolled = _mlContext.Clustering.Evaluate(Predict(onFeatures), labelColumnName: "Key");

        Assert.IsGreaterThan(
            2 * rolled.NormalizedMutualInformation, embedded.NormalizedMutualInformation, $"{rolled.NormalizedMutualInformation}");
    }

    [TestMethod]
    public void A_linear_regression_follows_the_sheet_once_it_is_unrolled()
    {
        IEstimator<ITransformer> Regression(string column) => _mlContext.Regression.Trainers.Sdca(nameof(BandRow.Along), column);
        var pipeline = _mlContext.Transforms.LocallyLinearEmbedding("Lle", "Features", numberOfComponents: 2)
            .AppendCacheCheckpoint(_mlContext)
            .Append(Regression("Lle"));

        var embedded = _mlContext.Regression.Evaluate(Predict(pipeline), nameof(BandRow.Along));
        var rolled = _mlContext.Regression.Evaluate(Predict(Regression("Features")), nameof(BandRow.Along));

        Assert.IsGreaterThan(0.9, embedded.RSquared);
        Assert.IsGreaterThan(0, embedded.RSquared - rolled.RSquared);
    }

    [TestMethod]
    public void Trees_regress_on_an_embedding()
    {
        var pipeline = _mlContext.Transforms.LocallyLinearEmbedding("Lle", "Features", numberOfComponents: 2)
            .AppendCacheCheckpoint(_mlContext)
            .Append(_mlContext.Regression.Trainers.FastTree(nameof(BandRow.Along), "Lle"));

        Assert.IsGreaterThan(0.98, _mlContext.Regression.Evaluate(Predict(pipeline), nameof(BandRow.Along)).RSquared);
    }

    [TestMethod]
    public void Principal_components_stand_beside_an_embedding()
    {
        var lle = _mlContext.Transforms.LocallyLinearEmbedding("Lle", "Features", numberOfComponents: 2);
        var pipeline = _mlContext.Transforms.ProjectToPrincipalComponents("Pca", "Features", rank: 2)
            .Append(lle)
            .Append(_mlContext.Transforms.Concatenate("Both", "Lle", "Pca"))
            .AppendCacheCheckpoint(_mlContext)
            .Append(_mlContext.BinaryClassification.Trainers.LbfgsLogisticRegression(featureColumnName: "Both"));

        var predicted = Predict(pipeline);
        var alone = lle.Fit(Data(0)).Transform(Data(0.4));

        Assert.IsGreaterThan(0.95, _mlContext.BinaryClassification.Evaluate(predicted).Accuracy);
        foreach (var (beside, by) in Coordinates(predicted).Zip(Coordinates(alone)))
        {
            CollectionAssert.AreEqual(by.Lle, beside.Lle);
        }
    }

    [TestMethod]
    public void Cross_validation_fits_each_fold_anew()
    {
        var pipeline = _mlContext.Transforms.LocallyLinearEmbedding("Lle", "Features", numberOfComponents: 2)
            .AppendCacheCheckpoint(_mlContext)
            .Append(_mlContext.BinaryClassification.Trainers.FastTree(featureColumnName: "Lle", numberOfLeaves: 4, numberOfTrees: 20));

        var folds = _mlContext.BinaryClassification.CrossValidate(Data(0), pipeline, numberOfFolds: 4);

        Assert.HasCount(4, folds);
        Assert.HasCount(4, folds.Select(fold => fold.Model).Distinct());
        Assert.IsGreaterThan(0.9, folds.Average(fold => fold.Metrics.Accuracy));
    }

    private void AssertClassifies(IEstimator<ITransformer> trainer)
    {
        var pipeline = _mlContext.Transforms.Conversion.MapValueToKey("Key", nameof(BandRow.Label))
            .Append(_mlContext.Transforms.LocallyLinearEmbedding("Lle", "Features", numberOfComponents: 2))
            .AppendCacheCheckpoint(_mlContext)
            .Append(trainer);

        Assert.IsGreaterThan(0.95, _mlContext.MulticlassClassification.Evaluate(Predict(pipeline), "Key").MicroAccuracy);
    }

    /// <summary>Fits, saves, loads with another context, and predicts rows that the fit has not seen.</summary>
    private IDataView Predict(IEstimator<ITransformer> pipeline)
    {
        using var zip = new MemoryStream();
        var training = Data(0);
        _mlContext.Model.Save(pipeline.Fit(training), training.Schema, zip);
        return new MLContext().Model.Load(zip, out _).Transform(Data(0.4));
    }

    private IDataView Data(double shift) => _mlContext.Data.LoadFromEnumerable(TwoBands.Rows(shift));

    private IEnumerable<BandPrediction> Coordinates(IDataView data) =>
        _mlContext.Data.CreateEnumerable<BandPrediction>(data, reuseRowObject: false, ignoreMissingColumns: true);
}
