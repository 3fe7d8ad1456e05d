using System.Globalization;
using LleTransforms.Measurements.Scale;
using LleTransforms.Measurements.SideBySide;
using LleTransforms.Measurements.Trainers;

namespace LleTransforms.Measurements.Updating;

/// <summary>A trainer that learnt from coordinates before a refit: its accuracy on held-out rows placed before it, and after it with and
/// without alignment. That is by a turn, and by least squares among as many eigenvectors as explain 0.95 of each coordinate's
/// variance. Beside them stand the nearest combinations of unit variance among as many, and a trainer that learns anew.</summary>
/// <remarks>A tenth of the training rows is left to the refit. It also has another seed.</remarks>
internal static class Refit
{
    public const double Before = 10.0 / 11;
    private const double SufficientShare = 0.95;

    /// <summary>How many times as many eigenvectors are tried as there are coordinates, until each coordinate is explained.</summary>
    private static readonly int[] _times = [2, 3, 4, 6, 9];

    public static void Run(string folder, IReadOnlyCollection<string> only)
    {
        Console.WriteLine(
            "| rows | d | k | method | before | not aligned | turned | eigenvectors | least squares | unit variance | trained anew | " +
            "moved, not aligned | turned | least squares | explained, turned | least squares |");
        Console.WriteLine(
            "| --- | --: | --: | --- | --: | --: | --: | --: | --: | --: | --: | --: | --: | --: | --: | --: |");
        foreach ((string name, LabelledImages images) in new[]
        {
            ("digits", LabelledImages.Digits()), ("MNIST", LabelledImages.Mnist(folder, 11_000, 10_000)),
        })
        {
            foreach (int components in only.Count == 0 || only.Contains(name) ? (int[])[10, 30] : [])
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
        (LleAlignment among, LleAlignment white) = Among(model, all, options);
        SoftmaxRegression anew = SoftmaxRegression.Train(
            Table.Of(among.Model.Transform(all)).Values, components, Labels(images.Training));
        double Accuracy(LleModel of, SoftmaxRegression by) =>
            100 * by.Accuracy(Table.Of(of.Transform(heldOut)).Values, components, labels);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"| {name}, {first} and {all.NumberOfRows - first} more | {components} | {neighbors} | {method} | " +
            $"{Accuracy(model, trainer):0.0} % | {Accuracy(refit, trainer):0.0} % | {Accuracy(aligned.Model, trainer):0.0} % | " +
            $"{options.NumberOfComponents} | {Accuracy(among.Model, trainer):0.0} % | {Accuracy(white.Model, trainer):0.0} % | " +
            $"{Accuracy(among.Model, anew):0.0} % | {aligned.MovementBefore:0.00} | {aligned.MovementAfter:0.00} | " +
            $"{among.MovementAfter:0.00} | {Math.Max(0, aligned.SmallestExplainedShare):0.00} | {among.SmallestExplainedShare:0.00} |"));
    }

    /// <summary>By least squares among the fewest eigenvectors tried that explain enough, else among the most; and the nearest of unit
    /// variance among as many. The options are left with their number.</summary>
    private static (LleAlignment Linear, LleAlignment White) Among(LleModel model, FeatureMatrix all, LleOptions options)
    {
        int most = model.HoldsTrainingRows ? int.MaxValue : all.NumberOfColumns;
        foreach (int times in _times)
        {
            options.NumberOfComponents = Math.Min(times * model.NumberOfComponents, most);
            LleModel refit = LocallyLinearEmbedding.Fit(all, options);
            LleAlignment linear = refit.AlignTo(model, all, LleAlignmentKind.Linear);
            if (linear.SmallestExplainedShare >= SufficientShare || times == _times[^1] || options.NumberOfComponents == most)
            {
                return (linear, refit.AlignTo(model, all));
            }
        }

        throw new InvalidOperationException("No number of eigenvectors was tried.");
    }

    public static FeatureMatrix Rows(IReadOnlyList<LabelledImage> images) => FeatureMatrix.FromRowMajor(
        [.. images.SelectMany(image => image.Features)], images.Count, images[0].Features.Length);

    public static byte[] Labels(IReadOnlyList<LabelledImage> images) => [.. images.Select(image => (byte)image.Label)];
}
