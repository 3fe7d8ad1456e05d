using LleTransforms.Features;
using LleTransforms.Running;

namespace LleTransforms.Neighbors.Sparse;

/// <summary>Exact search among sparse rows by an inverted index: for every column the rows that hold a value of their own in it.</summary>
/// <remarks>
/// With rows taken relative to the base row, |x - y|^2 = |x|^2 + |y|^2 - 2 x.y. The product needs only the columns in which both hold a
/// value (Witten, Moffat &amp; Bell 1999, "Managing Gigabytes", section 4.5, accumulators). These sums, in double, propose.
/// <see cref="SparseDistance"/> decides every row that lies within the rounding bound of the k-th. So neighbours and distances are those of
/// all other searches, bit for bit. Cost of a query: the lengths of its columns' lists + n. Memory: 8 bytes a value held, and 8 n bytes a
/// thread.
/// </remarks>
internal sealed class SparseSearch : INeighborSearch
{
    private const int RowsInStep = 16;
    private const double Rounding = 1.2e-16;

    private readonly SparseRows _rows;
    private readonly InvertedIndex _index;
    private readonly double[] _squaredNorms;
    private readonly double _error;
    private readonly ScratchPool<Scratch> _scratch;

    public SparseSearch(SparseRows rows)
    {
        _rows = rows;
        _index = new InvertedIndex(rows);
        _squaredNorms = new double[rows.NumberOfRows];
        int longest = 0;
        for (int row = 0; row < rows.NumberOfRows; row++)
        {
            longest = Math.Max(longest, rows.ColumnsOf(row).Length);
            _squaredNorms[row] = SquaredNorm(rows.ColumnsOf(row), rows.ValuesOf(row));
        }

        // Each of the three sums has at most this many terms. A query's own norm is summed over D columns at most, of which only its held
        // values count.
        _error = 4 * Rounding * (longest + 16);
        _scratch = new ScratchPool<Scratch>(() => new Scratch(rows));
    }

    /// <summary>Bytes of a row in the index: a number and a place for each value held.</summary>
    public static double BytesOfRow(double valuesInRow) => 8 * valuesInRow;

    public NeighborGraph FindGraph(int neighborCount, FitContext context)
    {
        int n = _rows.NumberOfRows;
        var graph = new NeighborGraph(n, neighborCount, new int[checked(n * neighborCount)], new double[n * neighborCount]);
        long completed = 0;
        Parallel.For(0, (n + RowsInStep - 1) / RowsInStep, context.Parallelism, step =>
        {
            Scratch scratch = _scratch.Rent();
            int end = Math.Min(n, (step + 1) * RowsInStep);
            for (int row = step * RowsInStep; row < end; row++)
            {
                Find(_rows.ColumnsOf(row), _rows.ValuesOf(row), row, scratch, SliceOf(graph.Indices, row, neighborCount),
                    SliceOf(graph.SquaredDistances, row, neighborCount));
            }

            _scratch.Return(scratch);
            context.Report(LlePhase.Neighbors, Interlocked.Add(ref completed, end - (step * RowsInStep)), n);
        });
        return graph;
    }

    public void FindNearest(ReadOnlySpan<float> query, Span<int> indices, Span<double> squaredDistances)
    {
        if (NonFiniteQuery.TryAnswer(query, indices, squaredDistances))
        {
            return;
        }

        Scratch scratch = _scratch.Rent();
        int count = Differing(query, scratch);
        Find(scratch.Columns.AsSpan(0, count), scratch.Values.AsSpan(0, count), -1, scratch, indices, squaredDistances);
        _scratch.Return(scratch);
    }

    public NeighborGraph FindNearestBatch(ReadOnlyMemory<float> queries, int queryCount, int neighborCount, FitContext context)
    {
        int columnCount = _rows.NumberOfColumns;
        var graph = new NeighborGraph(
            queryCount, neighborCount, new int[checked(queryCount * neighborCount)], new double[queryCount * neighborCount]);
        Parallel.For(0, (queryCount + RowsInStep - 1) / RowsInStep, context.Parallelism, step =>
        {
            int end = Math.Min(queryCount, (step + 1) * RowsInStep);
            for (int query = step * RowsInStep; query < end; query++)
            {
                FindNearest(
                    queries.Span.Slice(query * columnCount, columnCount),
                    SliceOf(graph.Indices, query, neighborCount),
                    SliceOf(graph.SquaredDistances, query, neighborCount));
            }
        });
        return graph;
    }

    private static Span<T> SliceOf<T>(T[] values, int row, int length) => values.AsSpan(row * length, length);

    private int Differing(ReadOnlySpan<float> query, Scratch scratch)
    {
        ReadOnlySpan<float> baseRow = _rows.BaseRow;
        int count = 0;
        for (int column = 0; column < query.Length; column++)
        {
            if (query[column] != baseRow[column])
            {
                scratch.Columns[count] = column;
                scratch.Values[count++] = query[column];
            }
        }

        return count;
    }

    private double SquaredNorm(ReadOnlySpan<int> columns, ReadOnlySpan<float> values)
    {
        double sum = 0;
        for (int i = 0; i < columns.Length; i++)
        {
            double value = (double)values[i] - _rows.BaseRow[columns[i]];
            sum += value * value;
        }

        return sum;
    }

    private void Find(
        ReadOnlySpan<int> columns, ReadOnlySpan<float> values, int excluded, Scratch scratch,
        Span<int> indices, Span<double> squaredDistances)
    {
        double[] products = scratch.Products;
        Array.Clear(products);
        _index.AddProducts(columns, values, products);
        double norm = excluded >= 0 ? _squaredNorms[excluded] : SquaredNorm(columns, values);
        double error = _error + (4 * Rounding * columns.Length);

        // The k-th smallest upper bound of a squared distance: what lies above it with its lower bound cannot be among the k nearest.
        var bounds = new NearestHeap(indices, squaredDistances);
        for (int row = 0; row < products.Length; row++)
        {
            double sum = norm + _squaredNorms[row];
            products[row] = sum - (2 * products[row]);
            if (row != excluded)
            {
                bounds.Offer(row, products[row] + (error * sum));
            }
        }

        double bound = bounds.Bound;
        var nearest = new NearestHeap(indices, squaredDistances);
        for (int row = 0; row < products.Length; row++)
        {
            if (row != excluded && products[row] - (error * (norm + _squaredNorms[row])) <= bound)
            {
                nearest.Offer(row, SparseDistance.Squared(columns, values, row, _rows));
            }
        }

        nearest.Sort();
    }

    private sealed class Scratch(SparseRows rows)
    {
        public double[] Products { get; } = new double[rows.NumberOfRows];

        public int[] Columns { get; } = new int[rows.NumberOfColumns];

        public float[] Values { get; } = new float[rows.NumberOfColumns];
    }
}
