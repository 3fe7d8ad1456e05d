using System.Globalization;
using System.Numerics;
using System.Runtime.InteropServices;
using LleTransforms.Features;
using LleTransforms.Placement;

namespace LleTransforms.Model;

/// <summary>The binary form of a model.</summary>
/// <remarks>
/// The form, its writer and its reader stand in one file because none of them may change without the others; hence the file's length.
/// Little-endian, without padding:
/// <code>
///   8 bytes          "LLEMODEL"
///   int32            version that wrote this file
///   int32            oldest version that can read it
///   int32            method
///   int32            placement rule
///   int32            metric
///   int32            d, components
///   int32            k, neighbours
///   int32            D, features
///   int32            N, training rows
///   int32            n, distinct training rows held; 0 for the linear methods
///   int32            q, distinct training rows of which coordinates are held; 0 for the linear methods
///   int32            c, components that were embedded by themselves
///   double           regularization
///   double[d]        eigenvalues, ascending
///   int32[c]         the components' sizes, largest first
///   double[D]        offset, subtracted from a row before its first rounding to single precision
///   double[D]        mean, subtracted next
///   int32            scale exponent: a stored length of 1 is 2^exponent in the features' units
/// linear methods:
///   double[d * D]    the projection's axes, one row of D for each component
///   double[d]        its intercept
/// the other methods:
///   single[n * D]    distinct training rows, centred and scaled; in a file whose oldest reader is 2 they are sparse instead:
///     int32          s, values held
///     int32[n + 1]   where each row's values begin, and s
///     int32[s]       their columns, ascending in each row
///     single[s]      the values; in the other columns a row holds the image of 0
///   double[q * d]    their coordinates, then those of q - n other distinct training rows
///   int32[N]         for each training row the place of its coordinates among the q; absent where n = N
/// written by version 3 and later:
///   int32            landmarks whose coordinates alone were free
/// </code>
/// </remarks>
internal static class LleModelFormat
{
    private const int Version = 3;
    private const int OldestVersion = 1;

    /// <summary>The first version that knows sparse training rows; a file without them is written for the oldest reader.</summary>
    private const int SparseVersion = 2;

    /// <summary>The first version that says how many landmarks were fitted. The number stands behind all else, so an older reader reads
    /// such a file without it.</summary>
    private const int LandmarkVersion = 3;

    /// <summary>Centred and scaled values lie within 1; the rest is beyond what any fit gives, and small
    /// enough that no sum of products overflows.</summary>
    private const double LargestValue = 1;
    private const double LargestCoordinate = 1e20;
    private const double LargestEigenvalue = 1e100;

    private static ReadOnlySpan<byte> Magic => "LLEMODEL"u8;

    public static void Write(LleModelContent content, Stream stream)
    {
        using var writer = new BinaryWriter(stream, System.Text.Encoding.UTF8, leaveOpen: true);
        writer.Write(Magic);
        int oldestReader = content.Rows?.Features.Sparse is null ? OldestVersion : SparseVersion;
        writer.Write(content.NumberOfLandmarks is null ? oldestReader : LandmarkVersion);
        writer.Write(oldestReader);
        writer.Write((int)content.Method);
        writer.Write((int)content.Placement);
        writer.Write((int)content.Metric);
        writer.Write(content.NumberOfComponents);
        writer.Write(content.NumberOfNeighbors);
        writer.Write(content.Scaling.NumberOfColumns);
        writer.Write(content.NumberOfTrainingRows);
        writer.Write(content.Rows?.Features.NumberOfRows ?? 0);
        writer.Write((content.Rows?.Embedding.Length ?? 0) / content.NumberOfComponents);
        writer.Write(content.PartSizes.Length);
        writer.Write(content.Regularization);
        WriteArray<double>(writer, content.Eigenvalues);
        WriteArray<int>(writer, content.PartSizes);
        WriteArray<double>(writer, content.Scaling.Offset ?? new double[content.Scaling.NumberOfColumns]);
        WriteArray<double>(writer, content.Scaling.Mean);
        writer.Write(content.Scaling.ScaleExponent);
        if (content.Projection is LinearProjection projection)
        {
            WriteArray<double>(writer, projection.Axes);
            WriteArray<double>(writer, projection.Intercept);
        }
        else if (content.Rows is FittedRows rows)
        {
            WriteFeatures(writer, rows.Features);
            WriteArray<double>(writer, rows.Embedding);
            WriteArray<int>(writer, rows.DistinctIndex ?? []);
        }

        if (content.NumberOfLandmarks is int landmarks)
        {
            writer.Write(landmarks);
        }
    }

