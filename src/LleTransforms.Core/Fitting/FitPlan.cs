using LleTransforms.Eigen;
using LleTransforms.Features;
using LleTransforms.LinearAlgebra.Dense;
using LleTransforms.Methods;
using LleTransforms.Neighbors;
using LleTransforms.Running;

namespace LleTransforms.Fitting;

/// <summary>What a fit does, resolved once: k is known, the placement rule and the seed are chosen, and nothing changes on the
/// way.</summary>
/// <remarks>Immutable. A caller that wants a fit of another kind, such as a tighter eigen solve, changes a copy by <c>with</c>.</remarks>
internal sealed record FitPlan
{
    public required LleMethod Method { get; init; }

    public required LleVariant Variant { get; init; }

    /// <summary>d.</summary>
    public required int NumberOfComponents { get; init; }

    /// <summary>k.</summary>
    public required int NumberOfNeighbors { get; init; }

    public required GeometryOptions Geometry { get; init; }

    public required LleMetric Metric { get; init; }

    public required LleNeighborSearch Search { get; init; }

    /// <summary>The rule that places rows which were not fitted.</summary>
    public required LlePlacement Placement { get; init; }

    /// <summary>By how much labels push rows apart; 0 where there are none.</summary>
    public required double SupervisionStrength { get; init; }

    public required LleDisconnectedGraph WhenDisconnected { get; init; }

    /// <summary>
    /// Whether one sink that is small beside the body that leads into it is a part. Where labels shape the graph it is none, because a body
    /// that finds its neighbours anew does so without them.
    /// </summary>
    public bool CutsSmallSinks => SupervisionStrength == 0;

    /// <summary>The share of a part's rows that a coordinate rests on at least; 0 passes none over.</summary>
    public required double MinimumParticipation { get; init; }

    /// <summary>The most rows that are fitted; null for all.</summary>
    public required int? SampleSize { get; init; }

    /// <summary>Landmarks of all rows together; null for a full fit.</summary>
    public required int? NumberOfLandmarks { get; init; }

    public required bool PlaceAmongLandmarks { get; init; }

    public required int Seed { get; init; }

    /// <summary>Whether the model holds its graph: wherever that was asked for and lists of neighbours can be added to.</summary>
    public required bool KeepsGraph { get; init; }

    /// <summary>Vectors near those that are sought, from which an iteration begins: a row for each of the first distinct rows, of at least
    /// d columns. Of the other rows nothing is known. Null where no vectors are.</summary>
    public DenseMatrix? Start { get; init; }

    /// <summary>Whether a graph can be updated in place of being found anew. Lists are exact then, and in one scale whatever the rows:
    /// directions are centred by all rows together, and labels are not held.</summary>
    public bool UpdatesGraph => Search != LleNeighborSearch.Approximate && SupervisionStrength == 0
        && Metric is not (LleMetric.Cosine or LleMetric.Precomputed);

    /// <summary>Whether the graph keeps the weights that are solved, so that a growth need not solve them again.</summary>
    public bool KeepsWeights => KeepsGraph && UpdatesGraph && Variant.SizeOf(NumberOfNeighbors, NumberOfNeighbors + 1.0).IsFactored;

    /// <summary>What is asked of each eigen solve.</summary>
    public required EigenRequest Eigen { get; init; }

    /// <summary>The fewest rows that can be fitted or serve as landmarks.</summary>
    public int SmallestSampleSize => Math.Max(NumberOfNeighbors, NumberOfComponents) + 2;

    /// <param name="options">Valid options.</param>
    /// <param name="neighborCount">k, where they leave it open.</param>
    public static FitPlan Of(LleOptions options, int neighborCount) => new()
    {
        Method = options.Method,
        Variant = options.Variant,
        NumberOfComponents = options.NumberOfComponents,
        NumberOfNeighbors = neighborCount,
        Geometry = options.Geometry,
        Metric = options.Metric,
        Search = options.NeighborSearch,
        Placement = options.ResolvedPlacement,
        SupervisionStrength = options.SupervisionStrength,

        // Classes that labels push apart are meant to separate, so such a graph is not to be mended.
        WhenDisconnected = options.SupervisionStrength > 0 ? LleDisconnectedGraph.EmbedSeparately : options.DisconnectedGraph,
        MinimumParticipation = options.MinimumParticipation,
        SampleSize = options.MaximumNumberOfTrainingRows,
        NumberOfLandmarks = options.NumberOfLandmarks,
        PlaceAmongLandmarks = options.PlaceAmongLandmarks,
        Seed = options.Seed ?? 0,
        KeepsGraph = options.KeepsGraph,
        Eigen = new EigenRequest(options.NumberOfComponents, options.Seed ?? 0) { Solver = options.EigenSolver },
    };

    /// <summary>A search of some of the rows, of the kind and in the metric that were asked for.</summary>
    public INeighborSearch CreateSearch(CenteredFeatures rows, FitContext context) =>
        NeighborSearches.Create(rows, Search, Metric, null, context, Seed);

    /// <summary>How parts of the rows find their neighbours.</summary>
    public PartSearch SearchParts(FitContext context) => new(
        rows => CreateSearch(rows, context),
        KeepsLists: Search != LleNeighborSearch.Approximate && Metric == LleMetric.Euclidean && SupervisionStrength == 0);
}
