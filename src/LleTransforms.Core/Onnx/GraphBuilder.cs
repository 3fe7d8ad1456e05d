namespace LleTransforms.Onnx;

/// <summary>Collects the parts of a graph. Each operator gets the names of its inputs and gives that of its output.</summary>
/// <remarks>Operators are written as the standard of <see cref="OnnxGraph.OperatorSet"/> has them: axes are attributes, k and bounds are
/// inputs.</remarks>
internal sealed class GraphBuilder
{
    /// <summary>What all names begin with that the graph gives by itself.</summary>
    public const string Prefix = "lle.";

    private readonly List<OnnxInitializer> _initializers = [];
    private readonly List<OnnxNode> _nodes = [];
    private readonly Dictionary<string, string> _constants = [];
    private string _rowCount = string.Empty;

    public OnnxGraph Build(IReadOnlyList<OnnxValue> inputs, IReadOnlyList<OnnxValue> outputs) =>
        new(inputs, outputs, _initializers, _nodes);

    /// <summary>A constant table, row-major.</summary>
    public string Constant(string name, float[] values, params long[] shape) => Constant(name, OnnxElement.Single, values, shape);

    /// <inheritdoc cref="Constant(string, float[], long[])"/>
    public string Constant(string name, double[] values, params long[] shape) => Constant(name, OnnxElement.Double, values, shape);

    /// <inheritdoc cref="Constant(string, float[], long[])"/>
    public string Constant(string name, long[] values, params long[] shape) => Constant(name, OnnxElement.Int64, values, shape);

    /// <summary>A single number. Equal ones are held once.</summary>
    public string Double(double value) =>
        Shared($"double {BitConverter.DoubleToInt64Bits(value):x}", name => Constant(name, new double[] { value }));

    /// <inheritdoc cref="Double"/>
    public string Single(float value) =>
        Shared($"single {BitConverter.SingleToInt32Bits(value):x}", name => Constant(name, new float[] { value }));

    /// <summary>A list of whole numbers. Equal ones are held once.</summary>
    public string Integers(params long[] values) =>
        Shared($"integers {string.Join(' ', values)}", name => Constant(name, values, values.Length));

    /// <summary>A multiple of the identity matrix in double, [1, size, size]; held once.</summary>
    public string Identity(int size, double factor = 1) => Shared($"identity {size} {BitConverter.DoubleToInt64Bits(factor):x}", name =>
    {
        var values = new double[size * size];
        for (int i = 0; i < size; i++)
        {
            values[i * (size + 1)] = factor;
        }

        return Constant(name, values, 1, size, size);
    });

    /// <summary>One output.</summary>
    public string Node(string operation, string[] inputs, params OnnxAttribute[] attributes) => Nodes(operation, 1, inputs, attributes)[0];

    /// <summary>So many outputs.</summary>
    public string[] Nodes(string operation, int outputCount, string[] inputs, params OnnxAttribute[] attributes)
    {
        string name = $"{Prefix}{operation}_{_nodes.Count}";
        string[] outputs = outputCount == 1 ? [name] : [.. Enumerable.Range(0, outputCount).Select(i => $"{name}_{i}")];
        _nodes.Add(new OnnxNode(operation, inputs, outputs, attributes));
        return outputs;
    }

    /// <summary>The input, or one row of zeros where it has none: some runtimes end the process where a table is empty. Outputs are
    /// without that row.</summary>
    /// <param name="input">[n, D].</param>
    /// <param name="element">The kind of its numbers.</param>
    /// <param name="columnCount">D.</param>
    public string NeverEmpty(string input, OnnxElement element, int columnCount)
    {
        _rowCount = Gather(Node("Shape", [input]), Integers(0), 0);
        string zeros = element == OnnxElement.Double
            ? Constant("row_of_zeros", new double[columnCount], 1, columnCount)
            : Constant("row_of_zeros", new float[columnCount], 1, columnCount);
        return Node("Slice", [Concat(0, input, zeros), Integers(0), Node("Max", [_rowCount, Integers(1)]), Integers(0)]);
    }

    /// <summary>Gives a value the name of an output, which has the rows of the input.</summary>
    public void Output(string value, string name) =>
        _nodes.Add(new OnnxNode("Slice", [value, Integers(0), _rowCount, Integers(0)], [name], []));

    public string Add(string left, string right) => Node("Add", [left, right]);

    public string Subtract(string left, string right) => Node("Sub", [left, right]);

    public string Multiply(string left, string right) => Node("Mul", [left, right]);

    public string Divide(string left, string right) => Node("Div", [left, right]);

