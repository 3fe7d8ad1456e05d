using System.Numerics.Tensors;

namespace Microsoft.ML.Trainers;

/// <summary>One bias a class, then one weight vector a class: rounded to float, as the real one keeps and saves them.</summary>
public sealed class MaximumEntropyModelParameters
{
    private readonly double[] _weights;
    private readonly int _classes;

    internal MaximumEntropyModelParameters(double[] weights, int classes)
    {
        _weights = Array.ConvertAll(weights, weight => (double)(float)weight);
        _classes = classes;
    }

    internal MaximumEntropyModelParameters(BinaryReader reader)
    {
        _classes = reader.ReadInt32();
        _weights = ValueSerializer.ReadArray<double>(reader);
    }

    public void GetWeights(ref VBuffer<float>[] weights, out int numClasses)
    {
        numClasses = _classes;
        int features = (_weights.Length / _classes) - 1;
        weights = Enumerable.Range(0, _classes).Select(c => new VBuffer<float>(
            features, Array.ConvertAll(_weights[(_classes + (c * features))..(_classes + ((c + 1) * features))], weight => (float)weight))).ToArray();
    }

    public IEnumerable<float> GetBiases() => _weights.Take(_classes).Select(weight => (float)weight);

    internal void Save(BinaryWriter writer)
    {
        writer.Write(_classes);
        ValueSerializer.WriteArray(writer, _weights);
    }

    internal void Predict(ReadOnlySpan<float> features, Span<float> probabilities)
    {
        var x = new double[features.Length];
        var scores = new double[_classes];
        TensorPrimitives.ConvertTruncating(features, x);
        Softmax.Scores(_weights, x, scores);
        Softmax.Normalize(scores, 0);
        TensorPrimitives.ConvertTruncating<double, float>(scores, probabilities);
    }
}
