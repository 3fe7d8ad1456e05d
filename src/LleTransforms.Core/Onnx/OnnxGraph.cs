namespace LleTransforms.Onnx;

/// <summary>A graph of ONNX operators as plain data: what stands in a file, and what another writer of such files can take up.</summary>
/// <remarks>
/// All operators are those of the standard in <see cref="OperatorSet"/>. None has a subgraph, and attributes are numbers, lists of numbers
/// and texts alone, so that writers which know no more can write it. Nodes stand in an order in which each finds its inputs.
/// </remarks>
/// <param name="Inputs">What a user gives.</param>
/// <param name="Outputs">What a user gets.</param>
/// <param name="Initializers">Constants.</param>
/// <param name="Nodes">Operators.</param>
internal sealed record OnnxGraph(
    IReadOnlyList<OnnxValue> Inputs, IReadOnlyList<OnnxValue> Outputs, IReadOnlyList<OnnxInitializer> Initializers,
    IReadOnlyList<OnnxNode> Nodes)
{
    /// <summary>The version of the standard operators.</summary>
    public const int OperatorSet = 12;

    /// <summary>The bytes of all constants.</summary>
    public long NumberOfBytes => Initializers.Sum(initializer => initializer.NumberOfBytes);
}

/// <summary>The kind of a number; the values are those of ONNX.</summary>
internal enum OnnxElement
{
    Single = 1,
    Int64 = 7,
    Double = 11,
}

/// <summary>An input or an output.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Element">The kind of its numbers.</param>
/// <param name="Shape">Its lengths; null stands for any number of rows.</param>
internal sealed record OnnxValue(string Name, OnnxElement Element, IReadOnlyList<long?> Shape);

/// <summary>A constant.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Element">The kind of its numbers.</param>
/// <param name="Shape">Its lengths; none for a single number.</param>
/// <param name="Values">A float[], double[] or long[], row-major.</param>
internal sealed record OnnxInitializer(string Name, OnnxElement Element, IReadOnlyList<long> Shape, Array Values)
{
    public long NumberOfBytes => Values.LongLength * (Element == OnnxElement.Single ? sizeof(float) : sizeof(double));
}

/// <summary>An operator at work.</summary>
/// <param name="Operator">Its name in the standard.</param>
/// <param name="Inputs">Names of what it takes.</param>
/// <param name="Outputs">Names of what it gives.</param>
/// <param name="Attributes">Its attributes.</param>
internal sealed record OnnxNode(
    string Operator, IReadOnlyList<string> Inputs, IReadOnlyList<string> Outputs, IReadOnlyList<OnnxAttribute> Attributes);

/// <summary>An attribute of an operator.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Value">A long, a long[], a float or a text.</param>
internal sealed record OnnxAttribute(string Name, object Value);
