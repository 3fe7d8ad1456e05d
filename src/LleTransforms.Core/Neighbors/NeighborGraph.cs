namespace LleTransforms.Neighbors;

/// <summary>The k nearest neighbours of each row, itself excluded by its index, nearest first, ties by index.</summary>
/// <remarks>Row i's neighbours stand at [i*k, (i+1)*k) of both arrays. Distances are those of the centred, scaled features,
/// squared, in double; in the Cosine metric 2 (1 - cos). In Hamming and Jaccard they are not squared, and in a supervised graph they are
/// enlarged between classes.</remarks>
internal sealed class NeighborGraph
{
    public NeighborGraph(int rowCount, int neighborCount, int[] indices, double[] squaredDistances)
    {
        NumberOfRows = rowCount;
        NumberOfNeighbors = neighborCount;
        Indices = indices;
        SquaredDistances = squaredDistances;
    }

    public int NumberOfRows { get; }

    public int NumberOfNeighbors { get; }

    public int[] Indices { get; }

    public double[] SquaredDistances { get; }

    /// <summary>
    /// The weights by which each row's neighbours rebuild it, k a row, or null where they are not to be kept. The first of a row is NaN
    /// until it is solved. A fit solves them all, before anybody else has the graph; a growth takes over those that stay as they were.
    /// </summary>
    public double[]? Weights { get; private init; }

    /// <summary>Bytes of a row's weights where they are kept.</summary>
    public static double BytesOfWeights(double neighborCount) => sizeof(double) * neighborCount;

    /// <summary>Bytes of a row's neighbours and distances, and of the candidates from which they are decided.</summary>
    public static double BytesOfRow(double neighborCount) => (28 * neighborCount) + 256;

    /// <summary>Every neighbour as a link.</summary>
    public RowLinks Links
    {
        get
        {
            int[] starts = new int[NumberOfRows + 1];
            for (int row = 1; row <= NumberOfRows; row++)
            {
                starts[row] = checked(row * NumberOfNeighbors);
            }

            return new RowLinks(starts, Indices);
        }
    }

    /// <summary>This graph with room for weights.</summary>
    /// <param name="source">Where weights are taken over from; null for none.</param>
    /// <param name="isKept">For each row of the source whether its neighbours are those of this graph.</param>
    public NeighborGraph WithWeights(NeighborGraph? source = null, bool[]? isKept = null)
    {
        if (Weights is not null)
        {
            return this;
        }

        double[] weights = new double[Indices.Length];
        Array.Fill(weights, double.NaN);
        for (int row = 0; row < isKept?.Length && source?.Weights is double[] known; row++)
        {
            if (isKept[row])
            {
                known.AsSpan(row * NumberOfNeighbors, NumberOfNeighbors).CopyTo(weights.AsSpan(row * NumberOfNeighbors));
            }
        }

        return new NeighborGraph(NumberOfRows, NumberOfNeighbors, Indices, SquaredDistances) { Weights = weights };
    }

    public ReadOnlySpan<int> Of(int row) => Indices.AsSpan(checked(row * NumberOfNeighbors), NumberOfNeighbors);

    /// <summary>The graph of fewer neighbours: the head of each list, bit for bit what a search for that many would give.</summary>
    public NeighborGraph Nearest(int neighborCount)
    {
        if (neighborCount == NumberOfNeighbors)
        {
            return this;
        }

        int[] indices = new int[checked(NumberOfRows * neighborCount)];
        double[] squaredDistances = new double[indices.Length];
        for (int row = 0; row < NumberOfRows; row++)
        {
            Indices.AsSpan(row * NumberOfNeighbors, neighborCount).CopyTo(indices.AsSpan(row * neighborCount));
            SquaredDistances.AsSpan(row * NumberOfNeighbors, neighborCount).CopyTo(squaredDistances.AsSpan(row * neighborCount));
        }

        return new NeighborGraph(NumberOfRows, neighborCount, indices, squaredDistances);
    }
}
