using System.Globalization;

namespace LleTransforms.Reliability.SmallFits;

/// <summary>A fit of a few rows, whose numbers of neighbours and components need not be possible.</summary>
internal sealed record SmallFit(int Seed, SmallRows Kind, int NumberOfRows, int NumberOfColumns, LleOptions Options)
{
    private const int FewestRows = 5;
    private const int MostRows = 49;
    private const int MostColumns = 12;

    /// <summary>The fit that a seed stands for. All k and d occur that the rows may give, and one more of each.</summary>
    public static SmallFit Draw(int seed)
    {
        var random = new Random(seed);
        int rows = random.Next(FewestRows, MostRows + 1);
        LleMethod[] methods = Enum.GetValues<LleMethod>();
        SmallRows[] kinds = Enum.GetValues<SmallRows>();
        var options = new LleOptions
        {
            Method = methods[random.Next(methods.Length)],
            NumberOfComponents = 1 + SmallOrAny(random, rows - 1),
            NumberOfNeighbors = random.Next(20) == 0 ? null : 2 + SmallOrAny(random, rows - 1),
            DisconnectedGraph = random.Next(4) == 0 ? LleDisconnectedGraph.Connect : LleDisconnectedGraph.EmbedSeparately,
            NumberOfThreads = 1,
        };
        return new SmallFit(seed, kinds[random.Next(kinds.Length)], rows, random.Next(1, MostColumns + 1), options);
    }

    /// <summary>The features of the fit.</summary>
    public FeatureMatrix Rows()
    {
        var random = new Random(Seed);
        float[] values = new float[NumberOfRows * NumberOfColumns];
        for (int row = 0; row < NumberOfRows; row++)
        {
            double place = random.NextDouble();
            for (int column = 0; column < NumberOfColumns; column++)
            {
                values[(row * NumberOfColumns) + column] = (float)(Kind switch
                {
                    SmallRows.Cube => random.NextDouble(),
                    SmallRows.Grid => random.Next(3),
                    SmallRows.Curve => Math.Cos((column + 1) * place),
                    SmallRows.Line => place,
                    _ => random.NextDouble() + (100 * (row % 3)),
                });
            }
        }

        return FeatureMatrix.FromRowMajor(values, NumberOfRows, NumberOfColumns);
    }

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"seed {Seed}: {NumberOfRows} x {NumberOfColumns} {Kind}, {Options.Method}, k = {Options.NumberOfNeighbors}, d = " +
        $"{Options.NumberOfComponents}, {Options.DisconnectedGraph}");

    private static int SmallOrAny(Random random, int count) => random.Next(random.Next(2) == 0 ? Math.Min(count, 4) : count);
}

/// <summary>How the rows lie.</summary>
internal enum SmallRows
{
    /// <summary>Anywhere in a cube.</summary>
    Cube,

    /// <summary>On whole numbers, with equal distances and equal rows.</summary>
    Grid,

    /// <summary>On a smooth curve.</summary>
    Curve,

    /// <summary>On a straight line: rank 1.</summary>
    Line,

    /// <summary>In three heaps far from each other.</summary>
    Heaps,
}
