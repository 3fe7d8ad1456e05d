using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace LleTransforms.Onnx.Tests;

/// <summary>A model's graph in a runtime, which is made to read it strictly.</summary>
internal sealed class ExportedModel : IDisposable
{
    private readonly InferenceSession _session;

    public ExportedModel(
        LleModel model, LleOnnxOptions? options = null, GraphOptimizationLevel optimization = GraphOptimizationLevel.ORT_ENABLE_ALL)
    {
        Options = options ?? new LleOnnxOptions();
        using var stream = new MemoryStream();
        model.SaveAsOnnx(stream, Options);
        using var session = new SessionOptions
        {
            GraphOptimizationLevel = optimization,
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_WARNING,
        };
        session.AddSessionConfigEntry("session.strict_shape_type_inference", "1");
        session.AddSessionConfigEntry("session.load_model_format", "ONNX");
        Bytes = stream.ToArray();
        _session = new InferenceSession(Bytes, session);
    }

    public LleOnnxOptions Options { get; }

    public byte[] Bytes { get; }

    public InferenceSession Session => _session;

    /// <summary>Coordinates of rows, row-major.</summary>
    public float[] Transform(float[] rows, int columnCount) => Run(rows, columnCount, Options.OutputName)[0].AsTensor<float>().ToArray();

    /// <inheritdoc cref="Transform(float[], int)"/>
    public float[] Transform(double[] rows, int columnCount) => Run(rows, columnCount, Options.OutputName)[0].AsTensor<float>().ToArray();

    public IReadOnlyList<DisposableNamedOnnxValue> Run<T>(T[] rows, int columnCount, params string[] outputs)
    {
        var tensor = new DenseTensor<T>(rows, [rows.Length / columnCount, columnCount]);
        return [.. _session.Run([NamedOnnxValue.CreateFromTensor(Options.InputName, tensor)], outputs)];
    }

    public void Dispose() => _session.Dispose();
}
