namespace LleTransforms.Neighbors;

/// <summary>The rows of a graph that may fall into parts, wherever they lie: what a division asks of them.</summary>
internal interface IPartRows
{
    /// <summary>Finds out which neighbours of all rows count, and what components they make.</summary>
    LinkedGraph Link(NeighborGraph graph);

    /// <summary>Has some rows find their neighbours among each other.</summary>
    /// <param name="rows">Their numbers among all, ascending.</param>
    /// <param name="places">Their numbers in a graph that they are taken from, ascending.</param>
    /// <param name="graph">That graph.</param>
    /// <param name="keepsLists">Whether a row may keep a list that lies among the rows as it is.</param>
    LinkedGraph FindAnew(int[] rows, int[] places, NeighborGraph graph, bool keepsLists);

    /// <summary>Finds the nearest of some rows to each of others.</summary>
    /// <param name="rows">The rows that ask, ascending.</param>
    /// <param name="among">Those that are asked for, ascending.</param>
    /// <returns>For each row the number of the nearest, and how far it is.</returns>
    (int[] Rows, double[] SquaredDistances) FindNearest(int[] rows, int[] among);
}
