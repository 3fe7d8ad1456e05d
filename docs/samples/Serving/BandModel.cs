using Microsoft.ML;
using Microsoft.ML.Data;

namespace LleTransforms.Samples.Serving;

/// <summary>A row of a request: a point in space, of which the model says in which band of a rolled-up sheet it lies.</summary>
internal sealed class BandRow
{
    [VectorType(3)]
    public float[] Features { get; set; } = [];

    public string Band { get; set; } = "";

    /// <summary>Points of the roll, moved aside as a whole.</summary>
    public static BandRow[] Draw(int count, int seed, float shift)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ =>
        {
            double along = random.NextDouble(), angle = 1.5 * Math.PI * (1 + (2 * along));
            return new BandRow
            {
                Features = [(float)(angle * Math.Cos(angle)) + shift, (float)(21 * random.NextDouble()),
                    (float)(angle * Math.Sin(angle)) + shift],
                Band = "ABCD"[(int)(4 * along)].ToString(),
            };
        })];
    }
}

/// <summary>The band, and how badly the row's neighbours rebuild it.</summary>
internal sealed class BandPrediction
{
    public string PredictedLabel { get; set; } = "";

    public float ReconstructionError { get; set; }
}

/// <summary>Trains the model that is served.</summary>
internal static class BandModel
{
    private const double ExpectedShare = 0.01;

    /// <summary>Saves the model and answers the reconstruction error that a hundredth of held-out rows exceed.</summary>
    public static double TrainAndSave(string file)
    {
        var context = new MLContext(seed: 1);
        var training = context.Data.LoadFromEnumerable(BandRow.Draw(1500, seed: 1, shift: 0));
        var embedding = context.Transforms.LocallyLinearEmbedding(new LocallyLinearEmbeddingOptions
        {
            OutputColumnName = "Lle", InputColumnName = "Features", NumberOfComponents = 4, NumberOfNeighbors = 10,
                Method = LleMethod.Modified,
            ReconstructionErrorColumnName = nameof(BandPrediction.ReconstructionError),
        });
        var model = context.Transforms.Conversion.MapValueToKey("Label", nameof(BandRow.Band))
            .Append(embedding).AppendCacheCheckpoint(context)
            .Append(context.MulticlassClassification.Trainers.LbfgsMaximumEntropy(
                featureColumnName: "Lle", l1Regularization: 0, l2Regularization: 0.1f))
            .Append(context.Transforms.Conversion.MapKeyToValue("PredictedLabel"))
            .Fit(training);
        context.Model.Save(model, training.Schema, file);

        // Training rows rebuild themselves without error, so the limit comes from rows that were held out.
        var heldOut = model.Transform(context.Data.LoadFromEnumerable(BandRow.Draw(1000, seed: 2, shift: 0)));
        float[] errors = [.. heldOut.GetColumn<float>(nameof(BandPrediction.ReconstructionError)).Order()];
        return errors[(int)((1 - ExpectedShare) * errors.Length)];
    }
}
