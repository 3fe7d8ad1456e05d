using System.Globalization;
using LleTransforms.Core.Tests.TestData;

namespace LleTransforms.Measurements;

/// <summary>
/// Fits 2,000 rows of a manifold with known parameters, places 1,000 unseen ones, and compares the placed rows with their parameters, ours
/// beside scikit-learn's on the same rows.
/// </summary>
internal static class HeldOut
{
    public const int FittedRows = 2000;
    public const int UnseenRows = 1000;
    private const int NumberOfNeighbors = 12;
    private const int NumberOfComponents = 2;

    public static void Run()
    {
        Console.WriteLine(
            $"Procrustes distance of {UnseenRows} unseen rows to their parameters; {FittedRows} rows fitted, k = {NumberOfNeighbors}, d " +
            $"= {NumberOfComponents}.");
        if (!Peer.IsPresent(PeerLibrary.ScikitLearn))
        {
            Console.WriteLine(Peer.Absence(PeerLibrary.ScikitLearn));
        }

        foreach ((string name, Func<int, int, ManifoldSample> make) in new (string, Func<int, int, ManifoldSample>)[]
        {
            ("swiss roll", Manifolds.SwissRoll), ("s-curve", Manifolds.SCurve), ("severed sphere", Manifolds.SeveredSphere),
        })
        {
            ManifoldSample sample = make(FittedRows + UnseenRows, 1);
            Dictionary<string, double> peer = Peer.IsPresent(PeerLibrary.ScikitLearn) ? PeerDistances(sample) : [];
            Console.WriteLine();
            Console.WriteLine($"{name,-34}{"ours",12}{"scikit-learn",14}");
            double best = double.PositiveInfinity;
            foreach (LleMethod method in Enum.GetValues<LleMethod>())
            {
                double distance = Distance(sample, method, NumberOfNeighbors, NumberOfComponents, rule: null, regularization: 1e-3);
                best = Math.Min(best, distance);
                Console.WriteLine(peer.TryGetValue(PeerName(method), out double other)
                    ? $"{method,-34}{distance,12:0.000000}{other,14:0.000000}"
                    : $"{method,-34}{distance,12:0.000000}{"-",14}");
            }

            Console.WriteLine(peer.Count > 0
                ? $"{"best",-34}{best,12:0.000000}{peer.Values.Min(),14:0.000000}   ratio {best / peer.Values.Min():0.0000}"
                : $"{"best",-34}{best,12:0.000000}");
        }
    }

    public static double Distance(
        ManifoldSample sample, LleMethod method, int neighborCount, int componentCount, LlePlacement? rule, double regularization)
    {
        LleModel model = LocallyLinearEmbedding.Fit(sample.Slice(0, FittedRows).Features, new LleOptions
        {
            Method = method,
            NumberOfNeighbors = neighborCount,
            NumberOfComponents = componentCount,
            Placement = rule,
            Regularization = regularization,
        });
        ManifoldSample unseen = sample.Slice(FittedRows, UnseenRows);
        return ProcrustesDistance.UnderSimilarity(FeatureMatrix.FromArray(unseen.Parameters), model.Transform(unseen.Features));
    }

    private static Dictionary<string, double> PeerDistances(ManifoldSample sample)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("held-out-");
        ManifoldSample unseen = sample.Slice(FittedRows, UnseenRows);
        Peer.Write(Path.Combine(folder.FullName, "train.csv"), sample.Slice(0, FittedRows).Rows);
        Peer.Write(Path.Combine(folder.FullName, "test.csv"), unseen.Rows);
        Peer.Write(Path.Combine(folder.FullName, "truth.csv"), unseen.Parameters);
        string output = Peer.Run("held_out.py", folder.FullName, $"{NumberOfNeighbors}", $"{NumberOfComponents}");
        folder.Delete(recursive: true);
        return output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(' '))
            .ToDictionary(parts => parts[0], parts => double.Parse(parts[1], CultureInfo.InvariantCulture));
    }

    private static string PeerName(LleMethod method) => method switch
    {
        LleMethod.Standard => "standard",
        LleMethod.Modified => "modified",
        LleMethod.Hessian => "hessian",
        LleMethod.LocalTangentSpaceAlignment => "ltsa",
        _ => string.Empty,
    };
}
