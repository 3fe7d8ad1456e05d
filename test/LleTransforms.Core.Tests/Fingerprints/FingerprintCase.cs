using LleTransforms.Core.Tests.TestData;

namespace LleTransforms.Core.Tests.Fingerprints;

/// <summary>A fit whose bits are kept: what is fitted, with which options, and which other rows the model places.</summary>
internal sealed record FingerprintCase(string Name, FeatureMatrix Rows, FeatureMatrix Others, LleOptions Options, int[]? Labels = null)
{
    private const int NumberOfRows = 400;
    private const int OtherCount = 60;

    /// <summary>All cases, each named once.</summary>
    public static IReadOnlyList<FingerprintCase> All() =>
    [
        .. Enum.GetValues<LleMethod>().SelectMany(OfMethod),
        .. ((LleMethod[])[LleMethod.Standard, LleMethod.Modified, LleMethod.LocalTangentSpaceAlignment]).SelectMany(Solvers),
        .. Searches(),
        .. Rest(),
    ];

    private static IEnumerable<FingerprintCase> OfMethod(LleMethod method)
    {
        LleOptions Options() => new() { Method = method, NumberOfComponents = 2, NumberOfNeighbors = 10 };
        bool isLinear = method is LleMethod.NeighborhoodPreservingEmbedding or LleMethod.LinearLocalTangentSpaceAlignment;
        (FeatureMatrix rows, FeatureMatrix others) = Split(Manifolds.SCurve(NumberOfRows + OtherCount, seed: 5), single: true);
        (FeatureMatrix doubles, FeatureMatrix otherDoubles) = Split(Manifolds.SCurve(NumberOfRows + OtherCount, seed: 5), single: false);
        yield return new($"{method}, single", rows, others, Options());
        yield return new($"{method}, double", doubles, otherDoubles, Options());
        yield return new($"{method}, wide", Wide(NumberOfRows, 7), Wide(OtherCount, 8), Options());
        Documents documents = Documents.Create(NumberOfRows, 300, 12, topicCount: 4, seed: 3);
        yield return new(
            $"{method}, sparse", documents.Sparse(), Documents.Create(OtherCount, 300, 12, topicCount: 4, seed: 4).Sparse(), Options());
        LleOptions supervised = Options();
        supervised.SupervisionStrength = 0.1;
        yield return new($"{method}, labels", rows, others, supervised, [.. Enumerable.Range(0, NumberOfRows).Select(row => row % 3)]);
        LleOptions sampled = Options();
        (sampled.MaximumNumberOfTrainingRows, sampled.Seed) = (250, 9);
        yield return new($"{method}, sample", rows, others, sampled);
        LleOptions cosine = Options();
        cosine.Metric = LleMetric.Cosine;
        yield return new($"{method}, cosine", Wide(NumberOfRows, 7), Wide(OtherCount, 8), cosine);
        yield return new($"{method}, duplicates", Doubled(rows), others, Options());
        yield return new($"{method}, parts", Parted(), others, Options());
        if (!isLinear)
        {
            LleOptions landmarks = Options();
            (landmarks.NumberOfLandmarks, landmarks.Seed) = (80, 4);
            yield return new($"{method}, landmarks", rows, others, landmarks);
            LleOptions among = Options();
            (among.NumberOfLandmarks, among.Seed, among.PlaceAmongLandmarks, among.Placement) = (80, 4, true, LlePlacement.LocalAffine);
            yield return new($"{method}, among landmarks", rows, others, among);
        }
    }

    private static IEnumerable<FingerprintCase> Solvers(LleMethod method)
    {
        (FeatureMatrix rows, FeatureMatrix others) = Split(Manifolds.SmoothMap(1_200 + OtherCount, seed: 6), single: true);
        foreach (LleEigenSolver solver in Enum.GetValues<LleEigenSolver>())
        {
            yield return new($"{method}, solver {solver}", rows, others,
                new LleOptions { Method = method, NumberOfComponents = 4, NumberOfNeighbors = 12, EigenSolver = solver });
        }
    }