    public string Square(string value) => Multiply(value, value);

    public string MatrixProduct(string left, string right) => Node("MatMul", [left, right]);

    public string Less(string left, string right) => Node("Less", [left, right]);

    public string LessOrEqual(string left, string right) => Node("LessOrEqual", [left, right]);

    public string Equal(string left, string right) => Node("Equal", [left, right]);

    public string Where(string condition, string yes, string no) => Node("Where", [condition, yes, no]);

    public string Cast(string value, OnnxElement element) => Node("Cast", [value], new OnnxAttribute("to", (long)element));

    public string Concat(long axis, params string[] values) =>
        values.Length == 1 ? values[0] : Node("Concat", values, new OnnxAttribute("axis", axis));

    /// <summary>Pieces of the given lengths along an axis.</summary>
    public string[] Split(string value, long axis, params long[] lengths) => lengths.Length == 1
        ? [value]
        : Nodes("Split", lengths.Length, [value], new OnnxAttribute("axis", axis), new OnnxAttribute("split", lengths));

    public string Gather(string values, string indices, long axis) => Node("Gather", [values, indices], new OnnxAttribute("axis", axis));

    /// <summary>One slice of an axis, which goes.</summary>
    public string Pick(string values, long index, long axis) => Gather(
        values, Shared($"index {index}", name => Constant(name, new long[] { index })), axis);

    /// <summary>For each place of <paramref name="indices"/> the value of the same row that it names.</summary>
    public string GatherElements(string values, string indices) =>
        Node("GatherElements", [values, indices], new OnnxAttribute("axis", 1L));

    public string Unsqueeze(string value, params long[] axes) => Node("Unsqueeze", [value], new OnnxAttribute("axes", axes));

    public string Squeeze(string value, params long[] axes) => Node("Squeeze", [value], new OnnxAttribute("axes", axes));

    /// <summary>[n, m, 1] as [n, 1, m].</summary>
    public string Row(string column) => Unsqueeze(Squeeze(column, 2), 1);

    /// <summary>[n, 1, m] as [n, m, 1].</summary>
    public string Column(string row) => Unsqueeze(Squeeze(row, 1), 2);

    /// <summary>The products of all rows of a matrix with each other: [n, k, m] to [n, k, k].</summary>
    /// <remarks>OnnxRuntime up to 1.25 makes one operator of a Transpose and the MatMul behind it, which it lacks in double precision, and
    /// refuses the graph. A Reshape whose shape is known only when it runs stands between them. Einsum says the same and takes
    /// longer.</remarks>
    public string Gram(string rows)
    {
        string transposed = Node("Transpose", [rows], new OnnxAttribute("perm", new long[] { 0, 2, 1 }));
        return MatrixProduct(rows, Node("Reshape", [transposed, Node("Shape", [transposed])]));
    }

    /// <summary>Sums, largest values and other reductions along axes, which stay with a length of 1.</summary>
    public string Reduce(string kind, string value, params long[] axes) =>
        Node("Reduce" + kind, [value], new OnnxAttribute("axes", axes), new OnnxAttribute("keepdims", 1L));

    /// <summary>The same along axes that go.</summary>
    public string ReduceAway(string kind, string value, params long[] axes) =>
        Node("Reduce" + kind, [value], new OnnxAttribute("axes", axes), new OnnxAttribute("keepdims", 0L));

    /// <summary>|t|^2 - 2 q.t for each query q and row t: [n, D], [m, D] and [1, m] to [n, m].</summary>
    public string ShiftedDistances(string queries, string rows, string squares) =>
        Node("Gemm", [queries, rows, squares], new OnnxAttribute("transB", 1L), new OnnxAttribute("alpha", -2f));

    /// <summary>The smallest values of each row in order and their places; of equal ones the first.</summary>
    public (string Values, string Places) Smallest(string values, string count)
    {
        string[] found = Nodes(
            "TopK", 2, [values, count], new OnnxAttribute("axis", -1L), new OnnxAttribute("largest", 0L), new OnnxAttribute("sorted", 1L));
        return (found[0], found[1]);
    }

    private string Constant(string name, OnnxElement element, Array values, long[] shape)
    {
        _initializers.Add(new OnnxInitializer(Prefix + name, element, shape, values));
        return Prefix + name;
    }

    private string Shared(string key, Func<string, string> create)
    {
        if (!_constants.TryGetValue(key, out string? name))
        {
            name = create($"constant_{_constants.Count}");
            _constants.Add(key, name);
        }

        return name;
    }
}
