using LleTransforms.Alignment;
using LleTransforms.Features;
using LleTransforms.LocalGeometry;
using LleTransforms.Neighbors;
using LleTransforms.Running;

namespace LleTransforms.Methods;

/// <summary>A variant of Locally Linear Embedding: what it is called, what it needs, its local geometry, and how its models place
/// rows.</summary>
/// <remarks>
/// Each variant is one file in this folder. A member of <see cref="LleMethod"/> names its variant by an attribute, and everything else asks
/// the variant. So a new one is a file and a member (docs/design/add-a-variant.md). An instance holds no state. All fits
/// and threads share it.
/// </remarks>
internal abstract class LleVariant
{
    /// <summary>What the command line and machine-readable output call it: lower case, no blanks.</summary>
    public abstract string ShortName { get; }

    /// <summary>What a page calls it.</summary>
    public abstract string Title { get; }

    /// <summary>Whether the result is one projection for all rows, which needs no training rows to place others.</summary>
    public virtual bool IsLinear => false;

    /// <summary>Whether M has an entry for every row; where not, a row that is nobody's neighbour has
    /// none and must be placed afterwards.</summary>
    public virtual bool CoversEveryRow => true;

    /// <summary>Whether M joins a row to each of its neighbours; where not, weights may be 0, and parts
    /// follow those that are not.</summary>
    public virtual bool UsesEveryNeighbor => true;

    /// <summary>The rule that serves unseen rows best, by the figures of docs/guide/methods.md.</summary>
    public virtual LlePlacement DefaultPlacement => LlePlacement.LocalAffine;

    /// <summary>The fewest neighbours for d components.</summary>
    public virtual int SmallestNumberOfNeighbors(int componentCount) => checked(componentCount + 1);

    /// <summary>Makes the alignment matrix M of all rows.</summary>
    /// <param name="features">The rows.</param>
    /// <param name="graph">Their neighbours.</param>
    /// <param name="sinkRow">A row that every row reaches along the graph; where a factored matrix may be bordered.</param>
    /// <param name="geometry">d and what the user chose of the geometry.</param>
    /// <param name="context">Threads, progress and cancellation.</param>
    public abstract AlignmentMatrix Align(
        CenteredFeatures features, NeighborGraph graph, int sinkRow, GeometryOptions geometry, FitContext context);

    /// <summary>Makes one thread's scratch of the weights by which a row's neighbours stand for it, where the rule is
    /// <see cref="LlePlacement.Barycentric"/>.</summary>
    public virtual IRowWeights CreateWeights(int neighborCount, int columnCount, double regularization) =>
        new BarycentricWeights(neighborCount, columnCount, regularization);

    /// <summary>The links along which M joins rows to their neighbours: all, unless weights may be 0.</summary>
    /// <inheritdoc cref="Align"/>
    public RowLinks FindLinks(CenteredFeatures features, NeighborGraph graph, GeometryOptions geometry, FitContext context) =>
        UsesEveryNeighbor
            ? graph.Links
            : WeightGraph.Links(features, graph, WeightsOf(graph, features, geometry), context);

    /// <summary>Makes the factory that gives each thread its scratch of the weights that a fit solves.</summary>
    protected Func<IRowWeights> WeightsOf(NeighborGraph graph, CenteredFeatures features, GeometryOptions geometry) =>
        () => CreateWeights(graph.NumberOfNeighbors, features.NumberOfColumns, geometry.Regularization);

    /// <summary>How much memory M takes.</summary>
    /// <param name="neighborCount">k.</param>
    /// <param name="rowCount">n.</param>
    public abstract AlignmentSize SizeOf(double neighborCount, double rowCount);
}

/// <summary>What a fit's options say of the local geometry.</summary>
/// <param name="NumberOfComponents">d.</param>
/// <param name="Regularization">The ridge of a Gram matrix, as a share of its trace.</param>
/// <param name="LimitWeightVectors">Whether Modified has at most k - d weight vectors a row.</param>
internal sealed record GeometryOptions(int NumberOfComponents, double Regularization, bool LimitWeightVectors)
{
    /// <summary>Whether a solve begins with the order of elimination. Where M is summed from forms, it is then found beside those: its
    /// pattern follows from the graph alone. Weights take no longer than their pattern, and their order waits for the solver.</summary>
    public bool FindsOrder { get; init; }
}

/// <summary>What an alignment matrix takes, a row.</summary>
/// <param name="Entries">Entries of the matrix that is stored: of A where M = A^T A, else of M.</param>
/// <param name="AssemblyBytes">Bytes of what M is summed from; 0 where it is not.</param>
/// <param name="IsFactored">Whether A is stored in place of M.</param>
internal readonly record struct AlignmentSize(double Entries, double AssemblyBytes, bool IsFactored)
{
    /// <summary>Bytes of a row of what is stored, held so many times, and of what it is summed from.</summary>
    public double BytesOfRow(int copies) => (12 * copies * Entries) + AssemblyBytes;

    /// <summary>The size of A = I - W, with k weights a row.</summary>
    public static AlignmentSize OfWeights(double neighborCount) => new(neighborCount + 1, 0, IsFactored: true);

    /// <summary>The size of an M summed from forms. A neighbourhood's form is packed. About two thirds of the square of its members stay
    /// distinct entries in a row of M.</summary>
    public static AlignmentSize OfForms(double memberCount, double rowCount) =>
        new(Math.Min(rowCount, memberCount * memberCount * 2 / 3), 4 * memberCount * (memberCount + 4), IsFactored: false);
}
