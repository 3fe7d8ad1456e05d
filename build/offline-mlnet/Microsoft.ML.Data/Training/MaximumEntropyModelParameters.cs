namespace Microsoft.ML.Trainers;

public sealed class MaximumEntropyModelParameters
{
    private readonly float[] _weights;
    private readonly int _classes;

    internal MaximumEntropyModelParameters(IEnumerable<double> weights, int classes)
    {
        _weights = weights.Select(w => (float)w).ToArray();
        _classes = classes;
    }

    internal MaximumEntropyModelParameters(BinaryReader reader)
    {
        _classes = reader.ReadInt32();
        _weights = ValueSerializer.ReadArray<float>(reader);
    }

    public void GetWeights(ref VBuffer<float>[] weights, out int numClasses)
    {
        numClasses = _classes;
        int features = (_weights.Length / _classes) - 1;
        if (weights == null || weights.Length < _classes)
            weights = new VBuffer<float>[_classes];
        for (int c = 0; c < _classes; c++)
            VBuffer<float>.Copy(_weights, _classes + (c * features), ref weights[c], features);
    }

    public IEnumerable<float> GetBiases() => _weights.Take(_classes);

    internal void Save(BinaryWriter writer)
    {
        writer.Write(_classes);
        ValueSerializer.WriteArray(writer, _weights);
    }

    internal void Predict(ReadOnlySpan<float> features, Span<float> probabilities)
    {
        Span<double> scores = new double[_classes];
        Softmax.Scores<float>(_weights, features, scores);
        Softmax.Normalize(scores, 0);
        for (int c = 0; c < _classes; c++)
            probabilities[c] = (float)scores[c];
    }
}
