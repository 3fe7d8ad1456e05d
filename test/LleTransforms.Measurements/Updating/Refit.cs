using System.Globalization;
using LleTransforms.Measurements.Scale;
using LleTransforms.Measurements.SideBySide;
using LleTransforms.Measurements.Trainers;

namespace LleTransforms.Measurements.Updating;

/// <summary>A trainer that learnt from coordinates before a refit: its accuracy on held-out rows placed before it, and after it with and
/// without alignment. That is by a turn, and by least squares among as many eigenvectors as explain 0.95 of each coordinate's
/// variance. Beside them stand the nearest combinations of unit variance among as many, and a trainer that learns anew.</summary>
/// <remarks>A tenth of the training rows is left to the refit. It also has another seed. The digits have few held-out rows, which makes a
/// single draw of that tenth a matter of chance, so there are five.</remarks>
internal static class Refit
{
    public const double Before = 10.0 / 11;
    private const double SufficientShare = 0.95;
    private const int DrawsOfDigits = 5;

    /// <summary>How many times as many eigenvectors are tried as there are coordinates, until each coordinate is explained.</summary>
    private static readonly int[] _times = [2, 3, 4, 6, 9];

    public static void Run(string folder, IReadOnlyCollection<string> only)
    {
        Console.WriteLine(
            "| rows | draws | d | k | method | before | not aligned | turned | eigenvectors | least squares | worst change | " +
            "unit variance | trained anew | moved, not aligned | turned | least squares | explained, turned | least squares |");
        Console.WriteLine(
            "| --- | --: | --: | --: | --- | --: | --: | --: | --: | --: | --: | --: | --: | --: | --: | --: | --: | --: |");
        foreach ((string name, LabelledImages images, int draws) in new[]
        {
            ("digits", LabelledImages.Digits(), DrawsOfDigits), ("MNIST", LabelledImages.Mnist(folder, 11_000, 10_000), 1),
        })
        {
            foreach (int components in only.Count == 0 || only.Contains(name) ? (int[])[10, 30] : [])
            {
                Measure(name, images, draws, components, LleMethod.Standard, 12);
                Measure(name, images, draws, components, LleMethod.Standard, 30);
                Measure(name, images, draws, components, LleMethod.Convex, 12);
                Measure(name, images, draws, components, LleMethod.NeighborhoodPreservingEmbedding, 12);
            }
        }
    }

    private static void Measure(string name, LabelledImages images, int draws, int components, LleMethod method, int neighbors)
    {
        LleOptions options = new() { NumberOfComponents = components, NumberOfNeighbors = neighbors, Method = method };
        Trial[] trials = [.. Enumerable.Range(0, draws).Select(draw => Try(images, draw, options))];
        double Mean(Func<Trial, double> figure) => trials.Average(figure);
        int first = (int)(images.Training.Count * Before);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"| {name}, {first} and {images.Training.Count - first} more | {draws} | {components} | {neighbors} | {method} | " +
            $"{Mean(one => one.Before):0.0} % | {Mean(one => one.NotAligned):0.0} % | {Mean(one => one.Turned):0.0} % | " +
            $"{Mean(one => one.Eigenvectors):0} | {Mean(one => one.Linear):0.0} % | " +
            $"{Math.Round(trials.Min(one => one.Linear - one.Before), 1) + 0:0.0} | {Mean(one => one.White):0.0} % | " +
            $"{Mean(one => one.Anew):0.0} % | {Mean(one => one.Aligned.MovementBefore):0.00} | " +
            $"{Mean(one => one.Aligned.MovementAfter):0.00} | {Mean(one => one.Among.MovementAfter):0.00} | " +
            $"{Mean(one => Math.Max(0, one.Aligned.SmallestExplainedShare)):0.00} | " +
            $"{Mean(one => one.Among.SmallestExplainedShare):0.00} |"));
    }

    /// <param name="images">Of which the held-out rows are the same in every draw.</param>
    /// <param name="draw">0 leaves the last tenth of the training rows to the refit; each other number draws another tenth.</param>
    /// <param name="options">What the refits have in common.</param>
    private static Trial Try(LabelledImages images, int draw, LleOptions options)
    {
        LabelledImage[] training = [.. images.Training];
        if (draw > 0)
        {
            new Random(draw).Shuffle(training);
        }

        FeatureMatrix all = Rows(training), heldOut = Rows(images.HeldOut);
        byte[] labels = Labels(images.HeldOut);
        int first = (int)(training.Length * Before), components = options.NumberOfComponents;
        FeatureMatrix known = Living.Join(all, 0, first);
        options = options.Copy();
        options.Seed = 1;
        LleModel model = LocallyLinearEmbedding.Fit(known, options);
        SoftmaxRegression trainer = SoftmaxRegression.Train(
            Table.Of(model.Transform(known)).Values, components, Labels(training)[..first]);
        options.Seed = 2;
        LleModel refit = LocallyLinearEmbedding.Fit(all, options);
        LleAlignment aligned = refit.AlignTo(model, all);
        (LleAlignment among, LleAlignment white) = Among(model, all, options);
        SoftmaxRegression anew = SoftmaxRegression.Train(Table.Of(among.Model.Transform(all)).Values, components, Labels(training));
        double Accuracy(LleModel of, SoftmaxRegression by) =>
            100 * by.Accuracy(Table.Of(of.Transform(heldOut)).Values, components, labels);
        return new Trial(aligned, among, options.NumberOfComponents)
        {
            Before = Accuracy(model, trainer),
            NotAligned = Accuracy(refit, trainer),
            Turned = Accuracy(aligned.Model, trainer),
            Linear = Accuracy(among.Model, trainer),
            White = Accuracy(white.Model, trainer),
            Anew = Accuracy(among.Model, anew),
        };
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

    /// <summary>A refit turned and by least squares, and accuracies in per cent.</summary>
    private sealed record Trial(LleAlignment Aligned, LleAlignment Among, int Eigenvectors)
    {
        public required double Before { get; init; }

        public required double NotAligned { get; init; }

        public required double Turned { get; init; }

        public required double Linear { get; init; }

        public required double White { get; init; }

        public required double Anew { get; init; }
    }
}
