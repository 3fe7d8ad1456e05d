namespace LleTransforms.Neighbors;

/// <summary>A sink component that is small beside the body of the rows that lead into it.</summary>
/// <remarks>
/// The body is the largest strongly connected component of those rows. Nothing leads back to it, so it is closed except for a few edges.
/// Left together, the two give M an eigenvalue next to 0 and a coordinate that says no more than which rows belong to the sink. A sink that
/// holds a fair share of the rows is no such thing: loose rows around the data lead into it.
/// </remarks>
/// <param name="Rows">The sink's rows, ascending.</param>
/// <param name="BodyComponent">The number of the body among the strong components.</param>
/// <param name="BodySize">The body's rows.</param>
internal sealed record SmallSink(int[] Rows, int BodyComponent, int BodySize)
{
    /// <summary>How many times a small sink's rows the body holds, and more.</summary>
    private const int LeastRatio = 10;

    /// <summary>The sink, or null where no body leads into it that is that much larger and has a row more than neighbours.</summary>
    /// <param name="linked">The graph.</param>
    /// <param name="sink">The place of the sink among <see cref="GraphComponents.SinkComponents"/>.</param>
    /// <param name="basin">The sink's rows and all that lead into it alone.</param>
    public static SmallSink? Find(LinkedGraph linked, int sink, IEnumerable<int> basin)
    {
        GraphComponents components = linked.Components;
        int sinkComponent = components.SinkComponents[sink];
        int body = sinkComponent;
        foreach (int row in basin)
        {
            int component = components.StrongComponentOfRow[row];
            if (components.StrongSizes[component] > components.StrongSizes[body])
            {
                body = component;
            }
        }

        int bodySize = components.StrongSizes[body];
        long bound = Math.Max((long)LeastRatio * components.StrongSizes[sinkComponent], linked.Graph.NumberOfNeighbors);
        return bodySize > bound ? new SmallSink(components.RowsOfStrong(sinkComponent), body, bodySize) : null;
    }
}
