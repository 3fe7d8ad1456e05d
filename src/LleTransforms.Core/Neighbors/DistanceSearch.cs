using System.Numerics.Tensors;
using LleTransforms.Features;
using LleTransforms.Running;

namespace LleTransforms.Neighbors;

/// <summary>Neighbours by distances that were given: each row, fitted or not, holds its own to all rows of the fit.</summary>
/// <remarks>Nothing is measured. Cost: O(n log k) a row. Ties go to the smaller index, as everywhere. A query that holds a negative
/// distance is answered like one that is not finite.</remarks>
/// <param name="distances">The rows to find.</param>
internal sealed class DistanceSearch(CenteredFeatures distances) : INeighborSearch
{
    private readonly int[] _columns = distances.ColumnOfRow!;

    public NeighborGraph FindGraph(int neighborCount, FitContext context) =>
        FindAll(distances.Values, distances.NumberOfRows, neighborCount, excludesSelf: true, LlePhase.Neighbors, context);

    public NeighborGraph FindNearestBatch(ReadOnlyMemory<float> queries, int queryCount, int neighborCount, FitContext context) =>
        FindAll(queries, queryCount, neighborCount, excludesSelf: false, LlePhase.Placement, context);

    public void FindNearest(ReadOnlySpan<float> query, Span<int> indices, Span<double> squaredDistances)
    {
        if (TensorPrimitives.Min(query) < 0)
        {
            NonFiniteQuery.Answer(indices, squaredDistances);
        }
        else if (!NonFiniteQuery.TryAnswer(query, indices, squaredDistances))
        {
            Find(query, -1, indices, squaredDistances);
        }
    }

    private NeighborGraph FindAll(
        ReadOnlyMemory<float> queries, int queryCount, int neighborCount, bool excludesSelf, LlePhase phase, FitContext context)
    {
        NumberOfNeighborsRange.Check(neighborCount, distances.NumberOfRows - (excludesSelf ? 1 : 0));
        int columnCount = distances.NumberOfColumns;
        int[] indices = new int[checked(queryCount * neighborCount)];
        double[] squares = new double[indices.Length];
        long done = 0;
        RowBlocks.ForEach(queryCount, context, (first, end) =>
        {
            for (int row = first; row < end; row++)
            {
                ReadOnlySpan<float> query = queries.Span.Slice(row * columnCount, columnCount);
                Span<int> nearest = indices.AsSpan(row * neighborCount, neighborCount);
                Span<double> squaresOfRow = squares.AsSpan(row * neighborCount, neighborCount);
                if (excludesSelf)
                {
                    Find(query, row, nearest, squaresOfRow);
                }
                else
                {
                    FindNearest(query, nearest, squaresOfRow);
                }
            }

            context.Report(phase, Interlocked.Add(ref done, end - first), queryCount);
        });
        return new NeighborGraph(queryCount, neighborCount, indices, squares);
    }

    private void Find(ReadOnlySpan<float> query, int excluded, Span<int> indices, Span<double> squaredDistances)
    {
        var heap = new NearestHeap(indices, squaredDistances);
        for (int row = 0; row < _columns.Length; row++)
        {
            if (row != excluded)
            {
                double distance = query[_columns[row]];
                heap.Offer(row, distance * distance);
            }
        }

        heap.Sort();
    }
}
