using Microsoft.ML;

namespace LleTransforms.Samples.Images;

/// <summary>
/// A network of 128, 64 and 10 units on three kinds of features: what it reaches after each epoch, with all labels and with few.
/// </summary>
internal static class NetworkComparison
{
    private const int Components = 30;
    private const int Neighbors = 12;
    private const int FewLabels = 100;
    private const int EpochsOfFewLabels = 40;

    public static void Run(int trainingRows, int heldOutRows, int epochs, string folder)
    {
        foreach (var images in ImageSet.LoadAll(folder, trainingRows, heldOutRows))
        {
            Features[] kinds =
            [
                Features.Pixels(images),
                Features.Of("PCA", images, transforms => transforms.ProjectToPrincipalComponents("Few", "Features", rank: Components)),
                Features.Of("LLE", images, transforms => transforms.LocallyLinearEmbedding("Few", "Features", Components, Neighbors)),
            ];
            string sizes = $"{images.Training.Length:N0} images to learn from, {images.HeldOut.Length:N0} held out";
            Console.WriteLine($"{images.Name}, {sizes}: loss in training / accuracy held out");
            var curves = Array.ConvertAll(kinds, features => LearningCurve.Draw(features, images, images.Training.Length, epochs));
            WriteCurves(curves);
            WriteSummary(curves);

            // The features are still learnt from all images, for that needs no labels; the network has to do with few.
            Console.WriteLine($"{images.Name}, the same with {FewLabels} of the labels:");
            WriteSummary(Array.ConvertAll(kinds, features => LearningCurve.Draw(features, images, FewLabels, EpochsOfFewLabels)));
            Console.WriteLine();
        }
    }

    private static void WriteCurves(LearningCurve[] curves)
    {
        Console.WriteLine($"{"epoch",5}{string.Concat(curves.Select(curve => $"{curve.Name,18}"))}");
        for (int epoch = 0; epoch < curves[0].Losses.Length; epoch++)
        {
            var reached = curves.Select(curve => $"{curve.Losses[epoch],10:F3} / {curve.Accuracies[epoch]:F3}");
            Console.WriteLine($"{epoch + 1,5}{string.Concat(reached)}");
        }
    }

    private static void WriteSummary(LearningCurve[] curves)
    {
        // The goal is what the weakest of the three reaches at its best, so that all get there.
        double goal = Math.Floor(100 * curves.Min(curve => curve.Accuracies.Max())) / 100;
        string needs = $"epochs to {goal:F2}";
        Console.WriteLine($"{"",-8}{"inputs",8}{"weights",10}{"at the end",12}{needs,16}{"their time",13}{"features made in",18}");
        foreach (var curve in curves)
        {
            int needed = curve.EpochsTo(goal);
            Console.WriteLine(
                $"{curve.Name,-8}{curve.InputCount,8}{curve.WeightCount,10}{curve.Accuracies[^1],12:F3}{needed,16}" +
                $"{curve.Times[needed - 1].TotalSeconds,11:F1} s{curve.FeatureTime.TotalSeconds,16:F1} s");
        }
    }
}

// The network does best on the pixels themselves. On 30 coordinates an epoch costs a fifth or less, but with so few images making them
// costs more than that saves. LLE can help where labels are few and images are many: see the end of what the arguments 5000 2000 print.
//
// Expected output:
//
// MNIST, 1,000 images to learn from, 500 held out: loss in training / accuracy held out
// epoch            pixels               PCA               LLE
//     1     1.889 / 0.604     2.304 / 0.404     2.179 / 0.374
//     2     0.934 / 0.754     1.344 / 0.574     1.286 / 0.596
//     3     0.507 / 0.820     0.934 / 0.672     0.878 / 0.692
//     4     0.351 / 0.816     0.693 / 0.734     0.677 / 0.714
//     5     0.264 / 0.866     0.549 / 0.780     0.572 / 0.744
//     6     0.202 / 0.858     0.455 / 0.798     0.506 / 0.768
//           inputs   weights  at the end  epochs to 0.76   their time  features made in
// pixels       784    109386       0.858               3        1.8 s             0.0 s
// PCA           30     12874       0.798               5        0.3 s             0.7 s
// LLE           30     12874       0.768               6        0.2 s             1.6 s
// MNIST, the same with 100 of the labels:
//           inputs   weights  at the end  epochs to 0.59   their time  features made in
// pixels       784    109386       0.656              10        0.3 s             0.0 s
// PCA           30     12874       0.590              39        0.3 s             0.7 s
// LLE           30     12874       0.634              25        0.2 s             1.6 s
//
// Fashion-MNIST, 1,000 images to learn from, 500 held out: loss in training / accuracy held out
// epoch            pixels               PCA               LLE
//     1     1.718 / 0.616     2.297 / 0.508     2.262 / 0.494
//     2     0.919 / 0.686     1.063 / 0.678     1.369 / 0.690
//     3     0.729 / 0.750     0.774 / 0.688     0.974 / 0.712
//     4     0.605 / 0.774     0.669 / 0.712     0.789 / 0.722
//     5     0.537 / 0.782     0.594 / 0.734     0.695 / 0.734
//     6     0.485 / 0.766     0.543 / 0.738     0.639 / 0.736
//           inputs   weights  at the end  epochs to 0.73   their time  features made in
// pixels       784    109386       0.766               3        1.3 s             0.0 s
// PCA           30     12874       0.738               5        0.1 s             0.1 s
// LLE           30     12874       0.736               5        0.1 s             1.0 s
// Fashion-MNIST, the same with 100 of the labels:
//           inputs   weights  at the end  epochs to 0.65   their time  features made in
// pixels       784    109386       0.698              11        0.2 s             0.0 s
// PCA           30     12874       0.686              23        0.1 s             0.1 s
// LLE           30     12874       0.654              34        0.1 s             1.0 s
