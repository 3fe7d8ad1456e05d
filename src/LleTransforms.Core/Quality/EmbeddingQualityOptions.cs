namespace LleTransforms;

/// <summary>How <see cref="EmbeddingQuality"/> is measured.</summary>
public sealed class EmbeddingQualityOptions
{
    /// <summary>The <see cref="NeighborhoodSize"/> of new options; tables of fewer than 14 rows allow less.</summary>
    public const int DefaultNeighborhoodSize = 12;

    /// <summary>The neighbourhood size K of the single figures. Default 12. Range: 1 to n - 2, where n is the number of rows.</summary>
    public int NeighborhoodSize { get; init; } = DefaultNeighborhoodSize;

    /// <summary>
    /// How many rows serve as anchors, from which all n rows are ranked. Default null: every row up to 5,000 rows, and 1,000 anchors
    /// beyond. Range: 1 to n.
    /// </summary>
    public int? SampleSize { get; init; }

    /// <summary>Chooses the anchors where they are a sample: the same seed takes the same rows. Default 0.</summary>
    public int Seed { get; init; }

    /// <summary>How many threads to use. Default null: all processors. At least 1. The result has the same bits for any number.</summary>
    public int? NumberOfThreads { get; init; }

    /// <summary>
    /// Whether the features are distances: a square table such as <see cref="LleMetric.Precomputed"/> takes, by which rows are ranked.
    /// Default false: rows are ranked by their Euclidean distances.
    /// </summary>
    public bool FeaturesAreDistances { get; init; }

    /// <summary>Hears how many anchors are done, from several threads at once. Default null: nobody does.</summary>
    public IProgress<LleProgress>? Progress { get; init; }
}
