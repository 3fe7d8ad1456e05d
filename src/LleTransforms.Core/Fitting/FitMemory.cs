using System.Globalization;
using LleTransforms.Eigen;
using LleTransforms.Methods;
using LleTransforms.Neighbors;
using LleTransforms.Neighbors.Approximate;
using LleTransforms.Neighbors.Dense;
using LleTransforms.Neighbors.Sparse;
using LleTransforms.Running;

namespace LleTransforms.Fitting;

/// <summary>What a fit will allocate beside its input, in bytes, as far as it can be told before the work starts.</summary>
/// <remarks>
/// Each phase tells its own share, and docs/evidence/scale.md the whole formula. The fill of direct factors is left out, since the eigen
/// solver counts it when it has an ordering.
/// </remarks>
internal sealed record FitMemory
{
    /// <summary>The number of neighbours that is assumed where it is still to be chosen.</summary>
    private const int UsualNumberOfNeighbors = 30;

    /// <summary>The caller's own table.</summary>
    public required double Input { get; init; }

    /// <summary>The centred copy, a copy of the sampled rows, and the short images by which wide rows are searched.</summary>
    public required double Features { get; init; }

    /// <summary>Neighbours and their distances, and the candidates from which they are decided.</summary>
    public required double Graph { get; init; }

    /// <summary>The alignment matrix, what it is summed from, and its transpose.</summary>
    public required double Geometry { get; init; }

    /// <summary>Vectors of an eigen solver, the further ones of a least participation among them, or the dense problem of the landmarks;
    /// without fill.</summary>
    public required double Solver { get; init; }

    /// <summary>The result, which is held twice while its layout changes. So is what narrow coordinates are passed over for, and what is
    /// kept for a growth.</summary>
    public required double Coordinates { get; init; }

    /// <summary>Whether landmarks are an answer to a fit that is too large.</summary>
    public required bool TakesLandmarks { get; init; }

    public double Total => Input + Features + Graph + Geometry + Solver + Coordinates;

    /// <param name="rowCount">n.</param>
    /// <param name="columnCount">D.</param>
    /// <param name="options">What to fit.</param>
    /// <param name="valuesInRow">Values held in a row, on average, where rows are sparse; else D.</param>
    public static FitMemory Of(long rowCount, int columnCount, LleOptions options, double? valuesInRow = null)
    {
        double fitted = Math.Min(rowCount, options.MaximumNumberOfTrainingRows ?? long.MaxValue);
        double k = Math.Min(options.NumberOfNeighbors ?? UsualNumberOfNeighbors, fitted);
        int d = options.NumberOfComponents;
        bool isLinear = options.Variant.IsLinear;
        int found = MostFound(fitted, isLinear ? columnCount : double.PositiveInfinity, options);
        double landmarks = Math.Min(fitted, options.NumberOfLandmarks ?? long.MaxValue);
        AlignmentSize size = options.Variant.SizeOf(k, fitted);
        double row = FeatureMatrix.BytesOfRow(columnCount, valuesInRow);
        double wide = FeatureMatrix.BytesOfRow(columnCount, null);
        bool searchesImages = valuesInRow is null && options.Metric != LleMetric.Precomputed;
        bool widens = valuesInRow is not null && (isLinear || NeighborSearches.Widens(options.NeighborSearch, options.Metric));
        double bytesOfSearch = DenseSearch.BytesOfImage(columnCount)
            + (options.NeighborSearch == LleNeighborSearch.Approximate ? NeighborDescent.BytesOfRow(k, columnCount) : 0);
        return new FitMemory
        {
            Input = row * rowCount,
            Features = (row * (rowCount + (fitted < rowCount ? fitted : 0)))
                + (widens ? wide * fitted : 0)
                + (searchesImages || widens ? bytesOfSearch * fitted : 0),
            Graph = fitted * (NeighborGraph.BytesOfRow(k) + (valuesInRow is double held ? SparseSearch.BytesOfRow(held) : 0)),
            Geometry = fitted * (size.BytesOfRow(BottomEigenvectors.MatrixCopies(fitted))
                + (options.KeepsGraph && size.IsFactored ? NeighborGraph.BytesOfWeights(k) : 0)),
            Solver = isLinear ? LinearAlignment.Bytes(fitted, columnCount)
                : landmarks < fitted ? LandmarkEigenvectors.Bytes(fitted, landmarks, k, found, size.IsFactored)
                : BottomEigenvectors.Bytes(fitted, size.Entries, found, size.IsFactored),
            Coordinates = (FittedEmbedding.BytesOfRow(d) * rowCount) + (FittedEmbedding.BytesOfRow(found - d) * fitted)
                + (options.KeepsGraph && !isLinear ? BottomEigenvectors.BytesOfFurther(found) * fitted : 0),
            TakesLandmarks = !isLinear,
        };
    }

    /// <summary>The most eigenvectors that a fit may hold at once: d, or as many as are tried where narrow ones are passed over.</summary>
    private static int MostFound(double rowCount, double largest, LleOptions options)
    {
        int d = options.NumberOfComponents;
        return options.MinimumParticipation == 0
            ? d
            : (int)Math.Max(d, Math.Min(WideCoordinates.MostTried(d), Math.Min(rowCount - 1, largest)));
    }

    /// <summary>Says what a fit will need.</summary>
    /// <exception cref="InsufficientMemoryException">It is more than the process may use.</exception>
    public static void Require(FeatureMatrix features, LleOptions options, FitContext context) =>
        Of(features.NumberOfRows, features.NumberOfColumns, options,
            features.Sparse is { } sparse ? sparse.Count / (double)features.NumberOfRows : null)
            .Require(features.NumberOfRows, features.NumberOfColumns, AvailableMemory.Limit, context);

    public void Require(int rowCount, int columnCount, double availableBytes, FitContext context)
    {
        string needed = string.Create(
            CultureInfo.InvariantCulture,
            $"{rowCount} rows of {columnCount} features need about {Size(Total)}: input {Size(Input)}, features {Size(Features)}, " +
            $"neighbour graph {Size(Graph)}, " +
            $"local geometry {Size(Geometry)}, eigen solver {Size(Solver)}, coordinates {Size(Coordinates)}");
        if (Total > availableBytes)
        {
            throw Insufficient($"{needed}; the process may use {Size(availableBytes)}.", TakesLandmarks, null);
        }

        context.Say(LlePhase.Neighbors, LleSeverity.Info, $"{needed}; the fill of a direct factorisation, if one is chosen, comes on top.");
    }

    /// <summary>What a fit throws that ran out of memory all the same.</summary>
    public static InsufficientMemoryException RanOut(FeatureMatrix features, LleOptions options, OutOfMemoryException shortage)
    {
        string available = Size(AvailableMemory.Limit);
        string table = $"{features.NumberOfRows} rows of {features.NumberOfColumns} features";
        return Insufficient(
            $"Memory ran out while {table} were fitted; the process may use {available}.", !options.Variant.IsLinear, shortage);
    }

    private static InsufficientMemoryException Insufficient(FormattableString statement, bool takesLandmarks, Exception? cause)
    {
        FormattableString landmarks = takesLandmarks ? $"{LleOptionName.NumberOfLandmarks} or " : (FormattableString)$"";
        return new LleMessage(
            statement, $"{landmarks}{LleOptionName.MaximumNumberOfTrainingRows}, fewer neighbours or fewer rows need less.")
            .In(text => new InsufficientMemoryException(text, cause));
    }

    private static string Size(double bytes) => bytes < 1e9
        ? string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:0.0} MB")
        : string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e9:0.00} GB");
}
