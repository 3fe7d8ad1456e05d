using System.Diagnostics;

namespace LleTransforms.Measurements.NeighborChoice;

/// <summary>Chooses k on training rows alone, then fits every k of the range and places held-out rows, to see what the choice cost: the
/// table of docs/guide/choosing-k.md.</summary>
internal static class ChosenNeighbors
{
    public static void Run(int trainCount, int seedCount)
    {
        int heldCount = trainCount / 2;
        Console.WriteLine(
            $"{trainCount} training rows, {heldCount} held out; quality = 1 - affine Procrustes distance of the held-out " +
            $"rows to their parameters.");
        Console.WriteLine();
        Console.WriteLine(
            "| surface | method | seed | chosen k | its quality | best k | best quality | worst | share of best | choice took |");
        Console.WriteLine("| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |");
        double least = double.PositiveInfinity;
        for (int seed = 1; seed <= seedCount; seed++)
        {
            foreach (Surface surface in new[] { Surface.SwissRoll, Surface.SCurve, Surface.SeveredSphere })
            {
                var random = new Random(seed);
                (FeatureMatrix train, _) = surface.Draw(trainCount, random);
                (FeatureMatrix held, FeatureMatrix parameters) = surface.Draw(heldCount, random);
                foreach (LleMethod method in new[] { LleMethod.Standard, LleMethod.Modified, LleMethod.LocalTangentSpaceAlignment })
                {
                    var options = new LleOptions { Method = method, NumberOfComponents = 2 };
                    var clock = Stopwatch.StartNew();
                    NumberOfNeighborsChoice choice = NumberOfNeighborsSelection.Choose(train, options);
                    double seconds = clock.Elapsed.TotalSeconds;

                    Dictionary<int, double> qualities = choice.Candidates.ToDictionary(
                        candidate => candidate.NumberOfNeighbors, candidate => HeldOutQuality(candidate.NumberOfNeighbors));
                    KeyValuePair<int, double> best = qualities.MaxBy(pair => pair.Value);
                    double chosen = qualities[choice.NumberOfNeighbors];
                    least = Math.Min(least, chosen / best.Value);
                    Console.WriteLine(
                        $"| {surface.Name} | {method} | {seed} | {choice.NumberOfNeighbors} | {chosen:F3} | {best.Key} | " +
                        $"{best.Value:F3} | {qualities.Values.Min():F3} " +
                        $"| {chosen / best.Value:F3} | {seconds:F1} s |");

                    double HeldOutQuality(int neighborCount)
                    {
                        options.NumberOfNeighbors = neighborCount;
                        return 1 - ProcrustesDistance.UnderAffineMap(
                            parameters, LocallyLinearEmbedding.Fit(train, options).Transform(held));
                    }
                }
            }
        }

        Console.WriteLine();
        Console.WriteLine($"Least share of the best quality: {least:F3}");
    }
}
