using LleTransforms.Features;
using LleTransforms.Running;

namespace LleTransforms.Neighbors.Trees;

/// <summary>A balanced k-d tree: rows in leaf order, and the tight box of every node.</summary>
/// <remarks>
/// Friedman, Bentley &amp; Finkel (1977), "An algorithm for finding best matches in logarithmic expected time". Each node halves its rows
/// at the median of its widest column, until a leaf holds at most 16. All leaves lie at one depth, so nodes are numbered as in a binary
/// heap and need no pointers. O(n D log n) time, O(n D) memory. The layout depends on the rows alone, not on the threads that made it.
/// </remarks>
internal sealed class KdTree
{
    private const int MostLeafRows = 16;
    private const int ParallelRows = 1 << 14;

    // Below this a node is split in less time than anybody notices.
    private const int RowsWorthAsking = 1 << 12;

    private readonly float[] _boxes;

    private KdTree(CenteredFeatures features, int depth)
    {
        NumberOfColumns = features.NumberOfColumns;
        LeafCount = 1 << depth;
        Rows = (float[])features.Values.Clone();
        Indices = new int[features.NumberOfRows];
        LeafStarts = new int[LeafCount + 1];
        LeafStarts[LeafCount] = features.NumberOfRows;
        _boxes = new float[((2L * LeafCount) - 1) * 2 * NumberOfColumns];
        for (int i = 0; i < Indices.Length; i++)
        {
            Indices[i] = i;
        }
    }

    public int NumberOfColumns { get; }

    public int LeafCount { get; }

    /// <summary>The number of the first leaf; smaller numbers are inner nodes, whose children are 2 i + 1 and 2 i + 2.</summary>
    public int FirstLeaf => LeafCount - 1;

    /// <summary>The rows, row-major, in leaf order.</summary>
    public float[] Rows { get; }

    /// <summary>For each row in leaf order its original number.</summary>
    public int[] Indices { get; }

    /// <summary>Where each leaf begins in leaf order, and one past the last.</summary>
    public int[] LeafStarts { get; }

    public ReadOnlySpan<float> Row(int position) => Rows.AsSpan(position * NumberOfColumns, NumberOfColumns);

    /// <summary>The smallest value of each column in a node's rows, then the largest of each.</summary>
    public ReadOnlySpan<float> Box(int node) => _boxes.AsSpan(node * 2 * NumberOfColumns, 2 * NumberOfColumns);

    public static KdTree Build(CenteredFeatures features, FitContext context)
    {
        int depth = 0;
        while (((features.NumberOfRows - 1) >> depth) >= MostLeafRows)
        {
            depth++;
        }

        var tree = new KdTree(features, depth);
        tree.BuildNode(0, 0, features.NumberOfRows, context);
        return tree;
    }

    private void BuildNode(int node, int start, int end, FitContext context)
    {
        if (end - start >= RowsWorthAsking)
        {
            context.ThrowIfCancelled();
        }

        int widest = MeasureBox(node, start, end);
        if (node >= FirstLeaf)
        {
            LeafStarts[node - FirstLeaf] = start;
            return;
        }

        int middle = start + ((end - start) / 2);
        Select(start, end - 1, middle, widest, context);
        if (end - start >= ParallelRows)
        {
            Parallel.Invoke(
                context.Parallelism,
                () => BuildNode((2 * node) + 1, start, middle, context),
                () => BuildNode((2 * node) + 2, middle, end, context));
        }
        else
        {
            BuildNode((2 * node) + 1, start, middle, context);
            BuildNode((2 * node) + 2, middle, end, context);
        }
    }

    private int MeasureBox(int node, int start, int end)
    {
        Span<float> low = _boxes.AsSpan(node * 2 * NumberOfColumns, NumberOfColumns);
        Span<float> high = _boxes.AsSpan(((node * 2) + 1) * NumberOfColumns, NumberOfColumns);
        Row(start).CopyTo(low);
        Row(start).CopyTo(high);
        for (int position = start + 1; position < end; position++)
        {
            ReadOnlySpan<float> row = Row(position);
            for (int j = 0; j < row.Length; j++)
            {
                low[j] = Math.Min(low[j], row[j]);
                high[j] = Math.Max(high[j], row[j]);
            }
        }

        int widest = 0;
        for (int j = 1; j < NumberOfColumns; j++)
        {
            widest = high[j] - low[j] > high[widest] - low[widest] ? j : widest;
        }

        return widest;
    }

    // Hoare's selection: afterwards nothing before `middle` is larger in the column than anything from it on.
    private void Select(int low, int high, int middle, int column, FitContext context)
    {
        while (low < high)
        {
            if (high - low >= RowsWorthAsking)
            {
                context.ThrowIfCancelled();
            }

            float a = Value(low, column), b = Value((low + high) >>> 1, column), c = Value(high, column);
            float pivot = Math.Max(Math.Min(a, b), Math.Min(Math.Max(a, b), c));
            int i = low, j = high;
            while (i <= j)
            {
                while (Value(i, column) < pivot)
                {
                    i++;
                }

                while (Value(j, column) > pivot)
                {
                    j--;
                }

                if (i <= j)
                {
                    Exchange(i++, j--);
                }
            }

            if (middle <= j)
            {
                high = j;
            }
            else if (middle >= i)
            {
                low = i;
            }
            else
            {
                return;
            }
        }
    }

    private float Value(int position, int column) => Rows[(position * NumberOfColumns) + column];

    private void Exchange(int a, int b)
    {
        (Indices[a], Indices[b]) = (Indices[b], Indices[a]);
        Span<float> x = Rows.AsSpan(a * NumberOfColumns, NumberOfColumns);
        Span<float> y = Rows.AsSpan(b * NumberOfColumns, NumberOfColumns);
        for (int j = 0; j < x.Length; j++)
        {
            (x[j], y[j]) = (y[j], x[j]);
        }
    }
}
