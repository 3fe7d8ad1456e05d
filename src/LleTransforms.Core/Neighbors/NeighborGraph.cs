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
