using LleTransforms.Neighbors;
using LleTransforms.Running;

namespace LleTransforms.Placement;

/// <summary>What a rule that places rows among fitted ones can tell of them. One instance serves any number of threads at once.</summary>
internal interface INeighborExplainer
{
    /// <summary>What finds neighbours among the fitted rows.</summary>
    INeighborSearch Search { get; }

    /// <summary>The number of the fitted row that equals the given one, -1 where there is none.</summary>
    int FindFitted(ReadOnlySpan<float> row);

    /// <summary>Places every fitted row from its neighbours without itself: leave-one-out, at the price of one neighbour graph.</summary>
    /// <param name="coordinates">Receives d coordinates a fitted row, row-major.</param>
    /// <param name="context">Threads, progress and cancellation.</param>
    void PlaceFitted(Memory<double> coordinates, FitContext context);

    /// <summary>Places one row and tells by what: the neighbours among the fitted rows, their weights, and how badly they rebuild the
    /// row.</summary>
    /// <returns>The squared distance from the row to its reconstruction, in the features' own scale.</returns>
    double Explain(ReadOnlySpan<float> row, Span<int> neighbors, Span<double> weights, Span<double> coordinates);

    /// <summary>The same for a fitted row by its number, from its neighbours without itself.</summary>
    double ExplainFitted(int row, Span<int> neighbors, Span<double> weights, Span<double> coordinates);
}
