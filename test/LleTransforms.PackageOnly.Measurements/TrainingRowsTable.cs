using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Trainers.FastTree;

namespace LleTransforms.PackageOnly.Measurements;

/// <summary>Whether a trainer predicts better for having learnt on the training rows' own coordinates, or on those they would get as unseen rows.</summary>
internal static class TrainingRowsTable
{
    private static readonly (LleMethod Method, double Supervision)[] Fits =
        [(LleMethod.Standard, 0), (LleMethod.Standard, 0.2), (LleMethod.LocalTangentSpaceAlignment, 0)];

    public static void Print(string name, LabelledImages images, int[] components, int neighbors)
    {
        Console.WriteLine($"{name}: {images.Training.Count:N0} rows fitted, accuracy on {images.HeldOut.Count:N0} held out, k = {neighbors}");
        Console.WriteLine("| Method | d | Trainer | Exact | Placed |");
        Console.WriteLine("| --- | --- | --- | --- | --- |");
        foreach (int d in components)
        {
            foreach (var (method, supervision) in Fits.Where(fit => d < neighbors || fit.Method == LleMethod.Standard))
            {
                PrintFit(images, method, supervision, d, neighbors);
            }
        }
    }

    private static void PrintFit(LabelledImages images, LleMethod method, double supervision, int components, int neighbors)
    {
        var context = new MLContext(seed: 1);
        var training = LabelledImages.View(context, images.Training);
        var heldOut = LabelledImages.View(context, images.HeldOut);
        var tables = new Dictionary<LleTrainingRows, IDataView>();
        var capture = new CapturedTraining();
        TransformerChain<ITransformer>? fitted = null;
        foreach (var rows in Enum.GetValues<LleTrainingRows>())
        {
            var options = new LocallyLinearEmbeddingOptions
            {
                NumberOfComponents = components, NumberOfNeighbors = neighbors, Method = method, TrainingRows = rows,
                SupervisionStrength = supervision, LabelColumnName = supervision > 0 ? "Label" : null,
            };
            var chain = context.Transforms.LocallyLinearEmbedding(options).Append(capture).Fit(training);
            tables[rows] = context.Data.Cache(capture.Seen!, "Lle", "Label");
            fitted ??= chain;
        }

        var unseen = context.Data.Cache(fitted!.Transform(heldOut), "Lle", "Label");
        string label = supervision > 0 ? $"{method}, SupervisionStrength {supervision}" : $"{method}";
        foreach (var (trainer, estimator) in Trainers(context))
        {
            double Accuracy(LleTrainingRows rows) =>
                context.MulticlassClassification.Evaluate(estimator.Fit(tables[rows]).Transform(unseen)).MicroAccuracy;
            Console.WriteLine(
                $"| {label} | {components} | {trainer} | {Accuracy(LleTrainingRows.Exact):P2} | {Accuracy(LleTrainingRows.Placed):P2} |");
        }
    }

    // One thread each, so that the same command prints the same figures.
    private static IEnumerable<(string Name, IEstimator<ITransformer> Estimator)> Trainers(MLContext context)
    {
        var trainers = context.MulticlassClassification.Trainers;
        yield return ("LbfgsMaximumEntropy (l1 = 0, l2 = 0.1)", trainers.LbfgsMaximumEntropy("Label", "Lle", l1Regularization: 0, l2Regularization: 0.1f));
        yield return ("SdcaMaximumEntropy", trainers.SdcaMaximumEntropy(new Microsoft.ML.Trainers.SdcaMaximumEntropyMulticlassTrainer.Options
        {
            LabelColumnName = "Label", FeatureColumnName = "Lle", NumberOfThreads = 1,
        }));
        yield return ("OneVersusAll of FastTree", trainers.OneVersusAll(context.BinaryClassification.Trainers.FastTree(new FastTreeBinaryTrainer.Options
        {
            LabelColumnName = "Label", FeatureColumnName = "Lle", NumberOfThreads = 1,
        })));
        yield return ("OneVersusAll of FastForest", trainers.OneVersusAll(context.BinaryClassification.Trainers.FastForest(new FastForestBinaryTrainer.Options
        {
            LabelColumnName = "Label", FeatureColumnName = "Lle", NumberOfThreads = 1,
        })));
    }
}
