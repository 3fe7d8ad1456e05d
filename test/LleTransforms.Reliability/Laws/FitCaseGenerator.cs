using FsCheck;
using FsCheck.Fluent;

namespace LleTransforms.Reliability.Laws;

/// <summary>Draws cases, and makes a failing one smaller and plainer.</summary>
internal static class FitCaseGenerator
{
    private const int LargestNumberOfRows = 150;

    public static Arbitrary<FitCase> Cases => Arb.From(Draw(), Shrink);

    private static Gen<FitCase> Draw() =>
        from seed in Gen.Choose(1, 1_000_000)
        select Draw(new Random(seed), seed);

    /// <summary>One number decides the case, so that a case is known by its seed.</summary>
    private static FitCase Draw(Random random, int seed)
    {
        LleMethod method = Pick(random, Enum.GetValues<LleMethod>());
        int d = random.Next(1, 4);
        int smallest = Math.Max(3, SmallestNumberOfNeighbors(method, d));
        int k = smallest + random.Next(0, 9);
        int distinct = random.Next(Math.Max(k, d) + 4, LargestNumberOfRows);
        int repeated = Rarely(random) ? random.Next(1, distinct) : 0;
        bool linear = method is LleMethod.NeighborhoodPreservingEmbedding or LleMethod.LinearLocalTangentSpaceAlignment;
        int smallestSample = Math.Max(k, d) + 2;
        return new FitCase
        {
            Surface = Pick(random, Enum.GetValues<Surface>()),
            NumberOfRows = distinct + repeated,
            RepeatedRows = repeated,
            DataSeed = seed,
            Noise = random.Next(2) == 0 ? 0 : Math.Pow(10, -random.Next(1, 7)),
            IsDouble = random.Next(2) == 0,
            Method = method,
            NumberOfComponents = d,
            NumberOfNeighbors = k,
            Regularization = random.Next(2) == 0 ? 1e-3 : Math.Pow(10, -random.Next(0, 10)),
            Metric = Rarely(random) ? LleMetric.Cosine : LleMetric.Euclidean,
            Search = Rarely(random) ? Pick(random, Enum.GetValues<LleNeighborSearch>()) : LleNeighborSearch.Auto,
            Solver = Pick(random, Enum.GetValues<LleEigenSolver>()),
            Disconnected = Rarely(random) ? Pick(random, Enum.GetValues<LleDisconnectedGraph>()) : LleDisconnectedGraph.EmbedSeparately,
            Rule = linear || !Rarely(random) ? null : Pick(random, [LlePlacement.Barycentric, LlePlacement.LocalAffine]),
            Landmarks = linear || !Rarely(random) ? null : random.Next(smallestSample, distinct + 10),
            SampleSize = Rarely(random) ? random.Next(smallestSample, distinct + 10) : null,
            Supervision = Rarely(random) ? random.Next(1, 11) / 10.0 : 0,
        };
    }

    /// <summary>Fewer rows, then one option after the other as it is by default.</summary>
    private static IEnumerable<FitCase> Shrink(FitCase found)
    {
        var plain = new FitCase();
        int smallest = Math.Max(
            Math.Max(found.NumberOfNeighbors, found.NumberOfComponents) + 4, Math.Max(found.Landmarks ?? 0, found.SampleSize ?? 0));
        FitCase[] candidates =
        [
            found with { NumberOfRows = found.NumberOfRows - found.RepeatedRows, RepeatedRows = 0 },
            found with { NumberOfRows = Math.Max(smallest + found.RepeatedRows, found.NumberOfRows / 2) },
            found with { NumberOfRows = Math.Max(smallest + found.RepeatedRows, found.NumberOfRows - 1) },
            found with { Landmarks = null },
            found with { SampleSize = null },
            found with { Supervision = 0 },
            found with { Noise = 0 },
            found with { Metric = plain.Metric },
            found with { Search = plain.Search },
            found with { Disconnected = plain.Disconnected },
            found with { Rule = null },
            found with { Solver = plain.Solver },
            found with { Regularization = plain.Regularization },
            found with { IsDouble = false },
            found with { Surface = plain.Surface },
            found with { NumberOfNeighbors = Math.Max(
                Math.Max(3, SmallestNumberOfNeighbors(found.Method, found.NumberOfComponents)), found.NumberOfNeighbors - 1) },
        ];
        return candidates.Where(candidate => candidate != found).Distinct();
    }

    private static int SmallestNumberOfNeighbors(LleMethod method, int d) => method switch
    {
        LleMethod.Hessian => (d * (d + 3) / 2) + 1,
        LleMethod.Modified => d + 1,
        LleMethod.LocalTangentSpaceAlignment or LleMethod.LinearLocalTangentSpaceAlignment => d + 2,
        _ => 2,
    };

    private static bool Rarely(Random random) => random.Next(5) == 0;

    private static T Pick<T>(Random random, T[] values) => values[random.Next(values.Length)];
}
