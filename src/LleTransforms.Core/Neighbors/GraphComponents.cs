using LleTransforms.Running;

namespace LleTransforms.Neighbors;

/// <summary>
/// The strongly connected components of the links between rows, which of them are sinks (no edge leaves), and the weak components.
/// The alignment matrix has at least one null vector for each sink, so it is sinks, not weak components, that a fit must tell apart.
/// </summary>
/// <remarks>
/// Tarjan (1972), "Depth-first search and linear graph algorithms", with its own stack instead of recursion; weak components by union-find.
/// O(n k) time, O(n) memory. Components are numbered by their smallest row.
/// </remarks>
internal sealed class GraphComponents
{
    private GraphComponents(int[] strongOfRow, int[] strongSizes, bool[] isSink, int[] weakOfRow, int[] weakSizes)
    {
        StrongComponentOfRow = strongOfRow;
        StrongSizes = strongSizes;
        IsSink = isSink;
        WeakComponentOfRow = weakOfRow;
        WeakSizes = weakSizes;
        SinkComponents = [.. Enumerable.Range(0, isSink.Length).Where(c => isSink[c])];
    }

    public int[] StrongComponentOfRow { get; }

    public int[] StrongSizes { get; }

    /// <summary>For each strong component whether no edge leaves it.</summary>
    public bool[] IsSink { get; }

    /// <summary>The numbers of the strong components that are sinks, ascending; there is at least one.</summary>
    public int[] SinkComponents { get; }

    public int[] WeakComponentOfRow { get; }

    public int[] WeakSizes { get; }

    public static GraphComponents Find(RowLinks links, FitContext? context = null)
    {
        int[] strong = FindStrong(links, context);
        int[] strongSizes = NumberBySmallestRow(strong);
        var isSink = new bool[strongSizes.Length];
        Array.Fill(isSink, true);
        for (int row = 0; row < links.NumberOfRows; row++)
        {
            context?.ThrowIfCancelledAt(row);
            foreach (int neighbor in links.Of(row))
            {
                if (strong[neighbor] != strong[row])
                {
                    isSink[strong[row]] = false;
                }
            }
        }

        int[] weak = FindWeak(links, context);
        int[] weakSizes = NumberBySmallestRow(weak);
        return new GraphComponents(strong, strongSizes, isSink, weak, weakSizes);
    }

    /// <summary>The rows of one strong component, ascending.</summary>
    public int[] RowsOfStrong(int component)
    {
        var rows = new int[StrongSizes[component]];
        for (int row = 0, at = 0; at < rows.Length; row++)
        {
            if (StrongComponentOfRow[row] == component)
            {
                rows[at++] = row;
            }
        }

        return rows;
    }

    private static int[] FindStrong(RowLinks links, FitContext? context)
    {
        int n = links.NumberOfRows;
        var component = new int[n];
        Array.Fill(component, -1);
        var order = new int[n];
        var low = new int[n];
        var nextEdge = new int[n];
        var path = new int[n];
        var open = new int[n];
        int visited = 0, openCount = 0, componentCount = 0;
        for (int root = 0; root < n; root++)
        {
            if (order[root] != 0)
            {
                continue;
            }

            int depth = 0;
            path[0] = root;
            order[root] = low[root] = ++visited;
            open[openCount++] = root;
            while (depth >= 0)
            {
                int row = path[depth];
                ReadOnlySpan<int> neighbors = links.Of(row);
                if (nextEdge[row] < neighbors.Length)
                {
                    int neighbor = neighbors[nextEdge[row]++];
                    if (order[neighbor] == 0)
                    {
                        context?.ThrowIfCancelledAt(visited);
                        order[neighbor] = low[neighbor] = ++visited;
                        open[openCount++] = neighbor;
                        path[++depth] = neighbor;
                    }
                    else if (component[neighbor] < 0)
                    {
                        low[row] = Math.Min(low[row], order[neighbor]);
                    }

                    continue;
                }

                if (--depth >= 0)
                {
                    low[path[depth]] = Math.Min(low[path[depth]], low[row]);
                }

                if (low[row] == order[row])
                {
                    int member;
                    do
                    {
                        member = open[--openCount];
                        component[member] = componentCount;
                    }
                    while (member != row);
                    componentCount++;
                }
            }
        }

        return component;
    }

    private static int[] FindWeak(RowLinks links, FitContext? context)
    {
        var parent = new int[links.NumberOfRows];
        for (int row = 0; row < parent.Length; row++)
        {
            parent[row] = row;
        }

        for (int row = 0; row < parent.Length; row++)
        {
            context?.ThrowIfCancelledAt(row);
            foreach (int neighbor in links.Of(row))
            {
                int a = Root(parent, row), b = Root(parent, neighbor);
                parent[Math.Max(a, b)] = Math.Min(a, b);
            }
        }

        for (int row = 0; row < parent.Length; row++)
        {
            parent[row] = Root(parent, row);
        }

        return parent;
    }

    private static int Root(int[] parent, int row)
    {
        while (parent[row] != row)
        {
            parent[row] = parent[parent[row]];
            row = parent[row];
        }

        return row;
    }

    // Renames the components in place and returns their sizes.
    private static int[] NumberBySmallestRow(int[] componentOfRow)
    {
        var newNumber = new int[componentOfRow.Length];
        var sizes = new List<int>();
        for (int row = 0; row < componentOfRow.Length; row++)
        {
            ref int number = ref newNumber[componentOfRow[row]];
            if (number == 0)
            {
                sizes.Add(0);
                number = sizes.Count;
            }

            sizes[number - 1]++;
            componentOfRow[row] = number - 1;
        }

        return [.. sizes];
    }
}
