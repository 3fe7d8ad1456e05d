namespace LleTransforms.Onnx;

/// <summary>The rows of a batch whose neighbours approximate distances leave open. They alone cost exact sums.</summary>
internal sealed class UndecidedRows
{
    private readonly GraphBuilder _builder;
    private readonly string? _numbers;

    private UndecidedRows(GraphBuilder builder, string? numbers) => (_builder, _numbers) = (builder, numbers);

    /// <summary>The whole batch.</summary>
    public static UndecidedRows All(GraphBuilder builder) => new(builder, null);

    /// <summary>Those that a condition names, and the last row: some runtimes end the process where a table is empty.</summary>
    /// <param name="builder">Receives the operators.</param>
    /// <param name="isUndecided">[n, 1].</param>
    /// <param name="rowCount">[1], n.</param>
    public static UndecidedRows Of(GraphBuilder builder, string isUndecided, string rowCount)
    {
        string isLast = builder.Node(
            "OneHot",
            [builder.Subtract(rowCount, builder.Integers(1)), rowCount, builder.Constant("zero_and_one", new float[] { 0, 1 }, 2)],
            new OnnxAttribute("axis", 0L));
        string isTaken = builder.Node("Max", [builder.Cast(isUndecided, OnnxElement.Single), isLast]);
        return new UndecidedRows(builder, builder.Pick(builder.Node("NonZero", [isTaken]), 0, 0));
    }

    /// <summary>Their rows of a table of the whole batch.</summary>
    public string Take(string values) => _numbers is null ? values : _builder.Gather(values, _numbers, 0);

    /// <summary>The table of the whole batch with other values in their rows.</summary>
    public string Put(string values, string changed) =>
        _numbers is null ? changed : _builder.Node("ScatterND", [values, _builder.Unsqueeze(_numbers, 1), changed]);
}
