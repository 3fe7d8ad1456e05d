using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Trainers.FastTree;

namespace LleTransforms.Measurements.Trainers;

/// <summary>Whether a trainer predicts better for having learnt on the training rows' own coordinates,
/// or on those they would get as unseen rows.</summary>
internal static class TrainingRowsTable
{
    private static readonly (LleMethod Method, double Supervision)[] Fits =
        [(LleMethod.Standard, 0), (LleMethod.Standard, 0.2), (LleMethod.LocalTangentSpaceAlignment, 0)];

    public static void Print(string name, LabelledImages images, int[] components, int neighbors)
    {
        string[] trainers = [.. Trainers(new MLContext()).Select(trainer => trainer.Name)];
        Console.WriteLine(
            $"{name}: {images.Training.Count:N0} rows fitted, k = {neighbors}; accuracy in per cent on {images.HeldOut.Count:N0} held " +
            $"out, learnt on Exact / on Placed");
        Console.WriteLine($"| Method | d | {string.Join(" | ", trainers)} |");
        Console.WriteLine($"| --- | --- |{string.Concat(trainers.Select(_ => " --- |"))}");
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
        string label = supervision > 0
            ? string.Create(CultureInfo.InvariantCulture, $"{method}, SupervisionStrength {supervision}")
            : $"{method}";
        Console.Write($"| {label} | {components} |");
        foreach (var (_, estimator) in Trainers(context))
        {
            double PerCent(LleTrainingRows rows) =>
                100 * context.MulticlassClassification.Evaluate(estimator.Fit(tables[rows]).Transform(unseen)).MicroAccuracy;
            Console.Write(string.Create(
                CultureInfo.InvariantCulture, $" {PerCent(LleTrainingRows.Exact):0.00} / {PerCent(LleTrainingRows.Placed):0.00} |"));
        }

        Console.WriteLine();
    }

    // The trees as one-versus-all. One thread each, so that the same command prints the same figures.
    private static IEnumerable<(string Name, IEstimator<ITransformer> Estimator)> Trainers(MLContext context)
    {
        var trainers = context.MulticlassClassification.Trainers;
        yield return ("LbfgsMaximumEntropy", trainers.LbfgsMaximumEntropy("Label", "Lle", l1Regularization: 0, l2Regularization: 0.1f));
        yield return (
            "SdcaMaximumEntropy", trainers.SdcaMaximumEntropy(new Microsoft.ML.Trainers.SdcaMaximumEntropyMulticlassTrainer.Options
        {
            LabelColumnName = "Label", FeatureColumnName = "Lle", NumberOfThreads = 1,
        }));
        yield return ("FastTree", trainers.OneVersusAll(context.BinaryClassification.Trainers.FastTree(new FastTreeBinaryTrainer.Options
        {
            LabelColumnName = "Label", FeatureColumnName = "Lle", NumberOfThreads = 1,
        })));
        yield return (
            "FastForest", trainers.OneVersusAll(context.BinaryClassification.Trainers.FastForest(new FastForestBinaryTrainer.Options
        {
            LabelColumnName = "Label", FeatureColumnName = "Lle", NumberOfThreads = 1,
        })));
    }
}
