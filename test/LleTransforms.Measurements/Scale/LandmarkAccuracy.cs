using System.Globalization;
using LleTransforms.Measurements.SideBySide;
using LleTransforms.Samples.Images;

namespace LleTransforms.Measurements.Scale;

/// <summary>
/// MNIST fitted in full, by landmarks and from a sample: the time of each fit, and the accuracy of a softmax regression on the 10,000 test
/// rows, placed by the model: among all training rows, the landmarks alone, or the sample.
/// </summary>
internal sealed class LandmarkAccuracy(BenchmarkData data, int rowCount, int landmarkCount)
{
    private const int TestRows = 10_000;
    private const int NumberOfNeighbors = 12;
    private const int NumberOfComponents = 10;
    private const int LabelHeaderLength = 8;

    private readonly FeatureMatrix _train = Table("mnist-train", data, rowCount);
    private readonly FeatureMatrix _test = Table("mnist-test", data, TestRows);
    private readonly byte[] _trainLabels = Labels(data, "train-labels-idx1-ubyte", rowCount);
    private readonly byte[] _testLabels = Labels(data, "t10k-labels-idx1-ubyte", TestRows);

    public void Run(IReadOnlyCollection<string> chosen)
    {
        Console.WriteLine(
            $"MNIST, {rowCount} rows, k = {NumberOfNeighbors}, d = {NumberOfComponents}; accuracy of a softmax regression " +
            $"on {TestRows} test rows.");
        Console.WriteLine("| fit | seconds | neighbours | geometry | factor and eigenvectors | steps | accuracy, % | rows held |");
        Console.WriteLine("| --- | --: | --: | --: | --: | --: | --: | --: |");
        foreach ((string name, LleOptions options) in new (string, LleOptions)[]
        {
            ("full", Options()),
            ("full-approximate", Options(LleNeighborSearch.Approximate)),
            ("landmarks", Options(landmarks: landmarkCount)),
            ("landmarks-approximate", Options(LleNeighborSearch.Approximate, landmarkCount)),
            ("landmarks-approximate-alone", Options(LleNeighborSearch.Approximate, landmarkCount, alone: true)),
            ("sample", Options(sample: landmarkCount)),
        })
        {
            if (chosen.Count == 0 || chosen.Contains(name))
            {
                Measure(name, options);
            }
        }
    }

    private static LleOptions Options(
        LleNeighborSearch search = LleNeighborSearch.Auto, int? landmarks = null, int? sample = null, bool alone = false) => new()
    {
        NumberOfNeighbors = NumberOfNeighbors,
        NumberOfComponents = NumberOfComponents,
        NeighborSearch = search,
        NumberOfLandmarks = landmarks,
        PlaceAmongLandmarks = alone,
        MaximumNumberOfTrainingRows = sample,
    };

    private void Measure(string name, LleOptions options)
    {
        (LleModel model, WorkerResult result) = PhaseClock.Fit(_train, options);
        double[] coordinates = SideBySide.Table.Of(model).Values;
        SoftmaxRegression trainer = SoftmaxRegression.Train(coordinates, NumberOfComponents, _trainLabels);
        double accuracy = Accuracy(trainer, model.Transform(_test));
        string phases = result.Phases is not Phases parts ? " | |" : string.Create(
            CultureInfo.InvariantCulture, $"{parts.Neighbors:0.0} | {parts.Geometry:0.0} | {parts.Factor + parts.Eigen:0.0}");
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"| {name} | {result.Seconds:0.0} | {phases} | {result.Iterations} | {100 * accuracy:0.0} | {model.NumberOfHeldRows:N0} |"));
    }

    private double Accuracy(SoftmaxRegression trainer, FeatureMatrix placed) =>
        trainer.Accuracy(SideBySide.Table.Of(placed).Values, NumberOfComponents, _testLabels);

    private static FeatureMatrix Table(string name, BenchmarkData data, int rowCount)
    {
        data.Ensure(name, rowCount);
        return data.Read(name, rowCount);
    }

    /// <summary>The labels that came with the images (idx: 4 bytes magic, 4 bytes count, a byte each).</summary>
    private static byte[] Labels(BenchmarkData data, string name, int count) =>
        File.ReadAllBytes(Path.Combine(ImageFiles.Mnist(data.Folder), name))[LabelHeaderLength..(LabelHeaderLength + count)];
}
