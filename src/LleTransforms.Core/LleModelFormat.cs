using System.Runtime.InteropServices;
using LleTransforms.Features;

namespace LleTransforms;

/// <summary>The binary form of a model.</summary>
/// <remarks>
/// Little-endian, without padding:
/// <code>
///   8 bytes          "LLEMODEL"
///   int32            version that wrote this file
///   int32            oldest version that can read it
///   int32            method
///   int32            d, components
///   int32            k, neighbours
///   int32            D, features
///   int32            n, distinct training rows
///   int32            N, training rows; n &lt;= N
///   double           regularization
///   double[d]        eigenvalues, ascending
///   double[D]        offset, subtracted from a row before its first rounding to single precision
///   double[D]        mean, subtracted next
///   int32            scale exponent: a stored length of 1 is 2^exponent in the features' units
///   single[n * D]    distinct training rows, centred and scaled
///   double[n * d]    their coordinates
///   int32[N]         the distinct row that each training row equals; absent where n = N
/// </code>
/// </remarks>
internal static class LleModelFormat
{
    private const int Version = 1;
    private const int OldestReader = 1;

    private static ReadOnlySpan<byte> Magic => "LLEMODEL"u8;

    public static void Write(LleModelContent content, Stream stream)
    {
        using var writer = new BinaryWriter(stream, System.Text.Encoding.UTF8, leaveOpen: true);
        CenteredFeatures features = content.Features;
        writer.Write(Magic);
        writer.Write(Version);
        writer.Write(OldestReader);
        writer.Write((int)content.Method);
        writer.Write(content.NumberOfComponents);
        writer.Write(content.NumberOfNeighbors);
        writer.Write(features.ColumnCount);
        writer.Write(features.RowCount);
        writer.Write(content.DistinctIndex?.Length ?? features.RowCount);
        writer.Write(content.Regularization);
        WriteArray<double>(writer, content.Eigenvalues);
        WriteArray<double>(writer, features.Scaling.Offset ?? new double[features.ColumnCount]);
        WriteArray<double>(writer, features.Scaling.Mean);
        writer.Write(features.ScaleExponent);
        WriteArray<float>(writer, features.Values);
        WriteArray<double>(writer, content.Embedding);
        if (content.DistinctIndex is int[] distinct)
        {
            WriteArray<int>(writer, distinct);
        }
    }

    /// <exception cref="InvalidDataException">The stream holds something else, or a damaged model.</exception>
    public static LleModelContent Read(Stream stream)
    {
        var reader = new BoundedBinaryReader(stream);
        ReadHeader(reader);
        var method = (LleMethod)reader.ReadInt32();
        if (!Enum.IsDefined(method))
        {
            throw new InvalidDataException($"The model's method is {(int)method}, which this version does not know.");
        }

        int componentCount = reader.ReadCount("number of components", 1, int.MaxValue);
        int neighborCount = reader.ReadCount("number of neighbours", 1, int.MaxValue);
        int columnCount = reader.ReadCount("number of features", 1, int.MaxValue);
        int rowCount = reader.ReadCount("number of distinct training rows", Math.Max(neighborCount, componentCount) + 1, int.MaxValue);
        int trainingRowCount = reader.ReadCount("number of training rows", rowCount, int.MaxValue);
        double regularization = reader.ReadFinite("regularization");
        if (regularization is < LleOptions.SmallestRegularization or > LleOptions.LargestRegularization)
        {
            throw new InvalidDataException($"The model's regularization is {regularization}: the file is damaged.");
        }

        double[] eigenvalues = reader.ReadFiniteDoubles("eigenvalues", componentCount);
        double[] offset = reader.ReadFiniteDoubles("offset", columnCount);
        double[] mean = reader.ReadFiniteDoubles("mean", columnCount);
        int scaleExponent = reader.ReadCount("scale exponent", -200, 200);
        float[] values = reader.ReadFiniteSingles("training rows", (long)rowCount * columnCount);
        double[] embedding = reader.ReadFiniteDoubles("coordinates", (long)rowCount * componentCount);
        return new LleModelContent
        {
            Method = method,
            NumberOfComponents = componentCount,
            NumberOfNeighbors = neighborCount,
            Regularization = regularization,
            Eigenvalues = eigenvalues,
            Features = new CenteredFeatures(values, rowCount, new FeatureScaling(Array.TrueForAll(offset, value => value == 0) ? null : offset, mean, scaleExponent)),
            Embedding = embedding,
            DistinctIndex = trainingRowCount == rowCount ? null : ReadDistinctIndex(reader, trainingRowCount, rowCount),
        };
    }

    private static void ReadHeader(BoundedBinaryReader reader)
    {
        if (!reader.ReadBytes(Magic.Length).AsSpan().SequenceEqual(Magic))
        {
            throw new InvalidDataException("The stream does not hold an LLE model: it does not begin with LLEMODEL.");
        }

        int written = reader.ReadInt32();
        int oldestReader = reader.ReadInt32();
        if (written < OldestReader || oldestReader < 1 || oldestReader > written)
        {
            throw new InvalidDataException($"The model's version {written}, readable from {oldestReader}, makes no sense: the file is damaged.");
        }

        if (oldestReader > Version)
        {
            throw new InvalidDataException($"The model was written in version {written} of its form; this library reads up to version {Version}.");
        }
    }

    private static int[] ReadDistinctIndex(BoundedBinaryReader reader, int trainingRowCount, int rowCount)
    {
        int[] distinct = reader.ReadInt32s("distinct rows", trainingRowCount);
        foreach (int index in distinct)
        {
            if ((uint)index >= (uint)rowCount)
            {
                throw new InvalidDataException($"The model's distinct rows name row {index} of {rowCount}: the file is damaged.");
            }
        }

        return distinct;
    }

    private static void WriteArray<T>(BinaryWriter writer, T[] values)
        where T : unmanaged
    {
        const int ChunkLength = 1 << 16;
        if (BitConverter.IsLittleEndian)
        {
            for (int start = 0; start < values.Length; start += ChunkLength)
            {
                writer.Write(MemoryMarshal.AsBytes(values.AsSpan(start, Math.Min(ChunkLength, values.Length - start))));
            }

            return;
        }

        byte[] reversed = new byte[Marshal.SizeOf<T>()];
        foreach (T value in values)
        {
            MemoryMarshal.Write(reversed, value);
            reversed.AsSpan().Reverse();
            writer.Write(reversed);
        }
    }
}
