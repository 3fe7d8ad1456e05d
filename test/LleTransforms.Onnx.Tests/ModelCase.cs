namespace LleTransforms.Onnx.Tests;

/// <summary>What the rows of a case look like.</summary>
internal enum RowKind
{
    /// <summary>A bent sheet in three columns.</summary>
    Sheet,

    /// <summary>Normal numbers in many columns.</summary>
    Cloud,

    /// <summary>Two dense clouds, far from each other: single precision cannot tell their rows apart by products.</summary>
    DenseClouds,

    /// <summary>Whole numbers from 0 to 4, whose distances tie.</summary>
    WholeNumbers,

    /// <summary>Zeros and ones: categories, one column of ones in each group.</summary>
    OneHot,
}

/// <summary>Rows and options of one fit, small enough to be printed.</summary>
internal sealed record ModelCase
{
    public RowKind Kind { get; init; } = RowKind.Sheet;

    public int Seed { get; init; } = 1;

    public int NumberOfRows { get; init; } = 80;

    public int NumberOfColumns { get; init; } = 3;

    public int RepeatedRows { get; init; }

    public bool IsDouble { get; init; }

    public bool IsSparse { get; init; }

    public LleMethod Method { get; init; } = LleMethod.Standard;

    public LleMetric Metric { get; init; } = LleMetric.Euclidean;

    public LlePlacement? Placement { get; init; }

    public int NumberOfComponents { get; init; } = 2;

    public int NumberOfNeighbors { get; init; } = 6;

    public double Regularization { get; init; } = 1e-3;

    public int? Landmarks { get; init; }

    public int? SampleSize { get; init; }

    public int RowsInBlock { get; init; } = 8192;

    public LleOptions Options => new()
    {
        Method = Method,
        Metric = Metric,
        Placement = Placement,
        NumberOfComponents = NumberOfComponents,
        NumberOfNeighbors = NumberOfNeighbors,
        Regularization = Regularization,
        NumberOfLandmarks = Landmarks,
        MaximumNumberOfTrainingRows = SampleSize,
        Seed = Seed,
    };

    /// <summary>The rows that are fitted; the last of them repeat earlier ones.</summary>
    public double[][] TrainingRows()
    {
        var random = new Random(Seed);
        double[][] rows = [.. Enumerable.Range(0, NumberOfRows).Select(_ => Draw(random))];
        return [.. rows, .. Enumerable.Range(0, RepeatedRows).Select(row => rows[row * 7 % NumberOfRows])];
    }

    /// <summary>Rows to place: new ones, fitted ones, the middles of fitted ones, far ones, one of zeros.</summary>
    public double[][] Queries()
    {
        double[][] fitted = TrainingRows();
        var random = new Random(Seed + 1);
        double[][] unseen = [.. Enumerable.Range(0, 20).Select(_ => Draw(random))];
        return
        [
            .. unseen,
            .. fitted[..Math.Min(10, fitted.Length)],
            .. fitted[..Math.Min(10, fitted.Length)].Zip(fitted.Reverse(), (row, other) =>
                row.Zip(other, (a, b) => (a + b) / 2).ToArray()),
            unseen[0].Select(value => 30 * value).ToArray(),
            new double[fitted[0].Length],
        ];
    }

    /// <summary>The model; null where the fit ends with an error, as some random fits must.</summary>
    public LleModel? TryFit()
    {
        var builder = new FeatureMatrixBuilder(TrainingRows()[0].Length);
        foreach (double[] row in TrainingRows())
        {
            if (IsSparse)
            {
                int[] places = [.. Enumerable.Range(0, row.Length).Where(column => row[column] != 0)];
                builder.AppendSparse(places, [.. places.Select(place => (float)row[place])]);
            }
            else if (IsDouble)
            {
                builder.Append(row);
            }
            else
            {
                builder.Append(Array.ConvertAll(row, value => (float)value));
            }
        }

        try
        {
            return LocallyLinearEmbedding.Fit(builder.Build(), Options);
        }
        catch (Exception error) when (error is ArgumentException or InvalidOperationException or ArithmeticException)
        {
            return null;
        }
    }

    private double[] Draw(Random random)
    {
        switch (Kind)
        {
            case RowKind.Sheet:
                double angle = 3 * random.NextDouble();
                return [1000 + (angle * Math.Cos(angle)), random.NextDouble() * 2, angle * Math.Sin(angle)];
            case RowKind.DenseClouds:
                double center = random.Next(2) == 0 ? -50 : 50;
                return [.. Enumerable.Range(0, NumberOfColumns).Select(_ => center + (1e-3 * random.NextDouble()))];
            case RowKind.WholeNumbers:
                return [.. Enumerable.Range(0, NumberOfColumns).Select(_ => (double)random.Next(5))];
            case RowKind.OneHot:
                double[] row = new double[3 * NumberOfColumns];
                for (int group = 0; group < NumberOfColumns; group++)
                {
                    row[(3 * group) + random.Next(3)] = 1;
                }

                return row;
            default:
                return [.. Enumerable.Range(0, NumberOfColumns).Select(_ => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) *
                    Math.Cos(2 * Math.PI * random.NextDouble()))];
        }
    }
}
