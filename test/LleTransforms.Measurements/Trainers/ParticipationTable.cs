using System.Globalization;
using Microsoft.ML;

namespace LleTransforms.Measurements.Trainers;

/// <summary>What a linear trainer reaches by coordinates as they are, and by those that rest on one row in a hundred or more.</summary>
internal static class ParticipationTable
{
    private const double Share = 0.01;

    /// <summary>The fewest neighbours. The tangent-space methods get twice as many as components, since a neighbourhood of hardly more
    /// rows than components leaves nothing to align by.</summary>
    private const int Neighbors = 12;

    /// <summary>More neighbours than these take minutes and gigabytes for 2,000 rows: Hessian with 30 components.</summary>
    private const int MostNeighbors = 200;

    public static void Print(int trainingRows, int heldOutRows, string folder)
    {
        Console.WriteLine(
            $"| rows | d | method | k | narrow of d | linear | narrow with {Share} | linear with {Share} | standard error |");
        Console.WriteLine("| --- | --: | --- | --: | --: | --: | --: | --: | --: |");
        foreach (TrainersTable.Table table in TrainersTable.Tables(null, trainingRows, heldOutRows, folder))
        {
            foreach (int components in (int[])[10, 30])
            {
                foreach (LleMethod method in Enum.GetValues<LleMethod>())
                {
                    PrintRow(table, components, method);
                }
            }
        }
    }

    private static void PrintRow(TrainersTable.Table table, int components, LleMethod method)
    {
        bool isTangential = method is LleMethod.LocalTangentSpaceAlignment or LleMethod.LinearLocalTangentSpaceAlignment;
        int neighbors = Math.Max(
            Math.Max(Neighbors, isTangential ? 2 * components : 0), method.SmallestNumberOfNeighbors(components) + 2);
        if (neighbors > MostNeighbors)
        {
            return;
        }

        Console.Write($"| {table.Name} | {components} | {method} | {neighbors} |");
        try
        {
            (int narrow, double plain) = Measure(table, components, method, neighbors, 0);
            (int left, double wide) = narrow == 0 ? (0, plain) : Measure(table, components, method, neighbors, Share);
            double error = Math.Sqrt(plain * (1 - plain) / table.HeldOut.Length);
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $" {narrow} | {100 * plain:F1} | {left} | {100 * wide:F1} | {100 * error:F1} |"));
        }
        catch (InvalidOperationException failure)
        {
            Console.WriteLine($" - | - | - | - | {failure.Message.Split('.')[0]} |");
        }
        catch (ArgumentException failure)
        {
            Console.WriteLine($" - | - | - | - | {failure.Message.Split('.')[0]} |");
        }
    }

    /// <summary>How many coordinates rest on few rows, and the accuracy on rows held out.</summary>
    private static (int Narrow, double Accuracy) Measure(
        TrainersTable.Table table, int components, LleMethod method, int neighbors, double minimum)
    {
        var context = new MLContext(seed: 1);
        int narrow = 0;
        var options = new LocallyLinearEmbeddingOptions
        {
            OutputColumnName = TrainersTable.Few, InputColumnName = "Features", NumberOfComponents = components,
            NumberOfNeighbors = neighbors, Method = method, MinimumParticipation = minimum,
        };
        var step = context.Transforms.LocallyLinearEmbedding(options).WithOnFitDelegate(
            fitted => narrow = fitted.Model.Participation!.Count(share => share < Share));
        var (training, heldOut) = TrainersTable.Embed(context, table, step);
        var trainer = context.MulticlassClassification.Trainers.LbfgsMaximumEntropy(l1Regularization: 0, l2Regularization: 1);
        var model = trainer.Fit(LabelledImages.View(context, training));
        return (narrow, context.MulticlassClassification
            .Evaluate(model.Transform(LabelledImages.View(context, heldOut))).MicroAccuracy);
    }
}
