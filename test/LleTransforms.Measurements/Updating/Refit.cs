using System.Globalization;
using LleTransforms.Measurements.Scale;
using LleTransforms.Measurements.SideBySide;
using LleTransforms.Measurements.Trainers;

namespace LleTransforms.Measurements.Updating;

/// <summary>A trainer that learnt from coordinates before a refit: its accuracy on held-out rows placed before it, and after it with and
/// without alignment. That is among as many eigenvectors as coordinates and among three times as many, at most fifty. Beside it stands one
/// trained anew.</summary>
/// <remarks>A tenth of the training rows is left to the refit. It also has another seed.</remarks>
internal static class Refit
{
    private const double Before = 10.0 / 11;
    private const int Times = 3;
    private const int MostEigenvectors = 50;

    public static void Run(string folder)
    {
        Console.WriteLine(
            "| rows | d | k | method | before | after, not aligned | aligned | aligned among 3 d | and trained anew | moved before | "
            + "aligned | among 3 d |");
        Console.WriteLine("| --- | --: | --: | --- | --: | --: | --: | --: | --: | --: | --: | --: |");
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
        options.NumberOfComponents = Math.Min(Times * components, MostEigenvectors);
        LleAlignment among = LocallyLinearEmbedding.Fit(all, options).AlignTo(model, all);
        SoftmaxRegression anew = SoftmaxRegression.Train(
            Table.Of(among.Model.Transform(all)).Values, components, Labels(images.Training));
        double Accuracy(LleModel of, SoftmaxRegression by) =>
            100 * by.Accuracy(Table.Of(of.Transform(heldOut)).Values, components, labels);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"| {name}, {first} and {all.NumberOfRows - first} more | {components} | {neighbors} | {method} | " +
            $"{Accuracy(model, trainer):0.0} % | {Accuracy(refit, trainer):0.0} % | {Accuracy(aligned.Model, trainer):0.0} % | " +
            $"{Accuracy(among.Model, trainer):0.0} % | {Accuracy(among.Model, anew):0.0} % | {aligned.MovementBefore:0.00} | " +
            $"{aligned.MovementAfter:0.00} | {among.MovementAfter:0.00} |"));
    }

    private static FeatureMatrix Rows(IReadOnlyList<LabelledImage> images) => FeatureMatrix.FromRowMajor(
        [.. images.SelectMany(image => image.Features)], images.Count, images[0].Features.Length);

    private static byte[] Labels(IReadOnlyList<LabelledImage> images) => [.. images.Select(image => (byte)image.Label)];
}
