using LleTransforms.Eigen;
using LleTransforms.Model;
using LleTransforms.Neighbors;

namespace LleTransforms.Fitting;

/// <summary>The last product of a fit.</summary>
/// <param name="Content">All that the model is made of.</param>
/// <param name="Search">A search of the rows that the model holds, to place others by; null where the fit made none that serves.</param>
/// <param name="Solutions">What each eigen solve found, without its vectors, and what it cost.</param>
internal sealed record FitResult(LleModelContent Content, INeighborSearch? Search, IReadOnlyList<EigenSolution> Solutions)
{
    /// <summary>The share of the fitted rows that each coordinate rests on; null where the content did not come from a fit.</summary>
    public double[]? Participation { get; init; }
}

/// <summary>The product of the neighbour search.</summary>
/// <param name="Graph">Each row's k nearest rows.</param>
/// <param name="Search">The search that found them, where it serves to place other rows among them; null where it does not.</param>
internal sealed record FoundNeighbors(NeighborGraph Graph, INeighborSearch? Search);
