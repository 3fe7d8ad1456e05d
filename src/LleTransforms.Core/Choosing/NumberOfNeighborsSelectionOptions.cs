namespace LleTransforms;

/// <summary>Which numbers of neighbours <see cref="NumberOfNeighborsSelection"/> tries, and on how many rows.</summary>
public sealed class NumberOfNeighborsSelectionOptions
{
    /// <summary>
    /// The smallest k tried. Default null: what the method needs for its components plus 1, at least 5. Range: from what the method needs
    /// to the largest k.
    /// </summary>
    public int? SmallestNumberOfNeighbors { get; init; }

    /// <summary>
    /// The largest k tried. Default null: 30, or 25 above the smallest where that is more, or one less than a third of the rows where that
    /// is fewer. Range: from the smallest k to one less than the number of rows tried.
    /// </summary>
    public int? LargestNumberOfNeighbors { get; init; }

    /// <summary>The step from one k to the next; the largest k is always tried too. Default 1. At least 1.</summary>
    public int Step { get; init; } = 1;

    /// <summary>
    /// The neighbourhood size K at which each embedding's trustworthiness is measured, the same for all. Default null: the largest k tried.
    /// Range: from 1 to below half of the rows tried.
    /// </summary>
    public int? NeighborhoodSize { get; init; }

    /// <summary>The most rows that are fitted for each k; from more rows than that a seeded sample is taken. Default 2,000. At least
    /// 10.</summary>
    public int LargestSampleSize { get; init; } = 2_000;
}
