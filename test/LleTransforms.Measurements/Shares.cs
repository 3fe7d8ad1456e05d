using LleTransforms.Core.Tests.TestData;
using LleTransforms.Features;
using LleTransforms.Measurements.Trainers;
using LleTransforms.Neighbors;
using LleTransforms.Running;

namespace LleTransforms.Measurements;

/// <summary>What weights that may not be negative do: how many are left, into how many parts rows fall, what the embedding is worth.</summary>
internal static class Shares
{
    /// <param name="folder">Where the images of MNIST are, or shall be fetched to; null leaves them out.</param>
    public static void Run(string? folder)
    {
        Console.WriteLine("| rows | k | d | ridge | method | weights | sinks | truth or 1-nn | trustworthiness | fewest rows of a coordinate |");
        Console.WriteLine("| --- | --: | --: | --: | --- | --: | --: | --: | --: | --: |");
        foreach (int neighbors in (int[])[5, 12])
        {
            Print("swiss roll 2,000", Manifolds.SwissRoll(2_000, 1), neighbors, 2);
        }

        Print("swiss roll 20,000", Manifolds.SwissRoll(20_000, 1), 12, 2);
        Print("4-D map 2,000", Manifolds.SmoothMap(2_000, 1), 20, 4);
        LabelledImages digits = LabelledImages.Digits();
        foreach (int neighbors in (int[])[12, 30])
        {
            Print("digits 1,797", [.. digits.Training, .. digits.HeldOut], neighbors);
        }

        if (folder is not null)
        {
            Print("MNIST 5,000", LabelledImages.Mnist(folder, 5_000, 1).Training, 12);
        }
    }

    private static void Print(string name, ManifoldSample sample, int neighbors, int components)
    {
        FeatureMatrix truth = FeatureMatrix.FromArray(OfEqualVariance(sample.Parameters));
        Print(name, sample.Features, neighbors, components, embedding => 1 - ProcrustesDistance.UnderAffineMap(truth, embedding));
    }

    /// <summary>The share of the whole that is explained is then the mean share of the columns.</summary>
    private static double[,] OfEqualVariance(double[,] table)
    {
        var scaled = (double[,])table.Clone();
        int n = table.GetLength(0);
        for (int c = 0; c < table.GetLength(1); c++)
        {
            double mean = Enumerable.Range(0, n).Average(row => table[row, c]);
            double deviation = Math.Sqrt(Enumerable.Range(0, n).Average(row => Math.Pow(table[row, c] - mean, 2)));
            for (int row = 0; row < n; row++)
            {
                scaled[row, c] = table[row, c] / deviation;
            }
        }

        return scaled;
    }

    private static void Print(string name, IReadOnlyList<LabelledImage> images, int neighbors)
    {
        int width = images[0].Features.Length;
        FeatureMatrix rows = FeatureMatrix.FromRowMajor([.. images.SelectMany(image => image.Features)], images.Count, width);
        Print(name, rows, neighbors, 10, embedding => NearestAgree(embedding, images));
    }

    private static void Print(string name, FeatureMatrix rows, int neighbors, int components, Func<FeatureMatrix, double> worth)
    {
        foreach (double ridge in (double[])[1e-3, 1e-5])
        {
            foreach (LleMethod method in (LleMethod[])[LleMethod.Standard, LleMethod.Convex])
            {
                var options = new LleOptions
                {
                    Method = method, NumberOfNeighbors = neighbors, NumberOfComponents = components, Regularization = ridge,
                };
                LleModel model = LocallyLinearEmbedding.Fit(rows, options);
                FeatureMatrix embedding = model.Transform(rows);
                RowLinks links = Links(rows, options);
                double trustworthiness = EmbeddingQuality.Measure(rows, embedding).At(12).Trustworthiness;
                double fewest = Enumerable.Range(0, components).Min(c => Participation(embedding, c));
                double weights = (links.Targets.Length / (double)links.RowCount) - Own(method);
                int sinks = GraphComponents.Find(links).SinkComponents.Length;
                Console.WriteLine(
                    $"| {name} | {neighbors} | {components} | {ridge:0e0} | {method} | {weights:0.0} | {sinks} | {worth(embedding):0.000} | " +
                    $"{trustworthiness:0.000} | {fewest:0} |");
            }
        }
    }

    /// <summary>A row's link to itself, which is no weight.</summary>
    private static int Own(LleMethod method) => method.Variant().UsesEveryNeighbor ? 0 : 1;

    private static RowLinks Links(FeatureMatrix rows, LleOptions options)
    {
        var context = new FitContext();
        DistinctRows distinct = DistinctRows.Find(CenteredFeatures.Create(rows, context), context);
        NeighborGraph graph = NeighborSearches.Create(distinct.Features).FindGraph(options.NeighborCount, context);
        return options.Variant.FindLinks(distinct.Features, graph, options.Geometry, context);
    }

    /// <summary>Over how many rows a coordinate spreads: (sum v^2)^2 / sum v^4.</summary>
    private static double Participation(FeatureMatrix embedding, int column)
    {
        double squares = 0, fourths = 0;
        for (int row = 0; row < embedding.RowCount; row++)
        {
            double square = Math.Pow(embedding.Row(row)[column], 2);
            squares += square;
            fourths += square * square;
        }

        return squares * squares / fourths;
    }

    private static double NearestAgree(FeatureMatrix embedding, IReadOnlyList<LabelledImage> images)
    {
        var context = new FitContext();
        CenteredFeatures centered = CenteredFeatures.Create(embedding, context);
        NeighborGraph nearest = NeighborSearches.Create(centered).FindGraph(1, context);
        return Enumerable.Range(0, images.Count).Count(row => images[row].Label == images[nearest.Of(row)[0]].Label) / (double)images.Count;
    }
}
