namespace LleTransforms.Neighbors;

/// <summary>Which sink components each row leads into along its links.</summary>
/// <remarks>
/// The basin of a sink is the rows from which it, and no other sink, can be reached. All their links end in the basin too, so it is a graph
/// of its own with one sink. Edges are walked backwards from the sinks, and each row changes its state at most twice. Cost O(n k).
/// </remarks>
internal sealed class SinkBasins
{
    private const int Unknown = -1;
    private const int Several = -2;

    private readonly int[] _sinkOfRow;

    private SinkBasins(int[] sinkOfRow, int sinkCount)
    {
        _sinkOfRow = sinkOfRow;
        Basins = new int[sinkCount][];
        for (int sink = 0; sink < sinkCount; sink++)
        {
            Basins[sink] = RowsWith(sink);
        }

        LooseRows = RowsWith(Several);
    }

    /// <summary>For each sink, in the order of <see cref="GraphComponents.SinkComponents"/>, the rows of its basin, ascending.</summary>
    public int[][] Basins { get; }

    /// <summary>The rows that lead into several sinks, ascending.</summary>
    public int[] LooseRows { get; }

    public static SinkBasins Find(RowLinks links, GraphComponents components)
    {
        (int[] starts, int[] sources) = Reverse(links);
        int[] sinkOfRow = new int[links.NumberOfRows];
        Array.Fill(sinkOfRow, Unknown);
        var open = new Queue<int>();
        for (int sink = 0; sink < components.SinkComponents.Length; sink++)
        {
            foreach (int row in components.RowsOfStrong(components.SinkComponents[sink]))
            {
                sinkOfRow[row] = sink;
                open.Enqueue(row);
            }
        }

        while (open.TryDequeue(out int row))
        {
            for (int at = starts[row]; at < starts[row + 1]; at++)
            {
                int source = sources[at];
                int merged = sinkOfRow[source] == Unknown || sinkOfRow[source] == sinkOfRow[row] ? sinkOfRow[row] : Several;
                if (merged != sinkOfRow[source])
                {
                    sinkOfRow[source] = merged;
                    open.Enqueue(source);
                }
            }
        }

        return new SinkBasins(sinkOfRow, components.SinkComponents.Length);
    }

    private static (int[] Starts, int[] Sources) Reverse(RowLinks links)
    {
        int[] starts = new int[links.NumberOfRows + 1];
        foreach (int neighbor in links.Targets)
        {
            starts[neighbor + 1]++;
        }

        for (int row = 0; row < links.NumberOfRows; row++)
        {
            starts[row + 1] += starts[row];
        }

        int[] next = starts[..links.NumberOfRows];
        int[] sources = new int[links.Targets.Length];
        for (int row = 0; row < links.NumberOfRows; row++)
        {
            foreach (int neighbor in links.Of(row))
            {
                sources[next[neighbor]++] = row;
            }
        }

        return (starts, sources);
    }

    private int[] RowsWith(int sink) => [.. Enumerable.Range(0, _sinkOfRow.Length).Where(row => _sinkOfRow[row] == sink)];
}
