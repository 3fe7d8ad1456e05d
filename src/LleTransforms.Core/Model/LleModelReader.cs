using System.Globalization;
using System.Numerics;
using LleTransforms.Features;
using LleTransforms.Neighbors;
using LleTransforms.Placement;

namespace LleTransforms.Model;

/// <summary>Reads a model's binary form, as <see cref="LleModelFormat"/> says, from a stream that is not trusted.</summary>
internal static class LleModelReader
{
    /// <exception cref="InvalidDataException">The stream holds something else, or a damaged model.</exception>
    public static LleModelContent Read(Stream stream)
    {
        var reader = new BoundedBinaryReader(stream);
        (int written, int oldestReader) = ReadHeader(reader);
        bool holdsGraph = oldestReader >= LleModelFormat.GraphVersion;
        bool isSparse = holdsGraph ? reader.ReadCount("form of rows", 0, 1) == 1 : oldestReader >= LleModelFormat.SparseVersion;
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

        if (isLinear && metric == LleMetric.Precomputed)
        {
            throw new InvalidDataException($"The model's method {method} cannot be fitted to distances: the file is damaged.");
        }

        int componentCount =
            reader.ReadCount("number of components", LleOptionRanges.SmallestNumberOfComponents, LleOptionRanges.LargestNumberOfComponents);
        int neighborCount =
            reader.ReadCount("number of neighbours", LleOptionRanges.SmallestNumberOfNeighbors, LleOptionRanges.LargestNumberOfNeighbors);
        int columnCount = reader.ReadCount("number of features", 1, int.MaxValue);
        int trainingRowCount = reader.ReadCount("number of training rows", neighborCount + 1, int.MaxValue);
        bool isOfDistances = metric == LleMetric.Precomputed;
        if (isOfDistances && trainingRowCount != columnCount)
        {
            throw new InvalidDataException($"The model holds {columnCount} distances for {trainingRowCount} rows: the file is damaged.");
        }

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
        RequireWithin<double>(eigenvalues, 0, LleModelFormat.LargestEigenvalue, "eigenvalues");
        int[] componentSizes = reader.ReadInt32s("component sizes", partCount);
        RequireWithin(componentSizes, 1, trainingRowCount, "component sizes");
        RequireWithin<long>([componentSizes.Sum(size => (long)size)], 1, trainingRowCount, "component sizes together");
        double[] offset = reader.ReadFiniteDoubles("offset", columnCount);
        double[] mean = reader.ReadFiniteDoubles("mean", columnCount);
        RequireWithin(mean, -float.MaxValue, float.MaxValue, "mean");
        int scaleExponent = reader.ReadCount(
            "scale exponent", LleModelFormat.SmallestScaleExponent, LleModelFormat.LargestScaleExponent);
        var scaling = new FeatureScaling(Array.TrueForAll(offset, value => value == 0) ? null : offset, mean, scaleExponent);
        LinearProjection? projection = isLinear ? ReadProjection(reader, componentCount, columnCount) : null;
        FittedRows? rows =
            isLinear ? null : ReadRows(reader, scaling, isSparse, rowCount, coordinateRowCount, componentCount, trainingRowCount);
        rows = isOfDistances && rows is not null ? HeldDistances.Of(rows) : rows;
        int? landmarks = ReadLandmarks(reader, written, trainingRowCount);
        string[]? names = written >= LleModelFormat.ChecksumVersion ? ReadNames(reader, columnCount) : null;
        NeighborGraph? graph = holdsGraph ? HeldGraph.Read(reader, rowCount, neighborCount) : null;
        float[]? further = oldestReader == LleModelFormat.FurtherVersion ? HeldGraph.ReadFurther(reader, rowCount) : null;
        if (written >= LleModelFormat.ChecksumVersion)
        {
            RequireSum(reader);
        }

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
            Projection = projection,
            Rows = rows,
            NumberOfLandmarks = landmarks,
            FeatureNames = names,
            Graph = graph,
            Further = further,
        };
    }

    private static int? ReadLandmarks(BoundedBinaryReader reader, int written, int trainingRowCount)
    {
        if (written < LleModelFormat.LandmarkVersion)
        {
            return null;
        }

        int smallest = written < LleModelFormat.ChecksumVersion ? 1 : 0;
        int landmarks = reader.ReadCount("number of landmarks", smallest, trainingRowCount);
        return landmarks == 0 ? null : landmarks;
    }

    private static string[]? ReadNames(BoundedBinaryReader reader, int columnCount)
    {
        int count = reader.ReadCount("number of columns' names", 0, columnCount);
        if (count != 0 && count != columnCount)
        {
            throw new InvalidDataException($"The model has {count} names for {columnCount} columns: the file is damaged.");
        }

        var names = new List<string>();
        for (int column = 0; column < count; column++)
        {
            names.Add(reader.ReadText("columns' names"));
        }

        return count == 0 ? null : [.. names];
    }

    private static void RequireSum(BoundedBinaryReader reader)
    {
        ulong expected = reader.Sum;
        if (reader.ReadUInt64() != expected)
        {
            throw new InvalidDataException("The model's bytes do not have the sum that stands behind them: the file is damaged.");
        }
    }

    private static LinearProjection ReadProjection(BoundedBinaryReader reader, int componentCount, int columnCount)
    {
        double[] axes = reader.ReadFiniteDoubles("projection", (long)componentCount * columnCount);
        RequireWithin(axes, -LleModelFormat.LargestCoordinate, LleModelFormat.LargestCoordinate, "projection");
        double[] intercept = reader.ReadFiniteDoubles("intercept", componentCount);
        RequireWithin(intercept, -LleModelFormat.LargestCoordinate, LleModelFormat.LargestCoordinate, "intercept");
        return new LinearProjection(axes, intercept);
    }

    private static FittedRows ReadRows(
        BoundedBinaryReader reader, FeatureScaling scaling, bool isSparse, int rowCount, int coordinateRowCount, int componentCount,
        int trainingRowCount)
    {
        float[] values = isSparse ? [] : reader.ReadFiniteSingles("training rows", (long)rowCount * scaling.NumberOfColumns);
        SparseRows? sparse = isSparse ? SparseRowsFormat.Read(reader, rowCount, scaling) : null;
        RequireWithin(sparse?.Values ?? values, (float)-LleModelFormat.LargestValue, (float)LleModelFormat.LargestValue, "training rows");
        RequireWithin(sparse?.BaseRow ?? [], (float)-LleModelFormat.LargestValue, (float)LleModelFormat.LargestValue, "image of zero");
        CenteredFeatures features = sparse is null
            ? new CenteredFeatures(values, rowCount, scaling)
            : new CenteredFeatures(sparse, scaling);
        double[] embedding = reader.ReadFiniteDoubles("coordinates", (long)coordinateRowCount * componentCount);
        RequireWithin(embedding, -LleModelFormat.LargestCoordinate, LleModelFormat.LargestCoordinate, "coordinates");
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
        if (!reader.ReadBytes(LleModelFormat.Magic.Length).AsSpan().SequenceEqual(LleModelFormat.Magic))
        {
            throw new InvalidDataException("The stream does not hold an LLE model: it does not begin with LLEMODEL.");
        }

        int written = reader.ReadInt32();
        int oldestReader = reader.ReadInt32();
        if (written < LleModelFormat.OldestVersion || oldestReader < 1 || oldestReader > written)
        {
            throw new InvalidDataException(
                $"The model's version {written}, readable from {oldestReader}, makes no sense: the file is damaged.");
        }

        if (oldestReader > LleModelFormat.NewestVersion)
        {
            throw new InvalidDataException(
                $"The model was written in version {written} of its form; this library reads up to version " +
                $"{LleModelFormat.NewestVersion}.");
        }

        return (written, oldestReader);
    }
}
