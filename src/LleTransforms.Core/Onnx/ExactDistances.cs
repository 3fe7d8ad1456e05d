using LleTransforms.Neighbors;

namespace LleTransforms.Onnx;

/// <summary>Sums of squares in the order of <see cref="SquaredDistance"/>, so that ties are ties here too.</summary>
/// <remarks>The operators add and multiply element by element, which has one rounding and one result everywhere; a reduction has
/// not.</remarks>
internal static class ExactDistances
{
    private const int LaneCount = 8;

    /// <param name="builder">Receives the operators.</param>
    /// <param name="differences">[n, m, D].</param>
    /// <param name="columnCount">D.</param>
    /// <returns>[n, m, 1].</returns>
    public static string SumSquares(GraphBuilder builder, string differences, int columnCount)
    {
        string squares = builder.Square(differences);
        int tail = columnCount % LaneCount;
        if (tail != 0)
        {
            // A lane that a row does not reach adds zero, which changes nothing.
            squares = builder.Node("Pad", [squares, builder.Integers(0, 0, 0, 0, 0, LaneCount - tail)]);
        }

        // A running sum adds from the first to the last, whatever the runtime.
        int blockCount = (columnCount + LaneCount - 1) / LaneCount;
        string blocks = builder.Node("Reshape", [squares, builder.Integers(0, 0, blockCount, LaneCount)]);
        string running = builder.Node("CumSum", [blocks, builder.Integers(2)]);
        string lanes = builder.Pick(running, blockCount - 1, 2);
        foreach (long half in new long[] { 4, 2, 1 })
        {
            string[] halves = builder.Split(lanes, 2, half, half);
            lanes = builder.Add(halves[0], halves[1]);
        }

        return lanes;
    }
}
