namespace Microsoft.ML;

public abstract class TrainCatalogBase : IInternalCatalog
{
    private readonly IHostEnvironment _env;
    private protected TrainCatalogBase(IHostEnvironment env, string registrationName) => _env = env.Register(registrationName);
    IHostEnvironment IInternalCatalog.Environment => _env;

    public sealed class CrossValidationResult<T>
        where T : class
    {
        public readonly T Metrics;
        public readonly ITransformer Model;
        public readonly IDataView ScoredHoldOutSet;
        public readonly int Fold;

        internal CrossValidationResult(ITransformer model, T metrics, IDataView scores, int fold)
            => (Model, Metrics, ScoredHoldOutSet, Fold) = (model, metrics, scores, fold);
    }

    public abstract class CatalogInstantiatorBase : IInternalCatalog
    {
        private readonly TrainCatalogBase _owner;
        private protected CatalogInstantiatorBase(TrainCatalogBase catalog) => _owner = catalog;
        IHostEnvironment IInternalCatalog.Environment => _owner._env;
    }
}

public sealed class MulticlassClassificationCatalog : TrainCatalogBase
{
    internal MulticlassClassificationCatalog(IHostEnvironment env) : base(env, nameof(MulticlassClassificationCatalog))
        => Trainers = new MulticlassClassificationTrainers(this);

    public MulticlassClassificationTrainers Trainers { get; }

    public MulticlassClassificationMetrics Evaluate(
        IDataView data,
        string labelColumnName = "Label",
        string scoreColumnName = "Score",
        string predictedLabelColumnName = "PredictedLabel",
        int topKPredictionCount = 0)
    {
        Check.Value(data, nameof(data));
        Check.NonEmpty(labelColumnName, nameof(labelColumnName));
        Check.NonEmpty(scoreColumnName, nameof(scoreColumnName));
        Check.NonEmpty(predictedLabelColumnName, nameof(predictedLabelColumnName));
        if (topKPredictionCount != 0)
            throw Check.NotInOffline("Top-k accuracy");
        foreach (var (role, name) in new[] { ("Label", labelColumnName), ("Score", scoreColumnName), ("PredictedLabel", predictedLabelColumnName) })
            _ = data.Schema.GetColumnOrNull(name) ?? throw Check.Mark(new ArgumentOutOfRangeException("schema", $"{name} column '{role}' not found"));
        return MulticlassEvaluator.Evaluate(data, data.Schema[labelColumnName], data.Schema[scoreColumnName]);
    }

    public IReadOnlyList<CrossValidationResult<MulticlassClassificationMetrics>> CrossValidate(
        IDataView data,
        IEstimator<ITransformer> estimator,
        int numberOfFolds = 5,
        string labelColumnName = "Label",
        string samplingKeyColumnName = null,
        int? seed = null)
    {
        Check.NonEmpty(labelColumnName, nameof(labelColumnName));
        Check.Value(data, nameof(data));
        Check.Value(estimator, nameof(estimator));
        Check.Param(numberOfFolds > 1, "numFolds", "Must be more than 1");
        CrossValidationResult<MulticlassClassificationMetrics> Run(DataOperationsCatalog.TrainTestData split, int fold)
        {
            var model = estimator.Fit(split.TrainSet);
            var scores = model is IScopedTransformer chain ? chain.Transform(split.TestSet, TransformerScope.Everything) : model.Transform(split.TestSet);
            return new(model, Evaluate(scores, labelColumnName), scores, fold);
        }

        return DataOperationsCatalog.Folds(this.GetEnvironment(), data, numberOfFolds, samplingKeyColumnName, seed).Select(Run).ToArray();
    }

    public sealed class MulticlassClassificationTrainers : CatalogInstantiatorBase
    {
        internal MulticlassClassificationTrainers(MulticlassClassificationCatalog catalog) : base(catalog) { }
    }
}

public static class StandardTrainersCatalog
{
    public static LbfgsMaximumEntropyMulticlassTrainer LbfgsMaximumEntropy(
        this MulticlassClassificationCatalog.MulticlassClassificationTrainers catalog,
        string labelColumnName = "Label",
        string featureColumnName = "Features",
        string exampleWeightColumnName = null,
        float l1Regularization = 1,
        float l2Regularization = 1,
        float optimizationTolerance = 1e-7f,
        int historySize = 20,
        bool enforceNonNegativity = false)
    {
        Check.Value(catalog, nameof(catalog));
        if (l1Regularization != 0)
            throw Check.NotInOffline($"LbfgsMaximumEntropy with l1Regularization = {l1Regularization} (only 0 is)");
        if (exampleWeightColumnName != null || enforceNonNegativity)
            throw Check.NotInOffline("LbfgsMaximumEntropy with example weights or non-negative weights");
        return new(catalog.GetEnvironment(), labelColumnName, featureColumnName, l2Regularization, optimizationTolerance, historySize);
    }

    public static SdcaRegressionTrainer Sdca(
        this RegressionCatalog.RegressionTrainers catalog,
        string labelColumnName = "Label",
        string featureColumnName = "Features",
        string exampleWeightColumnName = null,
        ISupportSdcaRegressionLoss lossFunction = null,
        float? l2Regularization = null,
        float? l1Regularization = null,
        int? maximumNumberOfIterations = null)
    {
        Check.Value(catalog, nameof(catalog));
        if (exampleWeightColumnName != null || lossFunction != null || l1Regularization > 0)
            throw Check.NotInOffline("Sdca with example weights, a loss function or l1Regularization");
        return new(catalog.GetEnvironment(), labelColumnName, featureColumnName, l2Regularization, maximumNumberOfIterations);
    }
}
