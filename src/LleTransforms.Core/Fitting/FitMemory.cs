using System.Globalization;
using LleTransforms.Eigen;
using LleTransforms.LinearAlgebra.Ordering;
using LleTransforms.Methods;
using LleTransforms.Neighbors.Dense;
using LleTransforms.Running;

namespace LleTransforms.Fitting;

/// <summary>What a fit will allocate beside its input, in bytes, as far as it can be told before the work starts.</summary>
/// <remarks>The formula is docs/scale.md's. What it leaves out is the fill of direct factors, which the eigen solver counts when it has an ordering.</remarks>
internal sealed record FitMemory
{
    /// <summary>The least that a chosen number of neighbours is taken for while it is not known.</summary>
    private const int UsualNeighborCount = 30;

    /// <summary>The caller's own table.</summary>
    public required double Input { get; init; }

    /// <summary>The centred copy, a copy of the sampled rows, and the short images by which wide rows are searched.</summary>
    public required double Features { get; init; }

    /// <summary>Neighbours and their distances, and the candidates from which they are decided.</summary>
    public required double Graph { get; init; }

    /// <summary>The alignment matrix, what it is summed from, and its transpose.</summary>
    public required double Geometry { get; init; }

    /// <summary>Vectors of an eigen solver, or the dense problem of the landmarks; without fill.</summary>
    public required double Solver { get; init; }

    /// <summary>The result, twice while it is turned.</summary>
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
        double k = Math.Min(options.NumberOfNeighbors ?? UsualNeighborCount, fitted);
        double d = options.NumberOfComponents;
        bool isLinear = options.Variant.IsLinear;
        double landmarks = Math.Min(fitted, options.NumberOfLandmarks ?? long.MaxValue);
        bool isReduced = landmarks < fitted && !isLinear;

        // The solvers want the stored matrix's transpose, and large problems get other row numbers.
        AlignmentSize size = options.Variant.SizeOf(k, fitted);
        double renumbered = fitted >= Renumbering.FewestRows ? 12 : 0;
        double geometry = ((24 + renumbered) * size.Entries) + size.AssemblyBytes;

        // Z twice, A Z twice at about half of k (k + 1) entries a row, a few blocks of rows; or the ordering, and seven blocks of the iteration.
        double solverPerRow = isReduced
            ? (24 * k) + (size.IsFactored ? 12 * Math.Min(2 * landmarks, k * (k + 1)) : 0) + (32 * (d + 4))
            : (24 * size.Entries) + 500 + (56.0 * Lobpcg.BlockSize((int)d));
        double linearSize = Math.Min(columnCount, fitted);
        double solver = isLinear ? linearSize * ((80 * linearSize) + (8.0 * columnCount)) : (fitted * solverPerRow) + (isReduced ? 8 * landmarks * landmarks : 0);

        // Sparse rows take a number and a place for each value held, and as much again in the index of their search; some options need them whole.
        double bytesOfRow = 8 * valuesInRow ?? (4.0 * columnCount);
        bool widens = valuesInRow is not null && (isLinear || options.Metric == LleMetric.Cosine
            || options.NeighborSearch is LleNeighborSearch.Tree or LleNeighborSearch.Approximate);
        return new FitMemory
        {
            Input = bytesOfRow * rowCount,
            Features = (bytesOfRow * (rowCount + (fitted < rowCount ? fitted : 0))) + (widens ? 4.0 * columnCount * fitted : 0)
                + (4.0 * fitted * (valuesInRow is null || widens ? DenseSearch.ImageLength(columnCount) : 0)),
            Graph = fitted * ((28 * k) + 256 + (valuesInRow is null ? 0 : bytesOfRow)),
            Geometry = fitted * geometry,
            Solver = solver,
            Coordinates = 16 * d * rowCount,
            TakesLandmarks = !isLinear,
        };
    }

    /// <summary>Says what a fit will need.</summary>
    /// <exception cref="InsufficientMemoryException">It is more than the process may use.</exception>
    public static void Require(FeatureMatrix features, LleOptions options, FitContext context) =>
        Of(features.RowCount, features.ColumnCount, options, features.Sparse is { } sparse ? sparse.Count / (double)features.RowCount : null)
            .Require(features.RowCount, features.ColumnCount, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes, context);

    public void Require(int rowCount, int columnCount, double availableBytes, FitContext context)
    {
        string needed = string.Create(
            CultureInfo.InvariantCulture,
            $"{rowCount} rows of {columnCount} features need about {Size(Total)}: input {Size(Input)}, features {Size(Features)}, neighbour graph {Size(Graph)}, " +
            $"local geometry {Size(Geometry)}, eigen solver {Size(Solver)}, coordinates {Size(Coordinates)}");
        if (Total > availableBytes)
        {
            FormattableString landmarks = TakesLandmarks ? $"{LleOptionName.NumberOfLandmarks} or " : (FormattableString)$"";
            throw new LleMessage(
                $"{needed}; the process may use {Size(availableBytes)}.",
                $"{landmarks}{LleOptionName.MaximumNumberOfTrainingRows}, fewer neighbours or fewer rows need less.")
                .In(text => new InsufficientMemoryException(text));
        }

        context.Say(LlePhase.Neighbors, LleSeverity.Info, $"{needed}; the fill of a direct factorisation, if one is chosen, comes on top.");
    }

    private static string Size(double bytes) => bytes < 1e9
        ? string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:0.0} MB")
        : string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e9:0.00} GB");
}
