using System.Diagnostics;
using System.Globalization;
using LleTransforms.Samples.Images;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Trainers.FastTree;
using Microsoft.ML.Transforms;

namespace LleTransforms.Measurements.Trainers;

/// <summary>What a linear trainer, trees and a network reach behind each kind of features, on rows held out.</summary>
internal static class TrainersTable
{
    private const int Neighbors = 12;
    private const int Epochs = 15;
    internal const string Few = "Few";
    private const string Digits = "digits";

    private static readonly int[] _units = [128, 64, 10];
    private static readonly string[] _names = [Digits, ImageSet.Mnist, ImageSet.FashionMnist];

    /// <summary>Prints the tables of the digits of the sample, of MNIST and of Fashion-MNIST, the latter as far as they can be had; or the
    /// one named.</summary>
    /// <returns>What the process returns: 0, or 2 where no table has that name.</returns>
    public static int Print(string? name, int trainingRows, int heldOutRows, string folder)
    {
        var watch = Stopwatch.StartNew();
        string[] wanted = name is null or "all"
            ? _names
            : [.. _names.Where(known => string.Equals(known, name, StringComparison.OrdinalIgnoreCase))];
        if (wanted is [])
        {
            Console.Error.WriteLine($"There is no data set '{name}', only {string.Join(", ", _names)}, or all of them.");
            return 2;
        }

        foreach (Table table in Tables(wanted, trainingRows, heldOutRows, folder))
        {
            Print(table);
        }

        Console.WriteLine($"All of it took {watch.Elapsed.TotalSeconds:F0} s.");
        return 0;
    }

    /// <summary>The digits of the sample, MNIST and Fashion-MNIST, as far as they are wanted and can be had; null wants all.</summary>
    internal static IEnumerable<Table> Tables(IReadOnlyCollection<string>? wanted, int trainingRows, int heldOutRows, string folder)
    {
        if (wanted?.Contains(Digits) != false)
        {
            var digits = LabelledImages.Digits();
            yield return new Table(Digits, Convert(digits.Training), Convert(digits.HeldOut));
        }

        foreach (var images in ImageSet.LoadAll(folder, trainingRows, heldOutRows, wanted))
        {
            yield return new Table(images.Name, Convert(images.Training), Convert(images.HeldOut));
        }
    }

    private static void Print(Table table)
    {
        int pixels = table.Training[0].Features.Length;
        Console.WriteLine($"{table.Name}, {table.Training.Length:N0} rows learnt from, {table.HeldOut.Length:N0} held out:");
        Console.WriteLine();
        Console.WriteLine("| Features | d | linear | trees | network | seconds to make them |");
        Console.WriteLine("| --- | --: | --: | --: | --: | --: |");
        PrintRow(table, "pixels", pixels, null);
        foreach (int components in (int[])[10, 30])
        {
            PrintRow(table, "random projection", components, context => RandomProjection(context, pixels, components));
            PrintRow(table, "PCA", components, context =>
                context.Transforms.ProjectToPrincipalComponents(Few, "Features", rank: components));
            PrintRow(table, "LLE Standard", components, context => Lle(context, components, LleMethod.Standard));
            PrintRow(table, "LLE Standard, with labels", components, context =>
                Lle(context, components, LleMethod.Standard, supervision: 0.2));
            PrintRow(table, "LLE Convex", components, context => Lle(context, components, LleMethod.Convex));
            PrintRow(table, "LLE Convex, with labels", components, context => Lle(context, components, LleMethod.Convex, supervision: 0.2));
            PrintRow(table, "NeighborhoodPreservingEmbedding", components, context =>
                Lle(context, components, LleMethod.NeighborhoodPreservingEmbedding));
            if (components < Neighbors)
            {
                PrintRow(table, "LLE Modified", components, context => Lle(context, components, LleMethod.Modified));
                PrintRow(table, "LocalTangentSpaceAlignment", components, context =>
                    Lle(context, components, LleMethod.LocalTangentSpaceAlignment));
                PrintRow(table, "LinearLocalTangentSpaceAlignment", components, context =>
                    Lle(context, components, LleMethod.LinearLocalTangentSpaceAlignment));
            }
        }

        Console.WriteLine();
    }

