using System.Runtime.InteropServices;

namespace LleTransforms.Reliability.Laws;

/// <summary>Laws of equal bits: rows, batches, threads and files.</summary>
internal static class PlacementLaws
{
    public static LawVerdict MapsTrainingRowsToThemselves(FitCase fit)
    {
        FeatureMatrix features = fit.Features();
        if (fit.TryFit(features) is not LleModel model || !model.HoldsTrainingRows)
        {
            return LawVerdict.DoesNotApply;
        }

        FeatureMatrix placed = model.Transform(features);
        for (int row = 0; row < fit.NumberOfRows; row++)
        {
            float[] expected = Array.ConvertAll(model.Coordinates(row).ToArray(), value => (float)value);
            if (!SameBits(expected, placed.Row(row)))
            {
                return LawVerdict.Broken(
                    $"row {row} lies at {string.Join(", ", expected)}, but maps to {string.Join(", ", placed.Row(row).ToArray())}");
            }
        }

        return LawVerdict.Holds;
    }

    public static LawVerdict PlacesAlikeInBatches(FitCase fit)
    {
        if (fit.TryFit(fit.Features()) is not LleModel model)
        {
            return LawVerdict.DoesNotApply;
        }

        FeatureMatrix unseen = Unseen(fit);
        FeatureMatrix batch = model.Transform(unseen);
        float[] single = new float[model.NumberOfComponents];
        for (int row = 0; row < unseen.NumberOfRows; row++)
        {
            model.Transform(unseen.Row(row), single);
            if (!SameBits(single, batch.Row(row)))
            {
                return LawVerdict.Broken(
                    $"unseen row {row}: {string.Join(", ", single)} alone, {string.Join(", ", batch.Row(row).ToArray())} in a batch");
            }
        }

        return LawVerdict.Holds;
    }

    public static LawVerdict IgnoresThreads(FitCase fit)
    {
        FeatureMatrix features = fit.Features();
        return fit.TryFit(features, 1) is not LleModel one
            ? LawVerdict.DoesNotApply
            : LawVerdict.Of(Saved(one).AsSpan().SequenceEqual(Saved(fit.Fit(features, 3))), "three threads give another model than one");
    }

    public static LawVerdict SurvivesSaving(FitCase fit)
    {
        if (fit.TryFit(fit.Features()) is not LleModel model)
        {
            return LawVerdict.DoesNotApply;
        }

        byte[] saved = Saved(model);
        using var stream = new MemoryStream(saved);
        LleModel loaded = LleModel.Load(stream);
        FeatureMatrix unseen = Unseen(fit);
        return LawVerdict.Of(
            stream.Position == saved.Length
                && Saved(loaded).AsSpan().SequenceEqual(saved)
                && SameBits(model.Transform(unseen).Values, loaded.Transform(unseen).Values),
            "the loaded model is another one");
    }

    public static byte[] Saved(LleModel model)
    {
        using var stream = new MemoryStream();
        model.Save(stream);
        return stream.ToArray();
    }

    /// <summary>What the model has of numbers that do not depend on the features' units.</summary>
    public static IEnumerable<double> Numbers(LleModel model) => model.HoldsTrainingRows
        ? [.. model.Eigenvalues, .. model.Content.Rows!.Embedding]
        : [.. model.Eigenvalues, .. model.Content.Projection!.Axes];

    /// <summary>Rows beside the training rows, a row that was fitted, one far away and one that is not finite.</summary>
    private static FeatureMatrix Unseen(FitCase fit)
    {
        FeatureMatrix features = fit.Features();
        var random = new Random(fit.DataSeed + 2);
        var builder = new FeatureMatrixBuilder(features.NumberOfColumns);
        for (int row = 0; row < features.NumberOfRows; row += 3)
        {
            builder.Append([.. features.Row(row).ToArray().Select(value => value + (float)(0.1 * random.NextDouble()))]);
        }

        builder.Append(features.Row(0));
        builder.Append([.. features.Row(0).ToArray().Select(value => value + 1e6f)]);
        builder.Append([.. features.Row(0).ToArray().Select((value, c) => c == 0 ? float.NaN : value)]);
        return builder.Build();
    }

    private static bool SameBits(ReadOnlySpan<float> left, ReadOnlySpan<float> right) =>
        MemoryMarshal.AsBytes(left).SequenceEqual(MemoryMarshal.AsBytes(right));
}
