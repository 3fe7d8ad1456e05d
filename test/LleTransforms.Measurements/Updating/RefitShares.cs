using System.Globalization;
using LleTransforms.Measurements.Scale;
using LleTransforms.Measurements.Trainers;

namespace LleTransforms.Measurements.Updating;

/// <summary>How much of a reference has to be explained for its trainer to stay of use. It is judged on the training rows of digits alone,
/// so that the rows that the table of refits holds out take no part.</summary>
/// <remarks>Each of six times the rows are shuffled. A quarter is held out, and of the others a tenth is left to the refit.</remarks>
internal static class RefitShares
{
    private const int Shuffles = 6;

    private static readonly int[] _times = [1, 2, 3, 4, 6, 9];
    private static readonly double[] _shares = [0.75, 0.8, 0.84, 0.88, 0.9, 0.92, 0.94, 0.95, 0.96, 0.98];

    private static readonly (int Components, int Neighbors, LleMethod Method)[] _fits =
    [
        (10, 12, LleMethod.Standard), (10, 30, LleMethod.Standard), (10, 12, LleMethod.Convex),
        (30, 12, LleMethod.Standard), (30, 30, LleMethod.Standard), (30, 12, LleMethod.Convex),
    ];

    public static void Run()
    {
        IReadOnlyList<LabelledImage> images = LabelledImages.Digits().Training;
        Trial[][] trials =
        [
            .. _fits.SelectMany(fit => Enumerable.Range(1, Shuffles).Select(shuffle => Try(images, fit, shuffle))),
        ];
        Console.WriteLine(
            "| explained at least | least squares, points | unit variance, points | the worst of six fits, least squares | "
            + "eigenvectors for a coordinate |");
        Console.WriteLine("| --: | --: | --: | --: | --: |");
        foreach (double share in _shares)
        {
            Trial[] chosen = [.. trials.Select(tries => Array.Find(tries, trial => trial.Share >= share) ?? tries[^1])];
            double worst = chosen.Chunk(Shuffles).Min(ofFit => ofFit.Average(trial => trial.Linear));
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {share:0.00} | {chosen.Average(trial => trial.Linear):0.0} | {chosen.Average(trial => trial.White):0.0} | " +
                $"{worst:0.0} | {chosen.Average(trial => trial.Times):0.0} |"));
        }
    }

    private static Trial[] Try(
        IReadOnlyList<LabelledImage> images, (int Components, int Neighbors, LleMethod Method) fit, int shuffle)
    {
        LabelledImage[] rows = [.. images];
        new Random(shuffle).Shuffle(rows);
        int count = rows.Length * 3 / 4, first = (int)(count * Refit.Before);
        FeatureMatrix all = Refit.Rows(rows[..count]), known = Refit.Rows(rows[..first]), heldOut = Refit.Rows(rows[count..]);
        byte[] labels = Refit.Labels(rows[count..]);
        LleOptions options =
            new() { NumberOfComponents = fit.Components, NumberOfNeighbors = fit.Neighbors, Method = fit.Method, Seed = 1 };
        LleModel model = LocallyLinearEmbedding.Fit(known, options);
        SoftmaxRegression trainer = SoftmaxRegression.Train(
            SideBySide.Table.Of(model.Transform(known)).Values, fit.Components, Refit.Labels(rows[..first]));
        double Accuracy(LleModel of) =>
            100 * trainer.Accuracy(SideBySide.Table.Of(of.Transform(heldOut)).Values, fit.Components, labels);
        double before = Accuracy(model);
        options.Seed = 2;
        return Array.ConvertAll(_times, times =>
        {
            options.NumberOfComponents = times * fit.Components;
            LleModel refit = LocallyLinearEmbedding.Fit(all, options);
            LleAlignment linear = refit.AlignTo(model, all, LleAlignmentKind.Linear);
            return new Trial(
                times, linear.SmallestExplainedShare, Accuracy(linear.Model) - before, Accuracy(refit.AlignTo(model, all).Model) - before);
        });
    }

    /// <summary>Points of accuracy after a refit less those before it.</summary>
    private sealed record Trial(int Times, double Share, double Linear, double White);
}
