using System.Globalization;
using System.Text.Json;

namespace LleTransforms.Onnx;

/// <summary>Writes models as ONNX.</summary>
public static class LleOnnx
{
    /// <summary>Writes what a model does to rows as a graph of ONNX operators: rows of D values in, rows of d coordinates out.</summary>
    /// <param name="model">The model.</param>
    /// <param name="stream">Receives the file.</param>
    /// <param name="options">Names, precision and more outputs; null for the defaults.</param>
    /// <remarks>
    /// The graph takes any number of rows, and needs the standard operators of version 12 alone. It chooses the neighbours that the model
    /// chooses, and gives the model's coordinates except for rounding. docs/guide/onnx.md says where they may differ. Sparse training rows
    /// are written whole: ask <see cref="OnnxSizeInBytes"/> first.
    /// </remarks>
    /// <exception cref="ArgumentException">A name is empty or stands for two things, or the scaling has another number of
    /// columns.</exception>
    /// <exception cref="NotSupportedException">The model has what the graph cannot say, or the file would have 2 GiB or more. Nothing is
    /// written.</exception>
    public static void SaveAsOnnx(this LleModel model, Stream stream, LleOnnxOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(stream);
        options ??= new LleOnnxOptions();
        options.Check(model);
        ModelGraph.Require(model.Content);
        if (model.Content.Rows is { Features.Sparse: not null } rows)
        {
            options.Progress?.Report(new LleProgress(LlePhase.Features, 0, 0, string.Create(
                CultureInfo.InvariantCulture,
                $"The model's {rows.Features.NumberOfRows} sparse rows stand whole in the graph, about " +
                $"{model.OnnxSizeInBytes() / 1e6:F1} MB."),
                LleSeverity.Warning));
        }

        OnnxGraph graph = ModelGraph.Create(model.Content, options.ForGraph());
        OnnxFileWriter.Write(graph, Description(model), stream);
    }

    /// <summary>How large the file of <see cref="SaveAsOnnx"/> is, about: sparse training rows take all their columns there.</summary>
    /// <param name="model">The model.</param>
    public static long OnnxSizeInBytes(this LleModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        return ModelGraph.SizeOf(model.Content);
    }

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
            facts["feature_names"] = JsonSerializer.Serialize(names);
        }

        string version = typeof(LleModel).Assembly.GetName().Version?.ToString(3) ?? string.Empty;
        return new OnnxDescription("LleTransforms", version, "locally_linear_embedding", facts);

        static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
    }
}
