using LleTransforms.Features;

namespace LleTransforms.Onnx;

/// <summary>Some fitted rows that follow each other.</summary>
/// <param name="Start">The number of the first.</param>
/// <param name="Length">How many.</param>
/// <param name="Rows">[Length, D] in single precision.</param>
internal sealed record TrainingBlock(int Start, int Length, string Rows);

/// <summary>The fitted rows a block at a time, so that no table has as many columns as there are rows.</summary>
internal sealed class TrainingBlocks(GraphBuilder builder, string rows, CenteredFeatures features)
{
    /// <summary>Distances to so many rows are held at once. Fewer rows than twice that are one block, without a copy.</summary>
    public const int RowsInBlock = 8192;

    /// <summary>The constant with all rows, [N, D].</summary>
    public string Rows => rows;

    /// <summary>The blocks in order.</summary>
    /// <param name="queries">What the input became. Bounds that hang on it keep a runtime from copying all blocks when it loads the
    /// graph.</param>
    public IEnumerable<TrainingBlock> Slices(string queries)
    {
        if (features.NumberOfRows < 2 * RowsInBlock)
        {
            yield return new TrainingBlock(0, features.NumberOfRows, rows);
            yield break;
        }

        string shape = builder.Node("Shape", [queries]);
        string nothing = builder.Multiply(builder.Gather(shape, builder.Integers(0), 0), builder.Integers(0));
        for (int start = 0; start < features.NumberOfRows; start += RowsInBlock)
        {
            int length = Math.Min(RowsInBlock, features.NumberOfRows - start);
            string first = builder.Add(nothing, builder.Integers(start));
            yield return new TrainingBlock(
                start, length, builder.Node("Slice", [rows, first, builder.Integers(start + length), builder.Integers(0)]));
        }
    }
}
