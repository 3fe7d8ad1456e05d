namespace LleTransforms.Neighbors;

/// <summary>A fitted row and a query that is near to it.</summary>
/// <remarks>In order: by row, nearest first, ties by query.</remarks>
internal readonly record struct NearPair(int Row, int Query, double SquaredDistance) : IComparable<NearPair>
{
    public int CompareTo(NearPair other) => (Row, SquaredDistance, Query).CompareTo((other.Row, other.SquaredDistance, other.Query));
}