    private static IEnumerable<FingerprintCase> Searches()
    {
        (FeatureMatrix rows, FeatureMatrix others) = Split(Manifolds.SmoothMap(1_500 + OtherCount, seed: 2), single: true);
        foreach (LleNeighborSearch search in Enum.GetValues<LleNeighborSearch>())
        {
            yield return new($"search {search}", rows, others,
                new LleOptions { NumberOfComponents = 3, NumberOfNeighbors = 12, NeighborSearch = search, Seed = 5 });
        }
    }

    private static IEnumerable<FingerprintCase> Rest()
    {
        (FeatureMatrix roll, FeatureMatrix others) = Split(Manifolds.SwissRoll(NumberOfRows + OtherCount, seed: 1), single: false);
        yield return new("k chosen", roll, others, new LleOptions { NumberOfComponents = 2, NumberOfNeighbors = null });
        yield return new("connected parts", Parted(), others,
            new LleOptions { NumberOfComponents = 2, DisconnectedGraph = LleDisconnectedGraph.Connect });
        yield return new("regularisation, affine placement", roll, others,
            new LleOptions { NumberOfComponents = 2, Regularization = 1e-6, Placement = LlePlacement.LocalAffine });
        yield return new("free weight vectors", roll, others,
            new LleOptions { NumberOfComponents = 2, Method = LleMethod.Modified, LimitWeightVectors = false });

        // Past 50,000 rows the alignment matrix is renumbered, past 32 columns and 131,072 values
        // neighbours are filtered by principal axes.
        (FeatureMatrix large, FeatureMatrix largeOthers) = Split(Manifolds.SwissRoll(52_000, seed: 4), 51_000, single: true);
        yield return new("renumbered", large, largeOthers, new LleOptions { NumberOfComponents = 2, NumberOfNeighbors = 8 });
        yield return new("filtered search", Wide(4_000, 11, 48), Wide(OtherCount, 12, 48),
            new LleOptions { NumberOfComponents = 4, NumberOfNeighbors = 10 });
    }

    private static (FeatureMatrix Rows, FeatureMatrix Others) Split(ManifoldSample sample, bool single) =>
        Split(sample, sample.Rows.GetLength(0) - OtherCount, single);

    private static (FeatureMatrix Rows, FeatureMatrix Others) Split(ManifoldSample sample, int count, bool single)
    {
        ManifoldSample first = sample.Slice(0, count), rest = sample.Slice(count, sample.Rows.GetLength(0) - count);
        return single ? (Single(first.Rows), Single(rest.Rows)) : (first.Features, rest.Features);
    }

    private static FeatureMatrix Single(double[,] rows) =>
        FeatureMatrix.FromRowMajor([.. rows.Cast<double>().Select(value => (float)value)], rows.GetLength(0), rows.GetLength(1));

    /// <summary>Rows of many columns that vary in all of them, in a few directions most.</summary>
    private static FeatureMatrix Wide(int count, int seed, int columns = 40)
    {
        var random = new Random(seed);
        float[] values = new float[count * columns];
        for (int row = 0; row < count; row++)
        {
            double a = random.NextDouble(), b = random.NextDouble(), c = random.NextDouble();
            for (int column = 0; column < columns; column++)
            {
                values[(row * columns) + column] =
                    (float)((a * (column % 5)) + (b * (column % 7)) + (c * c * (column % 3)) + (0.2 * random.NextDouble()));
            }
        }

        return FeatureMatrix.FromRowMajor(values, count, columns);
    }

    /// <summary>The rows, and every third of them once more.</summary>
    private static FeatureMatrix Doubled(FeatureMatrix rows)
    {
        var builder = new FeatureMatrixBuilder(rows.NumberOfColumns);
        for (int row = 0; row < rows.NumberOfRows; row++)
        {
            builder.Append(rows.Row(row));
            if (row % 3 == 0)
            {
                builder.Append(rows.Row(row));
            }
        }

        return builder.Build();
    }

    /// <summary>Three sheets far from each other.</summary>
    private static FeatureMatrix Parted()
    {
        var builder = new FeatureMatrixBuilder(3);
        for (int part = 0; part < 3; part++)
        {
            double[,] sheet = Manifolds.SCurve(120 + (30 * part), seed: part).Rows;
            for (int row = 0; row < sheet.GetLength(0); row++)
            {
                builder.Append(new[] { (float)sheet[row, 0] + (40 * part), (float)sheet[row, 1], (float)sheet[row, 2] });
            }
        }

        return builder.Build();
    }
}
