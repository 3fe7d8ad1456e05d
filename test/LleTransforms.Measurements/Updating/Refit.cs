using System.Globalization;
using LleTransforms.Measurements.Scale;
using LleTransforms.Measurements.SideBySide;
using LleTransforms.Measurements.Trainers;

namespace LleTransforms.Measurements.Updating;

/// <summary>A trainer that learnt from coordinates before a refit: its accuracy on held-out rows placed before it, and after it with and
/// without alignment.</summary>
/// <remarks>A tenth of the training rows is left to the refit. It also has another seed.</remarks>
internal static class Refit
{
    private const double Before = 10.0 / 11;

    public static void Run(string folder)
    {
        Console.WriteLine("| rows | d | k | method | before | after, aligned | after, not aligned | moved before | moved after |");
        Console.WriteLine("| --- | --: | --: | --- | --: | --: | --: | --: | --: |");
        foreach ((string name, LabelledImages images) in new[]
        {
            ("digits", LabelledImages.Digits()), ("MNIST", LabelledImages.Mnist(folder, 11_000, 10_000)),
        })
        {
            foreach (int components in (int[])[10, 30])
            {
                Measure(name, images, components, LleMethod.Standard, 12);
                Measure(name, images, components, LleMethod.Standard, 30);
                Measure(name, images, components, LleMethod.Convex, 12);
                Measure(name, images, components, LleMethod.NeighborhoodPreservingEmbedding, 12);
            }
        }
    }

    private static void Measure(string name, LabelledImages images, int components, LleMethod method, int neighbors)
    {
        FeatureMatrix all = Rows(images.Training), heldOut = Rows(images.HeldOut);
        byte[] labels = Labels(images.HeldOut);
        int first = (int)(images.Training.Count * Before);
        FeatureMatrix known = Living.Join(all, 0, first);
        LleOptions options = new() { NumberOfComponents = components, NumberOfNeighbors = neighbors, Method = method, Seed = 1 };
        LleModel model = LocallyLinearEmbedding.Fit(known, options);
        SoftmaxRegression trainer = SoftmaxRegression.Train(
            Table.Of(model.Transform(known)).Values, components, Labels(images.Training)[..first]);
        options.Seed = 2;
        LleModel refit = LocallyLinearEmbedding.Fit(all, options);
        LleAlignment aligned = refit.AlignTo(model, all);
        double Accuracy(LleModel of) => 100 * trainer.Accuracy(Table.Of(of.Transform(heldOut)).Values, components, labels);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"| {name}, {first} and {all.NumberOfRows - first} more | {components} | {neighbors} | {method} | {Accuracy(model):0.0} % | " +
            $"{Accuracy(aligned.Model):0.0} % | {Accuracy(refit):0.0} % | {aligned.MovementBefore:0.00} | {aligned.MovementAfter:0.00} |"));
    }

    private static FeatureMatrix Rows(IReadOnlyList<LabelledImage> images) => FeatureMatrix.FromRowMajor(
        [.. images.SelectMany(image => image.Features)], images.Count, images[0].Features.Length);

    private static byte[] Labels(IReadOnlyList<LabelledImage> images) => [.. images.Select(image => (byte)image.Label)];
}
