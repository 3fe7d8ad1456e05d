using System.Diagnostics;

namespace LleTransforms.Samples.Images;

/// <summary>
/// What a network reached after each epoch: mean loss in training, accuracy on rows held out, time spent in training so far.
/// </summary>
internal sealed record LearningCurve(
    string Name, int InputCount, int WeightCount, TimeSpan FeatureTime, double[] Losses, double[] Accuracies, TimeSpan[] Times)
{
    private static readonly int[] _units = [128, 64, 10];

    /// <summary>Trains on the first rows and draws the curve.</summary>
    public static LearningCurve Draw(Features features, ImageSet images, int trainingRows, int epochs)
    {
        float[][] rows = features.Training[..trainingRows];
        int[] sizes = [features.Training[0].Length, .. _units];
        var network = new Network(sizes, seed: 1);
        int[] labels = Array.ConvertAll(images.Training[..trainingRows], image => (int)image.Label);
        int[] heldOut = Array.ConvertAll(images.HeldOut, image => (int)image.Label);
        var curve = new LearningCurve(
            features.Name, sizes[0], sizes.Zip(sizes.Skip(1)).Sum(layer => (layer.First + 1) * layer.Second), features.Time,
            new double[epochs], new double[epochs], new TimeSpan[epochs]);
        var watch = new Stopwatch();
        for (int epoch = 0; epoch < epochs; epoch++)
        {
            watch.Start();
            curve.Losses[epoch] = network.TrainEpoch(rows, labels);
            watch.Stop();
            curve.Times[epoch] = watch.Elapsed;
            curve.Accuracies[epoch] = network.Accuracy(features.HeldOut, heldOut);
        }

        return curve;
    }

    /// <summary>Epochs until the accuracy was reached for the first time.</summary>
    public int EpochsTo(double accuracy) => Array.FindIndex(Accuracies, reached => reached >= accuracy) + 1;
}
