using System.Globalization;
using LleTransforms.Fitting;
using LleTransforms.Orleans;
using LleTransforms.Samples.Cluster;

namespace LleTransforms.Measurements.Scale;

/// <summary>A swiss roll with noise columns, in shards on disk, fitted by the approximate graph on silos of little memory.</summary>
/// <remarks>Recall is what the fit says of itself. Coordinates are compared with those of an exact fit of a sample of the rows, and with
/// the parameters by which the rows were made.</remarks>
internal static class ClusterOfManyRows
{
    private const int ColumnCount = NoisyRoll.ColumnCount;
    private const int NumberOfNeighbors = 10;

    // A long roll spends its second coordinate on its length too, so that two of them need not be those of another fit.
    private const int NumberOfComponents = 4;
    private const int NumberOfParameters = 2;
    private const int SampledRows = 5_000;

    /// <param name="sizes">Rows, landmarks, shards, silos, MB of a silo's heap; those left out are 5,000,000, 2,000, 40, 3 and
    /// 2,000.</param>
    public static async Task RunAsync(int[] sizes)
    {
        int rowCount = SizeOf(0, 5_000_000), landmarkCount = SizeOf(1, 2000), shardCount = SizeOf(2, 40), siloCount = SizeOf(3, 3);
        int megabytes = SizeOf(4, 2000);
        string folder = Path.Combine(Path.GetTempPath(), "lle-cluster-" + Guid.NewGuid().ToString("N"));
        Directory.CreateDirectory(folder);
        try
        {
            var options = new LleOptions
            {
                NumberOfComponents = NumberOfComponents, NumberOfNeighbors = NumberOfNeighbors, NumberOfLandmarks = landmarkCount,
                PlaceAmongLandmarks = true, NeighborSearch = LleNeighborSearch.Approximate, Seed = 1,
            };
            ClusterRun.Print($"{rowCount} x {ColumnCount}, k {NumberOfNeighbors}, d {NumberOfComponents}, {landmarkCount} landmarks");
            ClusterRun.Print($"{shardCount} shards, {siloCount} silos with {megabytes} MB each, {Environment.ProcessorCount} processors");
            double alone = FitMemory.Of(rowCount, ColumnCount, options).Total;
            ClusterRun.Print($"one process would need about {alone / 1e6:f0} MB");
            (LleShard[] shards, float[] sample) = NoisyRoll.Make(folder, rowCount, shardCount, StepOf(rowCount));
            await using SiloProcesses silos = await ClusterRun.StartAsync(siloCount, megabytes * 1_000_000L);
            string sink = Path.Combine(folder, "found");
            (_, double seconds) = await ClusterRun.FitAsync(silos, shards, options, sink);
            IReadOnlyList<SiloFigures> figures = await silos.FiguresAsync();
            ClusterRun.Print($"cluster: {seconds:f1} s, {figures.Sum(silo => silo.ReceivedBytes) / 1e6:f0} MB over the wire");
            ClusterRun.PrintWork(figures);
            string peaks = string.Join(", ", figures.Select(silo => (silo.PeakBytes / 1e6).ToString("f0", CultureInfo.InvariantCulture)));
            ClusterRun.Print($"most memory of a silo's process, MB: {peaks}");
            Judge(sample, NpyFile.ReadFolder(sink), rowCount);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }

        int SizeOf(int place, int usual) => place < sizes.Length ? sizes[place] : usual;
    }

    private static int StepOf(int rowCount) => Math.Max(1, rowCount / SampledRows);

    private static void Judge(float[] sample, double[] coordinates, int rowCount)
    {
        int count = sample.Length / ColumnCount;
        int step = StepOf(rowCount);
        FeatureMatrix rows = FeatureMatrix.FromRowMajor(sample, count, ColumnCount);
        LleModel exact = LocallyLinearEmbedding.Fit(
            rows, new LleOptions { NumberOfComponents = NumberOfParameters, NumberOfNeighbors = NumberOfNeighbors });
        float[] found = new float[count * NumberOfComponents];
        float[] expected = new float[count * NumberOfParameters];
        float[] made = new float[expected.Length];
        for (int i = 0; i < count; i++)
        {
            for (int c = 0; c < NumberOfComponents; c++)
            {
                found[(i * NumberOfComponents) + c] = (float)coordinates[((long)i * step * NumberOfComponents) + c];
            }

            for (int c = 0; c < NumberOfParameters; c++)
            {
                expected[(i * NumberOfParameters) + c] = (float)exact.Coordinates(i)[c];
            }

            // The length of the spiral up to the row, and its place across.
            ReadOnlySpan<float> row = sample.AsSpan(i * ColumnCount, ColumnCount);
            double t = Math.Sqrt((row[0] * row[0]) + (row[2] * row[2]));
            (made[2 * i], made[(2 * i) + 1]) = (
                (float)(((t * Math.Sqrt(1 + (t * t))) + Math.Asinh(t)) / 2), row[1]);
        }

        FeatureMatrix ofCluster = FeatureMatrix.FromRowMajor(found, count, NumberOfComponents);
        FeatureMatrix ofSample = FeatureMatrix.FromRowMajor(expected, count, NumberOfParameters);
        FeatureMatrix parameters = FeatureMatrix.FromRowMajor(made, count, NumberOfParameters);
        ClusterRun.Print($"share of variance not explained (Procrustes distance under affine maps), {count} rows:");
        Say("of an exact fit of them alone, by the cluster's coordinates", ofSample, ofCluster);
        Say("of the parameters, by the cluster's coordinates", parameters, ofCluster);
        Say("of the parameters, by the exact fit's", parameters, ofSample);

        static void Say(string what, FeatureMatrix reference, FeatureMatrix embedding) =>
            ClusterRun.Print($"  {what}: {ProcrustesDistance.UnderAffineMap(reference, embedding):g3}");
    }
}
