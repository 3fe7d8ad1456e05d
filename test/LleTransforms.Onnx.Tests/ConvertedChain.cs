using Microsoft.ML;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace LleTransforms.Onnx.Tests;

/// <summary>A chain as ML.NET converts it to ONNX, in a runtime.</summary>
internal sealed class ConvertedChain : IDisposable
{
    private readonly InferenceSession _session;

    public ConvertedChain(MLContext mlContext, ITransformer model, IDataView data, params string[] outputs)
    {
        using var stream = new MemoryStream();
        if (outputs.Length > 0)
        {
            mlContext.Model.ConvertToOnnx(model, data, stream, outputs);
        }
        else
        {
            mlContext.Model.ConvertToOnnx(model, data, stream);
        }

        Bytes = stream.ToArray();
        using var options = new SessionOptions();
        options.AddSessionConfigEntry("session.strict_shape_type_inference", "1");
        _session = new InferenceSession(Bytes, options);
    }

    public byte[] Bytes { get; }

    public IReadOnlyCollection<string> InputNames => _session.InputMetadata.Keys.ToArray();

    /// <summary>The values of an output, row after row.</summary>
    public T[] Run<T, TFeature>(string output, TFeature[][] features, string[] labels)
    {
        int rows = features.Length;
        List<NamedOnnxValue> inputs =
        [
            NamedOnnxValue.CreateFromTensor(
                "Features", new DenseTensor<TFeature>(features.SelectMany(row => row).ToArray(), [rows, features[0].Length])),
        ];
        if (InputNames.Contains("Label"))
        {
            inputs.Add(NamedOnnxValue.CreateFromTensor("Label", new DenseTensor<string>(labels, [rows, 1])));
        }

        using IDisposableReadOnlyCollection<DisposableNamedOnnxValue> results = _session.Run(inputs, [output + ".output"]);
        return [.. results[0].AsTensor<T>()];
    }

    public void Dispose() => _session.Dispose();
}
