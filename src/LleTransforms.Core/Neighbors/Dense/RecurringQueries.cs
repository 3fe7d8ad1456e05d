using LleTransforms.Running;

namespace LleTransforms.Neighbors.Dense;

/// <summary>Queries that meet one set of rows after another. What a search finds out about the queries alone is kept for the next
/// one.</summary>
/// <remarks>For one caller at a time. The values are not held, since a caller may make them anew. Images serve all searches that share
/// their axes. Memory: 4 (a + 4) bytes a query, a the axes.</remarks>
internal sealed class RecurringQueries
{
    private double[]? _squaredNorms;
    private QueryImages? _images;

    /// <summary>Whether an earlier search gained by its filter. Bounds only fall, so the next one will too.</summary>
    public bool HasFilterPaid { get; set; }

    /// <summary>Bytes of what is kept of a query.</summary>
    public static double BytesOf(int columnCount) =>
        DenseSearch.BytesOfImage(columnCount) is var image && image > 0 ? image + sizeof(double) : 0;

    /// <summary>The queries with their norms.</summary>
    /// <param name="values">The same values each time.</param>
    /// <param name="count">How many queries.</param>
    /// <param name="columnCount">D.</param>
    /// <param name="context">Threads and when to stop.</param>
    public DenseRows Of(ReadOnlyMemory<float> values, int count, int columnCount, RunContext context)
    {
        DenseRows rows = _squaredNorms is null
            ? new DenseRows(values, count, columnCount, context)
            : new DenseRows(values, columnCount, _squaredNorms);
        _squaredNorms = rows.SquaredNorms;
        return rows;
    }

    /// <summary>The queries' images on the axes of a filter.</summary>
    public QueryImages ImagesOf(DenseRows queries, PrincipalFilter filter, int blockQueries, RunContext context)
    {
        if (_images?.Axes != filter.Axes)
        {
            _images = new QueryImages(filter.Axes, filter.ImagesOf(queries, context), filter.OrderOf(queries, blockQueries, context));
        }

        return _images;
    }
}

/// <summary>Images of queries, and the order in which they are best worked on.</summary>
/// <param name="Axes">On which axes.</param>
/// <param name="Values">A row for each query: its coordinates and its residual.</param>
/// <param name="Order">The numbers of all queries.</param>
internal sealed record QueryImages(FilterAxes Axes, float[] Values, int[] Order);
