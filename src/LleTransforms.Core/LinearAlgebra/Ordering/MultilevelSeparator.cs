namespace LleTransforms.LinearAlgebra.Ordering;

/// <summary>
/// Finds a light separator of a graph by levels. Pairs of neighbours become vertices of ever smaller graphs, and the smallest is divided.
/// The division is carried back and refined on each level. Karypis and Kumar (1998), and Hendrickson and Rothberg (1998). Cost: some passes
/// over the edges of all levels, which fall about by half each.
/// </summary>
internal static class MultilevelSeparator
{
    /// <summary>Graphs of this size are divided from several starts.</summary>
    private const int SmallestSize = 100;

    /// <summary>From this size on, several divisions of a much smaller graph are compared before the best is carried back.</summary>
    private const int LargeSize = 5000;

    private const int SizesOfOneTrial = 30;
    private const int Trials = 5;
    private const int Starts = 6;

    /// <summary>A graph that pairs make smaller by less than this goes no further.</summary>
    private const double LeastReduction = 0.95;

    /// <summary>0, 1 or <see cref="VertexSeparator.Between"/> for each vertex.</summary>
    public static byte[] Find(DissectionGraph graph, Random random)
    {
        if (graph.Size < LargeSize)
        {
            return Descend(graph, SmallestSize, random, smallest => Divide(smallest, random)).Sides;
        }

        return Descend(graph, Math.Max(SmallestSize, graph.Size / SizesOfOneTrial), random, smaller => Best(Trials, () =>
            Descend(smaller, SmallestSize, random, smallest => Divide(smallest, random)))).Sides;
    }

    /// <summary>Makes a graph smaller until it has so many vertices, divides it, and carries the division back.</summary>
    private static VertexSeparator Descend(DissectionGraph graph, int target, Random random, Func<DissectionGraph, VertexSeparator> divide)
    {
        long heaviest = (long)(1.5 * graph.SumOfVertexWeights / target);
        List<(DissectionGraph Graph, int[] Groups)> levels = [];
        DissectionGraph current = graph;
        while (current.Size > target)
        {
            int[] groups = HeavyEdgeMatching.Pair(current, heaviest, random, out int count);
            if (count > LeastReduction * current.Size)
            {
                break;
            }

            levels.Add((current, groups));
            current = current.Contract(groups, count);
        }

        VertexSeparator division = divide(current);
        for (int level = levels.Count - 1; level >= 0; level--)
        {
            (DissectionGraph finer, int[] groups) = levels[level];
            division = new VertexSeparator(finer, Array.ConvertAll(groups, group => division.Sides[group]));
            division.Refine();
        }

        return division;
    }

    private static VertexSeparator Divide(DissectionGraph graph, Random random) => Best(Starts, () =>
    {
        VertexSeparator division = new(graph, Grow(graph, random.Next(graph.Size)));
        division.Refine();
        return division;
    });

    private static VertexSeparator Best(int trials, Func<VertexSeparator> divide)
    {
        VertexSeparator best = divide();
        for (int trial = 1; trial < trials; trial++)
        {
            VertexSeparator other = divide();
            best = other.Rank.CompareTo(best.Rank) < 0 ? other : best;
        }

        return best;
    }

    /// <summary>A side that grows around a vertex, neighbours before neighbours' neighbours, until it weighs half of all.</summary>
    private static byte[] Grow(DissectionGraph graph, int from)
    {
        byte[] sides = new byte[graph.Size];
        Array.Fill(sides, (byte)1);
        long left = graph.SumOfVertexWeights / 2;
        Queue<int> reached = new();
        bool[] isReached = new bool[graph.Size];
        Reach(from);
        for (int next = 0; left > 0;)
        {
            if (reached.Count == 0)
            {
                // What was reached is closed: go on elsewhere.
                while (next < graph.Size && isReached[next])
                {
                    next++;
                }

                if (next == graph.Size)
                {
                    break;
                }

                Reach(next);
            }

            int v = reached.Dequeue();
            sides[v] = 0;
            left -= graph.VertexWeights[v];
            for (int p = graph.Starts[v]; p < graph.Starts[v + 1]; p++)
            {
                if (!isReached[graph.Neighbors[p]])
                {
                    Reach(graph.Neighbors[p]);
                }
            }
        }

        for (int v = 0; v < sides.Length; v++)
        {
            for (int p = graph.Starts[v]; sides[v] == 0 && p < graph.Starts[v + 1]; p++)
            {
                sides[v] = sides[graph.Neighbors[p]] == 1 ? VertexSeparator.Between : (byte)0;
            }
        }

        return sides;

        void Reach(int vertex)
        {
            reached.Enqueue(vertex);
            isReached[vertex] = true;
        }
    }
}
