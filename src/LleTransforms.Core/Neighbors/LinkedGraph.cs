namespace LleTransforms.Neighbors;

/// <summary>A neighbour graph, which of its neighbours count, and the components into which those join the rows.</summary>
/// <param name="Graph">k neighbours of each row.</param>
/// <param name="Links">Those that count; where the method says nothing else, all.</param>
/// <param name="Components">The components of the links.</param>
internal sealed record LinkedGraph(NeighborGraph Graph, RowLinks Links, GraphComponents Components)
{
    /// <summary>Whether there is one sink, which all rows reach.</summary>
    public bool HoldsTogether => Components.SinkComponents.Length == 1;

    /// <summary>A row of a sink.</summary>
    /// <param name="sink">The place of the sink among <see cref="GraphComponents.SinkComponents"/>.</param>
    public int RowOfSink(int sink) => Components.RowsOfStrong(Components.SinkComponents[sink])[0];
}
