namespace Microsoft.ML.Offline;

/// <summary>Accuracy and log-loss of scores against labels; rows without a label, or with scores that are not finite, do not count.</summary>
internal static class MulticlassEvaluator
{
    private const float LeastProbability = 1e-15f;

    public static MulticlassClassificationMetrics Evaluate(IDataView data, DataViewSchema.Column label, DataViewSchema.Column score)
    {
        if (score.Type is not VectorDataViewType { Size: >= 2 } type || type.ItemType != NumberDataViewType.Single)
            throw Check.SchemaMismatch("schema", "score", score.Name, "vector of two or more items of type Single", score.Type.ToString());
        if (label.Type is not KeyDataViewType && label.Type != NumberDataViewType.Single)
            throw Check.SchemaMismatch("schema", "label", label.Name, "Single or Key", label.Type.ToString());

        int classes = type.Size;
        var weight = new double[classes];
        var loss = new double[classes];
        var confusion = Enumerable.Range(0, classes).Select(_ => new double[classes]).ToArray();
        double rows = 0, correct = 0, totalLoss = 0;
        using (var cursor = data.GetRowCursor([label, score]))
        {
            var readLabel = MakeLabelReader(cursor, label);
            var readScore = cursor.GetGetter<VBuffer<float>>(score);
            VBuffer<float> buffer = default;
            var scores = new float[classes];
            while (cursor.MoveNext())
            {
                float value = readLabel();
                readScore(ref buffer);
                buffer.CopyTo(scores);
                if (!(value >= 0) || value != (int)value || !scores.All(float.IsFinite))
                    continue;
                int actual = (int)value;
                bool known = actual < classes;
                double rowLoss = -Math.Log(known ? Math.Min(1, Math.Max(LeastProbability, scores[actual])) : LeastProbability);
                rows++;
                totalLoss += rowLoss;
                if (!known)
                    continue;
                int predicted = Array.IndexOf(scores, scores.Max());
                weight[actual]++;
                loss[actual] += rowLoss;
                confusion[actual][predicted]++;
                correct += predicted == actual ? 1 : 0;
            }
        }

        var present = Enumerable.Range(0, classes).Where(c => weight[c] > 0).ToArray();
        double logLoss = rows > 0 ? totalLoss / rows : 0;
        double entropy = -present.Sum(c => weight[c] * Math.Log(weight[c] / rows)) / rows;
        return new MulticlassClassificationMetrics(
            rows > 0 ? correct / rows : 0,
            present.Length > 0 ? present.Average(c => confusion[c][c] / weight[c]) : 0,
            logLoss,
            (entropy - logLoss) / entropy,
            loss.Select((sum, c) => weight[c] > 0 ? sum / weight[c] : 0).ToArray(),
            confusion);
    }

    /// <summary>The class of a row, counted from 0; NaN or less than 0 if it has none.</summary>
    private static Func<float> MakeLabelReader(DataViewRow row, DataViewSchema.Column label)
    {
        if (label.Type is KeyDataViewType)
        {
            var key = row.GetGetter<uint>(label);
            return () =>
            {
                uint value = 0;
                key(ref value);
                return value - 1f;
            };
        }

        var number = row.GetGetter<float>(label);
        return () =>
        {
            float value = 0;
            number(ref value);
            return value;
        };
    }
}