    /// <exception cref="InvalidDataException">The stream holds something else, or a damaged model.</exception>
    public static LleModelContent Read(Stream stream)
    {
        var reader = new BoundedBinaryReader(stream);
        (int written, int oldestReader) = ReadHeader(reader);
        bool isSparse = oldestReader >= SparseVersion;
        LleMethod method = ReadEnum<LleMethod>(reader, "method");
        LlePlacement placement = ReadEnum<LlePlacement>(reader, "placement rule");
        bool isLinear = method.IsLinear();
        if (isLinear != (placement == LlePlacement.Linear))
        {
            throw new InvalidDataException($"The model's method {method} cannot place rows by {placement}: the file is damaged.");
        }

        LleMetric metric = ReadEnum<LleMetric>(reader, "metric");
        if (isSparse && metric != LleMetric.Euclidean)
        {
            throw new InvalidDataException(
                $"The model holds sparse rows under the metric {metric}, whose rows are whole: the file is damaged.");
        }

        int componentCount =
            reader.ReadCount("number of components", LleOptionRanges.SmallestNumberOfComponents, LleOptionRanges.LargestNumberOfComponents);
        int neighborCount =
            reader.ReadCount("number of neighbours", LleOptionRanges.SmallestNumberOfNeighbors, LleOptionRanges.LargestNumberOfNeighbors);
        int columnCount = reader.ReadCount("number of features", 1, int.MaxValue);
        int trainingRowCount = reader.ReadCount("number of training rows", neighborCount + 1, int.MaxValue);
        int rowCount = isLinear
            ? reader.ReadCount("number of held rows", 0, 0)
            : reader.ReadCount("number of held rows", neighborCount + 1, trainingRowCount);
        int coordinateRowCount = isLinear
            ? reader.ReadCount("number of rows of coordinates", 0, 0)
            : reader.ReadCount("number of rows of coordinates", rowCount, trainingRowCount);
        int partCount = reader.ReadCount("number of embedded components", 1, trainingRowCount);
        double regularization = reader.ReadFinite("regularization");
        if (regularization is < LleOptionRanges.SmallestRegularization or > LleOptionRanges.LargestRegularization)
        {
            throw new InvalidDataException($"The model's regularization is {regularization}: the file is damaged.");
        }

        double[] eigenvalues = reader.ReadFiniteDoubles("eigenvalues", componentCount);
        RequireWithin<double>(eigenvalues, 0, LargestEigenvalue, "eigenvalues");
        int[] componentSizes = reader.ReadInt32s("component sizes", partCount);
        RequireWithin(componentSizes, 1, trainingRowCount, "component sizes");
        RequireWithin<long>([componentSizes.Sum(size => (long)size)], 1, trainingRowCount, "component sizes together");
        double[] offset = reader.ReadFiniteDoubles("offset", columnCount);
        double[] mean = reader.ReadFiniteDoubles("mean", columnCount);
        RequireWithin(mean, -float.MaxValue, float.MaxValue, "mean");
        int scaleExponent = reader.ReadCount("scale exponent", -200, 200);
        var scaling = new FeatureScaling(Array.TrueForAll(offset, value => value == 0) ? null : offset, mean, scaleExponent);
        return new LleModelContent
        {
            Method = method,
            Placement = placement,
            Metric = metric,
            NumberOfComponents = componentCount,
            NumberOfNeighbors = neighborCount,
            NumberOfTrainingRows = trainingRowCount,
            Regularization = regularization,
            Eigenvalues = eigenvalues,
            PartSizes = componentSizes,
            Scaling = scaling,
            Projection = isLinear ? ReadProjection(reader, componentCount, columnCount) : null,
            Rows = isLinear ? null : ReadRows(reader, scaling, isSparse, rowCount, coordinateRowCount, componentCount, trainingRowCount),
            NumberOfLandmarks = written >= LandmarkVersion ? reader.ReadCount("number of landmarks", 1, trainingRowCount) : null,
        };
    }

