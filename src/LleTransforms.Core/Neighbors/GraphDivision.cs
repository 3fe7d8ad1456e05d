using LleTransforms.Running;

namespace LleTransforms.Neighbors;

/// <summary>Some rows that are embedded by themselves, told by numbers alone.</summary>
/// <param name="Rows">The rows' numbers among all, ascending.</param>
/// <param name="SinkRow">The number within the part of a row that every row of it reaches.</param>
/// <param name="Places">The rows' numbers in a graph, ascending.</param>
/// <param name="Graph">That graph, of which the part is closed.</param>
/// <param name="RowsOfGraph">The numbers among all of that graph's rows, ascending.</param>
internal sealed record DividedPart(int[] Rows, int SinkRow, int[] Places, NeighborGraph Graph, int[] RowsOfGraph)
{
    /// <summary>The neighbour of a row, numbered among all.</summary>
    public int NeighborOf(int row, int neighbor) => RowsOfGraph[Graph.Of(Places[row])[neighbor]];
}

/// <summary>Divides rows whose links have several sink components into parts that have one each.</summary>
/// <remarks>
/// A part is a sink with all rows that lead into it alone. Rows that lead into several are loose. Where more rows are loose than the
/// largest part holds, the sinks are small closed cliques beside the body of the data. They become parts, and the rest finds its neighbours
/// anew without them. One sink that is small beside the body that leads into it alone is cut off as several are. A part of which a row has
/// a neighbour elsewhere, which does not count, finds its neighbours anew, too. What then falls apart is divided again, and parts only get
/// smaller.
/// </remarks>
internal sealed class GraphDivision
{
    private readonly List<DividedPart> _parts = [];
    private readonly List<int> _looseRows = [];
    private readonly IPartRows _rows;
    private readonly bool _keepsLists;
    private readonly FitContext _context;

    private GraphDivision(IPartRows rows, bool keepsLists, FitContext context) =>
        (_rows, _keepsLists, _context) = (rows, keepsLists, context);

    /// <summary>Largest first.</summary>
    public IReadOnlyList<DividedPart> Parts => _parts;

    /// <summary>The rows that belong to no part, ascending.</summary>
    public IReadOnlyList<int> LooseRows => _looseRows;

    /// <param name="rows">The rows.</param>
    /// <param name="linked">The neighbours of all of them.</param>
    /// <param name="keepsLists">Whether a row that stays with its neighbours may keep them.</param>
    /// <param name="context">Messages and cancellation.</param>
    public static GraphDivision Divide(IPartRows rows, LinkedGraph linked, bool keepsLists, FitContext context)
    {
        var division = new GraphDivision(rows, keepsLists, context);
        division.Divide([.. Enumerable.Range(0, linked.Graph.NumberOfRows)], linked);
        division._parts.Sort((one, other) =>
            one.Rows.Length != other.Rows.Length ? other.Rows.Length.CompareTo(one.Rows.Length) : one.Rows[0].CompareTo(other.Rows[0]));
        division._looseRows.Sort();
        return division;
    }

    private void Divide(int[] rest, LinkedGraph linked)
    {
        while (true)
        {
            if (linked.HoldsTogether)
            {
                _parts.Add(new DividedPart(rest, linked.RowOfSink(0), [.. Enumerable.Range(0, rest.Length)], linked.Graph, rest));
                return;
            }

            SinkBasins basins = SinkBasins.Find(linked.Links, linked.Components);
            for (int sink = 0; sink < basins.Basins.Length; sink++)
            {
                _context.ThrowIfCancelled();
                int[] basin = basins.Basins[sink];
                if (linked.SmallSinkOf(sink, basin) is SmallSink small)
                {
                    int[] others = [.. basin.Except(small.Rows)];
                    _context.Say(LlePhase.Neighbors, LleSeverity.Info,
                        $"{others.Length} rows find their neighbours anew, without {small.Rows.Length} that lead to none of them.");
                    Add(small.Rows, sink, rest, linked);
                    DivideAnew(others, rest, linked);
                }
                else
                {
                    Add(basin, sink, rest, linked);
                }
            }

            int[] loose = basins.LooseRows;
            if (loose.Length <= Math.Max(basins.Basins.Max(basin => basin.Length), linked.Graph.NumberOfNeighbors))
            {
                _looseRows.AddRange(loose.Select(row => rest[row]));
                return;
            }

            int[] rows = [.. loose.Select(row => rest[row])];
            (rest, linked) = (rows, _rows.FindAnew(rows, loose, linked.Graph, _keepsLists));
        }
    }

    private void Add(int[] places, int sink, int[] rest, LinkedGraph linked)
    {
        if (!IsClosed(places, linked.Graph))
        {
            DivideAnew(places, rest, linked);
            return;
        }

        int[] rows = Array.ConvertAll(places, row => rest[row]);
        _parts.Add(new DividedPart(rows, Array.BinarySearch(places, linked.RowOfSink(sink)), places, linked.Graph, rest));
    }

    private void DivideAnew(int[] places, int[] rest, LinkedGraph linked)
    {
        int[] rows = Array.ConvertAll(places, row => rest[row]);
        Divide(rows, _rows.FindAnew(rows, places, linked.Graph, _keepsLists));
    }

    /// <summary>Whether all neighbours of some rows, ascending, are among them.</summary>
    private static bool IsClosed(int[] rows, NeighborGraph graph)
    {
        foreach (int row in rows)
        {
            foreach (int neighbor in graph.Of(row))
            {
                if (Array.BinarySearch(rows, neighbor) < 0)
                {
                    return false;
                }
            }
        }

        return true;
    }
}
