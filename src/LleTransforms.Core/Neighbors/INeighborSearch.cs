using LleTransforms.Neighbors.Dense;
using LleTransforms.Running;

namespace LleTransforms.Neighbors;

/// <summary>Finds nearest rows among the fitted ones. One instance serves one set of rows and any number of threads at once.</summary>
internal interface INeighborSearch
{
    /// <summary>The neighbour graph of the rows themselves, each row excluded from its own list by its index.</summary>
    NeighborGraph FindGraph(int neighborCount, FitContext context);

    /// <summary>
    /// Finds the nearest fitted rows of one query row, which is centred and scaled like the fitted ones. It gives indices and squared
    /// distances in double, nearest first, ties by index. Allocates nothing once the calling thread's scratch has grown to size.
    /// </summary>
    void FindNearest(ReadOnlySpan<float> query, Span<int> indices, Span<double> squaredDistances);

    /// <summary>
    /// The nearest fitted rows of each of many query rows: what <see cref="FindNearest"/> gives for each, bit for bit, at the price of a
    /// batch.
    /// </summary>
    /// <param name="queries">queryCount rows, row-major, centred and scaled like the fitted ones.</param>
    /// <param name="queryCount">The number of queries.</param>
    /// <param name="neighborCount">Neighbours wanted of each, from 1 to the number of fitted rows.</param>
    /// <param name="context">Threads to use and when to stop.</param>
    /// <returns>Lists of fitted rows, one for each query.</returns>
    NeighborGraph FindNearestBatch(ReadOnlyMemory<float> queries, int queryCount, int neighborCount, FitContext context);

    /// <summary>
    /// As <see cref="FindNearestBatch"/>, for queries that have found rows elsewhere. A row that is farther than all of those may be left
    /// out, and so may one that is not among the nearest of both. Places that stay empty are the last of a list, and hold -1 and
    /// infinity.
    /// </summary>
    /// <param name="queries">queryCount rows, row-major, centred and scaled like the fitted ones.</param>
    /// <param name="queryCount">The number of queries.</param>
    /// <param name="neighborCount">Neighbours wanted of each at most, from 1 to the number of fitted rows.</param>
    /// <param name="found">Squared distances, as many for each query, as <see cref="NearestHeap"/> leaves them. Infinity stands behind
    /// those of a query that has found fewer, and nothing is left out for it.</param>
    /// <param name="recurring">What earlier searches have kept of these queries, and what this one keeps.</param>
    /// <param name="context">Threads to use and when to stop.</param>
    NeighborGraph FindNearer(
        ReadOnlyMemory<float> queries, int queryCount, int neighborCount, ReadOnlyMemory<double> found, RecurringQueries recurring,
        FitContext context) =>
        FindNearestBatch(queries, queryCount, neighborCount, context);

    /// <summary>All pairs of a query and a fitted row that are nearer to each other than the row's bound, in order.</summary>
    /// <param name="queries">queryCount rows, row-major, centred and scaled like the fitted ones.</param>
    /// <param name="queryCount">The number of queries.</param>
    /// <param name="bounds">Squared distances for the first fitted rows; the others are in no pair.</param>
    /// <param name="context">Threads to use and when to stop.</param>
    /// <returns>Null where the search knows no way that is cheaper than to search the queries for each row.</returns>
    NearPair[]? TryFindWithin(ReadOnlyMemory<float> queries, int queryCount, ReadOnlyMemory<double> bounds, FitContext context) => null;
}
