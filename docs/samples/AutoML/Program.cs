// AutoML moves the embedding's components, neighbours, method and regularisation together with the trainer's options:
// dotnet run -c Release --project docs/samples/AutoML -- [trials]
using LleTransforms;
using LleTransforms.Samples.AutoML;
using Microsoft.ML;
using Microsoft.ML.AutoML;
using Microsoft.ML.SearchSpace;

int trials = args.Length > 0 ? int.Parse(args[0]) : 12;
var context = new MLContext(seed: 1);
var training = context.Data.LoadFromEnumerable(RolledBand.Draw(400, seed: 1));
var validation = context.Data.LoadFromEnumerable(RolledBand.Draw(200, seed: 2));
var test = context.Data.LoadFromEnumerable(RolledBand.Draw(400, seed: 3));

// The column names stand in the default options, for the search space knows only what it moves.
var space = new SearchSpace<LocallyLinearEmbeddingOptions>(new() { OutputColumnName = "Lle", InputColumnName = "Features" });
var pipeline = context.Auto()
    .CreateSweepableEstimator((inner, options) => inner.Transforms.LocallyLinearEmbedding(options), space)
    .Append(context.Auto().MultiClassification(
        labelColumnName: "Label", featureColumnName: "Lle", useFastForest: false, useFastTree: false, useLgbm: false,
        useSdcaMaximumEntrophy: false,
        useSdcaLogisticRegression: false, useLbfgsLogisticRegression: false));

var result = context.Auto().CreateExperiment()
    .SetPipeline(pipeline)
    .SetDataset(training, validation)
    .SetMulticlassClassificationMetric(MulticlassClassificationMetric.LogLoss, "Label")
    .SetMaxModelToExplore(trials)
    .Run();

var found = ((IEnumerable<ITransformer>)result.Model).SelectMany(step => step as IEnumerable<ITransformer> ?? [step])
    .OfType<LocallyLinearEmbeddingTransformer>().Single().Model;
Console.WriteLine($"{trials} trials; best: {found.Method}, {found.NumberOfComponents} components, {found.NumberOfNeighbors} neighbours");
var metrics = context.MulticlassClassification.Evaluate(result.Model.Transform(test));
Console.WriteLine($"rows not seen: accuracy {metrics.MicroAccuracy:F3}, log-loss {metrics.LogLoss:F3}");

var untuned = context.Transforms.LocallyLinearEmbedding("Lle", "Features")
    .Append(context.MulticlassClassification.Trainers.LbfgsMaximumEntropy(featureColumnName: "Lle")).Fit(training);
var before = context.MulticlassClassification.Evaluate(untuned.Transform(test));
Console.WriteLine($"by the defaults: accuracy {before.MicroAccuracy:F3}, log-loss {before.LogLoss:F3}");

// Expected output, of one run: what the tuner tries next depends on how long its trials took.
//
// 12 trials; best: Modified, 9 components, 12 neighbours
// rows not seen: accuracy 0.968, log-loss 0.112
// by the defaults: accuracy 0.960, log-loss 0.186