    private static LinearProjection ReadProjection(BoundedBinaryReader reader, int componentCount, int columnCount)
    {
        double[] axes = reader.ReadFiniteDoubles("projection", (long)componentCount * columnCount);
        RequireWithin(axes, -LargestCoordinate, LargestCoordinate, "projection");
        double[] intercept = reader.ReadFiniteDoubles("intercept", componentCount);
        RequireWithin(intercept, -LargestCoordinate, LargestCoordinate, "intercept");
        return new LinearProjection(axes, intercept);
    }

    private static FittedRows ReadRows(
        BoundedBinaryReader reader, FeatureScaling scaling, bool isSparse, int rowCount, int coordinateRowCount, int componentCount,
        int trainingRowCount)
    {
        float[] values = isSparse ? [] : reader.ReadFiniteSingles("training rows", (long)rowCount * scaling.NumberOfColumns);
        SparseRows? sparse = isSparse ? SparseRowsFormat.Read(reader, rowCount, scaling) : null;
        RequireWithin(sparse?.Values ?? values, (float)-LargestValue, (float)LargestValue, "training rows");
        RequireWithin(sparse?.BaseRow ?? [], (float)-LargestValue, (float)LargestValue, "image of zero");
        CenteredFeatures features = sparse is null
            ? new CenteredFeatures(values, rowCount, scaling)
            : new CenteredFeatures(sparse, scaling);
        double[] embedding = reader.ReadFiniteDoubles("coordinates", (long)coordinateRowCount * componentCount);
        RequireWithin(embedding, -LargestCoordinate, LargestCoordinate, "coordinates");
        int[]? distinct = rowCount == trainingRowCount ? null : reader.ReadInt32s("distinct rows", trainingRowCount);
        if (distinct is not null)
        {
            RequireWithin(distinct, 0, coordinateRowCount - 1, "distinct rows");
            RequireEachNamed(distinct, coordinateRowCount);
        }

        return new FittedRows(features, embedding, distinct);
    }

    /// <summary>A row of coordinates that is no training row's would be explained by rows that have nothing to do with it.</summary>
    private static void RequireEachNamed(int[] distinct, int coordinateRowCount)
    {
        bool[] named = new bool[coordinateRowCount];
        foreach (int row in distinct)
        {
            named[row] = true;
        }

        int missing = Array.IndexOf(named, false);
        if (missing >= 0)
        {
            throw new InvalidDataException($"The model's distinct rows leave out row {missing} of the coordinates: the file is damaged.");
        }
    }

    private static T ReadEnum<T>(BoundedBinaryReader reader, string name)
        where T : struct, Enum
    {
        int number = reader.ReadInt32();
        var value = (T)Enum.ToObject(typeof(T), number);
        return Enum.IsDefined(value)
            ? value
            : throw new InvalidDataException($"The model's {name} is {number}, which this version does not know.");
    }

    private static void RequireWithin<T>(T[] values, T smallest, T largest, string name)
        where T : INumber<T>
    {
        foreach (T value in values)
        {
            if (value < smallest || value > largest)
            {
                throw new InvalidDataException(string.Create(
                    CultureInfo.InvariantCulture,
                    $"The model's {name} hold {value}, but must be from {smallest} to {largest}: the file is damaged."));
            }
        }
    }

    private static (int Written, int OldestReader) ReadHeader(BoundedBinaryReader reader)
    {
        if (!reader.ReadBytes(Magic.Length).AsSpan().SequenceEqual(Magic))
        {
            throw new InvalidDataException("The stream does not hold an LLE model: it does not begin with LLEMODEL.");
        }

        int written = reader.ReadInt32();
        int oldestReader = reader.ReadInt32();
        if (written < OldestVersion || oldestReader < 1 || oldestReader > written)
        {
            throw new InvalidDataException(
                $"The model's version {written}, readable from {oldestReader}, makes no sense: the file is damaged.");
        }

        if (oldestReader > Version)
        {
            throw new InvalidDataException(
                $"The model was written in version {written} of its form; this library reads up to version {Version}.");
        }

        return (written, oldestReader);
    }

    private static void WriteFeatures(BinaryWriter writer, CenteredFeatures features)
    {
        if (features.Sparse is not SparseRows sparse)
        {
            WriteArray<float>(writer, features.Values);
            return;
        }

        writer.Write(sparse.Count);
        WriteArray<int>(writer, sparse.Starts);
        WriteArray<int>(writer, sparse.Columns);
        WriteArray<float>(writer, sparse.Values);
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