    private static void PrintRow(Table table, string name, int components, Func<MLContext, IEstimator<ITransformer>>? step)
    {
        var context = new MLContext(seed: 1);
        var watch = Stopwatch.StartNew();
        (LabelledImage[] Training, LabelledImage[] HeldOut) rows = (table.Training, table.HeldOut);
        try
        {
            rows = step is null ? rows : Embed(context, table, step(context));
        }
        catch (InvalidOperationException failure)
        {
            Console.WriteLine($"| {name} | {components} | - | - | - | {failure.Message.Split('.')[0]} |");
            return;
        }

        var (training, heldOut) = rows;
        double seconds = watch.Elapsed.TotalSeconds;
        Console.Write($"| {name} | {components} |");
        var trainers = context.MulticlassClassification.Trainers;
        IEstimator<ITransformer>[] estimators =
        [
            trainers.LbfgsMaximumEntropy(l1Regularization: 0, l2Regularization: 1),
            trainers.OneVersusAll(
                context.BinaryClassification.Trainers.FastTree(new FastTreeBinaryTrainer.Options { NumberOfThreads = 1 })),
        ];
        foreach (var estimator in estimators)
        {
            var model = estimator.Fit(LabelledImages.View(context, training));
            Write(context.MulticlassClassification.Evaluate(model.Transform(LabelledImages.View(context, heldOut))).MicroAccuracy);
        }

        Write(NetworkAccuracy(training, heldOut));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $" {seconds:F1} |"));
    }

    private static void Write(double accuracy) => Console.Write(string.Create(CultureInfo.InvariantCulture, $" {100 * accuracy:F1} |"));

    /// <summary>What the step gives a trainer behind it to learn from, and what it makes of rows held out; the whole brought to unit
    /// variance by one factor.</summary>
    internal static (LabelledImage[] Training, LabelledImage[] HeldOut) Embed(
        MLContext context, Table table, IEstimator<ITransformer> step)
    {
        var capture = new CapturedTraining();
        var model = step.Append(capture).Fit(LabelledImages.View(context, table.Training));
        float[][] fitted = [.. capture.Seen!.GetColumn<float[]>(Few)];
        float[][] placed = [.. model.Transform(LabelledImages.View(context, table.HeldOut)).GetColumn<float[]>(Few)];
        double[] means = [.. Enumerable.Range(0, fitted[0].Length).Select(i => fitted.Average(row => row[i]))];
        double scale = 1 / Math.Sqrt(fitted.Average(row => row.Select((value, i) => (value - means[i]) * (value - means[i])).Average()));
        LabelledImage[] Scaled(float[][] rows, LabelledImage[] labels) =>
            [.. rows.Select((row, i) => new LabelledImage { Features = [.. row.Select((value, j) => (float)((value - means[j]) * scale))],
                Label = labels[i].Label })];
        return (Scaled(fitted, table.Training), Scaled(placed, table.HeldOut));
    }

    private static double NetworkAccuracy(LabelledImage[] training, LabelledImage[] heldOut)
    {
        float[][] Rows(LabelledImage[] images) => Array.ConvertAll(images, image => image.Features);
        int[] Labels(LabelledImage[] images) => Array.ConvertAll(images, image => (int)image.Label);
        var network = new Network([training[0].Features.Length, .. _units], seed: 1);
        for (int epoch = 0; epoch < Epochs; epoch++)
        {
            network.TrainEpoch(Rows(training), Labels(training));
        }

        return network.Accuracy(Rows(heldOut), Labels(heldOut));
    }

    private static LocallyLinearEmbeddingEstimator Lle(MLContext context, int components, LleMethod method, double supervision = 0) =>
        context.Transforms.LocallyLinearEmbedding(new LocallyLinearEmbeddingOptions
        {
            OutputColumnName = Few, InputColumnName = "Features", NumberOfComponents = components, NumberOfNeighbors = Neighbors,
                Method = method,
            SupervisionStrength = supervision, LabelColumnName = supervision > 0 ? "Label" : null,
        });

    // Independent normal numbers keep distances up to a few per cent where there are enough of them (Johnson and Lindenstrauss 1984).
    private static CustomMappingEstimator<LabelledImage, Projected> RandomProjection(MLContext context, int features, int components)
    {
        var random = new Random(1);
        float[][] directions =
            [.. Enumerable.Range(0, components).Select(_ => Enumerable.Range(0, features).Select(_ => Normal(random)).ToArray())];
        var output = SchemaDefinition.Create(typeof(Projected));
        output[nameof(Projected.Few)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, components);
        var input = SchemaDefinition.Create(typeof(LabelledImage));
        input[nameof(LabelledImage.Features)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, features);
        input.Remove(input[nameof(LabelledImage.Label)]);
        return context.Transforms.CustomMapping<LabelledImage, Projected>(
            (row, projected) => projected.Few =
                Array.ConvertAll(directions, direction => direction.Zip(row.Features, (a, b) => a * b).Sum()), null, input, output);
    }

    private static float Normal(Random random) =>
        (float)(Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()));

    private static LabelledImage[] Convert(IEnumerable<LabelledImage> images) => [.. images];

    private static LabelledImage[] Convert(IEnumerable<Samples.Images.LabelledImage> images) =>
        [.. images.Select(image => new LabelledImage { Features = image.Features, Label = image.Label })];

    internal sealed record Table(string Name, LabelledImage[] Training, LabelledImage[] HeldOut);

    private sealed class Projected
    {
        public float[] Few { get; set; } = [];
    }
}
