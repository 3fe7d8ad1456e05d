namespace LleTransforms.Onnx;

/// <summary>Writes models as ONNX.</summary>
public static class LleOnnx
{
    /// <summary>The largest file: messages of Protocol Buffers end below 2 GiB.</summary>
    internal const long LargestFile = int.MaxValue;

    /// <summary>Room for all but the constants.</summary>
    private const long RoomForNodes = 64L << 20;

    /// <summary>Writes what a model does to rows as a graph of ONNX operators: rows of D values in, rows of d coordinates out.</summary>
    /// <param name="model">The model.</param>
    /// <param name="stream">Receives the file.</param>
    /// <param name="options">Names, precision and more outputs; null for the defaults.</param>
    /// <remarks>
    /// The graph needs the standard operators of version 12 alone. It chooses the neighbours that the model chooses, and gives its
    /// coordinates but for rounding; docs/onnx.md says where they may differ.
    /// </remarks>
    /// <exception cref="ArgumentException">A name is empty or stands for two things, or the scaling has another number of
    /// columns.</exception>
    /// <exception cref="NotSupportedException">The model has what the graph cannot say, or the file would have 2 GiB or more. Nothing is
    /// written.</exception>
    public static void SaveAsOnnx(this LleModel model, Stream stream, LleOnnxOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(stream);
        OnnxGraph graph = ModelGraph.Create(model.Content, GraphOptionsOf(options ?? new LleOnnxOptions()));
        OnnxFileWriter.Write(graph, Description(model), stream);
    }

    private static OnnxGraphOptions GraphOptionsOf(LleOnnxOptions options) => new()
    {
        InputName = options.InputName,
        OutputName = options.OutputName,
        InputElement = options.TakesDoubles ? OnnxElement.Double : OnnxElement.Single,
        ReconstructionErrorName = options.ReconstructionErrorName,
        NeighborsName = options.NeighborsName,
        NeighborWeightsName = options.NeighborWeightsName,
        ColumnScaling = options.ColumnScaling is { } scaling ? new OnnxColumnScaling([.. scaling.Offsets], [.. scaling.Factors]) : null,
    };

    private static OnnxDescription Description(LleModel model)
    {
        var facts = new Dictionary<string, string>
        {
            ["method"] = model.Method.ToString(),
            ["placement"] = model.Placement.ToString(),
            ["metric"] = model.Metric.ToString(),
            ["components"] = Text(model.NumberOfComponents),
            ["neighbors"] = Text(model.NumberOfNeighbors),
            ["training_rows"] = Text(model.NumberOfTrainingRows),
            ["opset"] = Text(OnnxGraph.OperatorSet),
        };
        if (model.FeatureNames is { } names)
        {
            facts["feature_names"] = System.Text.Json.JsonSerializer.Serialize(names);
        }

        string version = typeof(LleModel).Assembly.GetName().Version?.ToString(3) ?? string.Empty;
        return new OnnxDescription("LleTransforms", version, "locally_linear_embedding", facts);

        static string Text(int number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture);
    }
}
