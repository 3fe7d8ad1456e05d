using LleTransforms.Running;

namespace LleTransforms.Placement;

/// <summary>A rule that maps a row which was not fitted to coordinates. One instance serves any number of threads at once.</summary>
internal interface IPlacement
{
    /// <summary>Places one row; allocates nothing once scratch for as many threads exists.</summary>
    /// <param name="row">The row, centred and scaled as the fitted ones, all finite.</param>
    /// <param name="coordinates">Receives d coordinates.</param>
    void Place(ReadOnlySpan<float> row, Span<double> coordinates);

    /// <summary>Places a block of rows on all threads that the context allows, to the same bits as one by one.</summary>
    /// <param name="rows">Row-major, <paramref name="count"/> rows.</param>
    /// <param name="count">How many rows.</param>
    /// <param name="coordinates">Receives d coordinates a row, row-major.</param>
    /// <param name="context">Threads and cancellation.</param>
    void PlaceBlock(ReadOnlyMemory<float> rows, int count, Memory<double> coordinates, FitContext context);

    /// <summary>Tells of the fitted rows behind a place; null where the rule knows none.</summary>
    INeighborExplainer? Explainer { get; }
}
