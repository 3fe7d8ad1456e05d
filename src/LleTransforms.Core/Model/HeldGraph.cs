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
        int[] neighborOf = new int[rowCount];
        Array.Fill(neighborOf, -1);
        for (int i = 0; i < indices.Length; i++)
        {
            double before = i % neighborCount == 0 ? 0 : distances[i - 1];
            if (indices[i] < 0 || indices[i] >= rowCount || indices[i] == i / neighborCount
                || neighborOf[indices[i]] == i / neighborCount || !(distances[i] >= before))
            {
                throw new InvalidDataException(
                    $"The neighbours of row {i / neighborCount} in the model cannot be its nearest: the file is damaged.");
            }

            neighborOf[indices[i]] = i / neighborCount;
        }

        return new NeighborGraph(rowCount, neighborCount, indices, distances);
    }

    /// <summary>The further vectors from which a growth begins.</summary>
    /// <exception cref="InvalidDataException">They are none.</exception>
    public static float[] ReadFurther(BoundedBinaryReader reader, int rowCount)
    {
        int count = reader.ReadCount("number of further vectors", 1, LleModelFormat.LargestNumberOfFurther);
        float[] values = reader.ReadFiniteSingles("further vectors", (long)rowCount * count);
        return Array.TrueForAll(values, value => Math.Abs(value) <= LleModelFormat.LargestCoordinate)
            ? values
            : throw new InvalidDataException("The model's further vectors are longer than any fit gives: the file is damaged.");
    }
}
