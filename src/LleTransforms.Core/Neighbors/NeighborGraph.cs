namespace LleTransforms.Neighbors;

/// <summary>The k nearest neighbours of each row, itself excluded by its index, nearest first, ties by index.</summary>
/// <remarks>Row i's neighbours stand at [i*k, (i+1)*k) of both arrays. Distances are those of the centred, scaled features, squared, in double.</remarks>
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

    public ReadOnlySpan<int> Of(int row) => Indices.AsSpan(checked(row * NeighborCount), NeighborCount);
}
