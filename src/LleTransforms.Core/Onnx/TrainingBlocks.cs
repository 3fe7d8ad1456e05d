using LleTransforms.Features;

namespace LleTransforms.Onnx;

/// <summary>Some fitted rows that follow each other.</summary>
/// <param name="Start">The number of the first.</param>
/// <param name="Length">How many.</param>
/// <param name="Rows">[Length, D] in single precision.</param>
internal sealed record TrainingBlock(int Start, int Length, string Rows);

/// <summary>The fitted rows a block at a time, so that no table has as many columns as there are rows.</summary>
/// <param name="builder">Receives the operators.</param>
/// <param name="rows">The constant with all rows, [N, D].</param>
/// <param name="features">The same rows.</param>
/// <param name="rowsInBlock">How many distances a row has at once. Fewer rows than four times that are one block, without a copy.</param>
internal sealed class TrainingBlocks(GraphBuilder builder, string rows, CenteredFeatures features, int rowsInBlock)
{
    /// <summary>Distances of a thousand rows to so many take 16 MB; fewer than four times as many are one block.</summary>
    public const int UsualRowsInBlock = 4096;

    /// <summary>Whether one block holds all rows.</summary>
    public bool IsOne => features.NumberOfRows < 4L * rowsInBlock;

    /// <summary>The constant with all rows, [N, D].</summary>
    public string Rows => rows;

    /// <summary>As many blocks of another table of the same rows.</summary>
    public TrainingBlocks Of(string constant, CenteredFeatures others) => new(builder, constant, others, rowsInBlock);

    /// <summary>The blocks in order.</summary>
    /// <param name="queries">What the input became. Bounds that hang on it keep a runtime from copying all blocks when it loads the
    /// graph.</param>
    public IEnumerable<TrainingBlock> Slices(string queries)
    {
        if (IsOne)
        {
            yield return new TrainingBlock(0, features.NumberOfRows, rows);
            yield break;
        }

        string shape = builder.Node("Shape", [queries]);
        string nothing = builder.Multiply(builder.Gather(shape, builder.Integers(0), 0), builder.Integers(0));
        for (int start = 0; start < features.NumberOfRows; start += rowsInBlock)
        {
            int length = Math.Min(rowsInBlock, features.NumberOfRows - start);
            string first = builder.Add(nothing, builder.Integers(start));
            yield return new TrainingBlock(
                start, length, builder.Node("Slice", [rows, first, builder.Integers(start + length), builder.Integers(0)]));
        }
    }
}
