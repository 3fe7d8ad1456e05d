namespace LleTransforms;

/// <summary>How the nearest neighbours of each row are found.</summary>
public enum LleNeighborSearch
{
    /// <summary>The cheaper of <see cref="BruteForce"/> and <see cref="Tree"/> for the rows at hand. Always exact: both give the same
    /// neighbours, bit for bit.</summary>
    Auto = 0,

    /// <summary>All distances, by a blocked product in single precision that is decided in double. Exact. O(n^2 D).</summary>
    BruteForce = 1,

    /// <summary>A k-d tree: exact, and fast where the rows have few columns or fill few dimensions. About O(n k log n) there.</summary>
    Tree = 2,

    /// <summary>
    /// Neighbour descent: not exact (some neighbours of a row may be missed in favour of slightly farther ones), seeded and repeatable.
    /// About O(n^1.14 k^2 D). It pays where rows fill few dimensions. A sample of 256 rows tells the part of true neighbours that it finds.
    /// Where that is below 95 %, the search is exact as by <see cref="Auto"/>, and the log says so.
    /// </summary>
    Approximate = 3,
}
