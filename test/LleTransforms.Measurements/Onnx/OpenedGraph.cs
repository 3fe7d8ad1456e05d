using LleTransforms.Onnx;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace LleTransforms.Measurements.Onnx;

/// <summary>A model's graph in OnnxRuntime, as its users open it.</summary>
internal sealed class OpenedGraph : IDisposable
{
    private readonly InferenceSession _session;
    private readonly int _columnCount;

    public OpenedGraph(string path, int columnCount) => (_session, _columnCount) = (new InferenceSession(path), columnCount);

    public static OpenedGraph Of(LleModel model, bool explains = false)
    {
        string path = Path.GetTempFileName();
        try
        {
            using (FileStream file = File.Create(path))
            {
                model.SaveAsOnnx(file, new LleOnnxOptions { NeighborsName = explains ? "neighbors" : null });
            }

            return new OpenedGraph(path, model.NumberOfFeatures);
        }
        finally
        {
            File.Delete(path);
        }
    }

    /// <summary>Coordinates of rows.</summary>
    public float[] Place(float[] rows)
    {
        using var found = Run(rows, "coordinates");
        return [.. found[0].AsTensor<float>()];
    }

    /// <summary>Neighbours of rows.</summary>
    public long[] Neighbors(float[] rows)
    {
        using var found = Run(rows, "neighbors");
        return [.. found[0].AsTensor<long>()];
    }

    public void Dispose() => _session.Dispose();

    private IDisposableReadOnlyCollection<DisposableNamedOnnxValue> Run(float[] rows, params string[] outputs) => _session.Run(
        [NamedOnnxValue.CreateFromTensor("features", new DenseTensor<float>(rows, [rows.Length / _columnCount, _columnCount]))], outputs);
}
