namespace LleTransforms.Neighbors;

/// <summary>A neighbour graph, which of its neighbours count, and the components into which those join the rows.</summary>
/// <param name="Graph">k neighbours of each row.</param>
/// <param name="Links">Those that count; where the method says nothing else, all.</param>
/// <param name="Components">The components of the links.</param>
internal sealed record LinkedGraph(NeighborGraph Graph, RowLinks Links, GraphComponents Components)
{
    /// <summary>Whether a sink that is small beside the body that leads into it is a part of its own.</summary>
    public required bool CutsSmallSinks { get; init; }

    /// <summary>Whether there is one sink, which all rows reach, and it is not small beside a body that leads into it.</summary>
    public bool HoldsTogether => HasOneSink && OnlySmallSink is null;

    /// <summary>The sink, where there is no other and it is small beside a body that leads into it; else null.</summary>
    public SmallSink? OnlySmallSink => HasOneSink ? SmallSinkOf(0, Enumerable.Range(0, Graph.NumberOfRows)) : null;

    private bool HasOneSink => Components.SinkComponents.Length == 1;

    /// <summary>A sink, where it is small beside a body that leads into it; else null.</summary>
    /// <param name="sink">The place of the sink among <see cref="GraphComponents.SinkComponents"/>.</param>
    /// <param name="basin">The sink's rows and all that lead into it alone.</param>
    public SmallSink? SmallSinkOf(int sink, IEnumerable<int> basin) => CutsSmallSinks ? SmallSink.Find(this, sink, basin) : null;

    /// <summary>A row of a sink.</summary>
    /// <param name="sink">The place of the sink among <see cref="GraphComponents.SinkComponents"/>.</param>
    public int RowOfSink(int sink) => Components.RowsOfStrong(Components.SinkComponents[sink])[0];
}
