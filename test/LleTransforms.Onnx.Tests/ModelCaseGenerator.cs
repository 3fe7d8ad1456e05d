using FsCheck;
using FsCheck.Fluent;

namespace LleTransforms.Onnx.Tests;

/// <summary>Draws cases, and makes a failing one plainer.</summary>
internal static class ModelCaseGenerator
{
    public static Arbitrary<ModelCase> Cases => Arb.From(
        from seed in Gen.Choose(1, 1_000_000) select Draw(new Random(seed), seed), Shrink);

    private static ModelCase Draw(Random random, int seed)
    {
        RowKind kind = Pick(random, Enum.GetValues<RowKind>());
        LleMethod method = Pick(random, Enum.GetValues<LleMethod>());
        int d = random.Next(1, 4);
        int k = method.SmallestNumberOfNeighbors(d) + random.Next(0, 12);
        int rows = random.Next(Math.Max(k, d) + 6, 160);
        bool isLinear = method.IsLinear();
        bool takesMatches = kind is RowKind.WholeNumbers or RowKind.OneHot;
        int smallestSample = Math.Max(k, d) + 2;
        return new ModelCase
        {
            Kind = kind,
            Seed = seed,
            NumberOfRows = rows,
            NumberOfColumns = kind == RowKind.Sheet ? 3 : random.Next(2, 20),
            RepeatedRows = random.Next(3) == 0 ? random.Next(1, rows) : 0,
            IsDouble = random.Next(2) == 0,
            IsSparse = random.Next(8) == 0,
            Method = method,
            Metric = takesMatches && random.Next(2) == 0
                ? Pick(random, [LleMetric.Hamming, LleMetric.Jaccard])
                : random.Next(4) == 0 ? LleMetric.Cosine : LleMetric.Euclidean,
            Placement = isLinear || random.Next(3) != 0 ? null : Pick(random, [LlePlacement.Barycentric, LlePlacement.LocalAffine]),
            NumberOfComponents = d,
            NumberOfNeighbors = random.Next(10) == 0 ? Math.Min(rows - 1, 30) : k,
            Regularization = random.Next(2) == 0 ? 1e-3 : Math.Pow(10, -random.Next(0, 6)),
            RowsInBlock = random.Next(3) == 0 ? random.Next(3, 60) : 8192,
            Landmarks = isLinear || random.Next(6) != 0 ? null : random.Next(smallestSample, rows + 1),
            SampleSize = random.Next(6) != 0 ? null : random.Next(smallestSample, rows + 1),
        };
    }

    private static IEnumerable<ModelCase> Shrink(ModelCase found)
    {
        ModelCase[] candidates =
        [
            found with { RepeatedRows = 0 },
            found with { IsDouble = false },
            found with { IsSparse = false },
            found with { Metric = LleMetric.Euclidean },
            found with { RowsInBlock = 8192 },
            found with { Placement = null },
            found with { Regularization = 1e-3 },
            found with { Landmarks = null },
            found with { SampleSize = null },
            found with { Method = LleMethod.Standard },
        ];
        return candidates.Where(candidate => candidate != found);
    }

    private static T Pick<T>(Random random, T[] values) => values[random.Next(values.Length)];
}
