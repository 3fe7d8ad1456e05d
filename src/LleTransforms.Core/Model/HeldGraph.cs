using LleTransforms.Neighbors;

namespace LleTransforms.Model;

/// <summary>Reads the neighbours of a model's rows from its binary form, which is not trusted.</summary>
internal static class HeldGraph
{
    /// <exception cref="InvalidDataException">The neighbours make no sense.</exception>
    public static NeighborGraph Read(BoundedBinaryReader reader, int rowCount, int neighborCount)
    {
        int[] indices = reader.ReadInt32s("neighbours", (long)rowCount * neighborCount);
        double[] distances = reader.ReadFiniteDoubles("neighbours' distances", (long)rowCount * neighborCount);
        for (int i = 0; i < indices.Length; i++)
        {
            double before = i % neighborCount == 0 ? 0 : distances[i - 1];
            if (indices[i] < 0 || indices[i] >= rowCount || indices[i] == i / neighborCount || !(distances[i] >= before))
            {
                throw new InvalidDataException(
                    $"The neighbours of row {i / neighborCount} in the model cannot be its nearest: the file is damaged.");
            }
        }

        return new NeighborGraph(rowCount, neighborCount, indices, distances);
    }
}
