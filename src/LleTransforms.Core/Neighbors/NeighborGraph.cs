namespace LleTransforms.Neighbors;

/// <summary>The k nearest neighbours of each row, itself excluded by its index, nearest first, ties by index.</summary>
/// <remarks>Row i's neighbours stand at [i*k, (i+1)*k) of both arrays. Distances are those of the centred, scaled features,
/// squared, in double; in the Cosine metric 2 (1 - cos); in a supervised graph enlarged between classes.</remarks>
internal sealed class NeighborGraph
{
    public NeighborGraph(int rowCount, int neighborCount, int[] indices, double[] squaredDistances)
    {
        RowCount = rowCount;
        NeighborCount = neighborCount;
        Indices = indices;
        SquaredDistances = squaredDistances;
    }

    public int RowCount { get; }

    public int NeighborCount { get; }

    public int[] Indices { get; }

    public double[] SquaredDistances { get; }

    /// <summary>Bytes of a row's neighbours and distances, and of the candidates from which they are decided.</summary>
    public static double BytesOfRow(double neighborCount) => (28 * neighborCount) + 256;

    /// <summary>Every neighbour as a link.</summary>
    public RowLinks Links
    {
        get
        {
            int[] starts = new int[RowCount + 1];
            for (int row = 1; row <= RowCount; row++)
            {
                starts[row] = checked(row * NeighborCount);
            }

            return new RowLinks(starts, Indices);
        }
    }

    public ReadOnlySpan<int> Of(int row) => Indices.AsSpan(checked(row * NeighborCount), NeighborCount);

    /// <summary>The graph of fewer neighbours: the head of each list, bit for bit what a search for that many would give.</summary>
    public NeighborGraph Nearest(int neighborCount)
    {
        if (neighborCount == NeighborCount)
        {
            return this;
        }

        int[] indices = new int[checked(RowCount * neighborCount)];
        double[] squaredDistances = new double[indices.Length];
        for (int row = 0; row < RowCount; row++)
        {
            Indices.AsSpan(row * NeighborCount, neighborCount).CopyTo(indices.AsSpan(row * neighborCount));
            SquaredDistances.AsSpan(row * NeighborCount, neighborCount).CopyTo(squaredDistances.AsSpan(row * neighborCount));
        }

        return new NeighborGraph(RowCount, neighborCount, indices, squaredDistances);
    }
}
