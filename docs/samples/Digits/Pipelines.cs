using Microsoft.ML;

namespace LleTransforms.Samples.Digits;

/// <summary>The pipelines compared: the same classifier on the pixels themselves, and on few coordinates made of them.</summary>
internal static class Pipelines
{
    private const int Neighbors = 12;

    // LLE's coordinates have unit variance but heavy tails: ML.NET's default of 1 holds the classifier back, most of all on few of them.
    // A tenth of it is better for all rows of the table, the pixels included.
    private const float L2Regularization = 0.1f;

    public static PipelineUnderTest RawPixels(MLContext context)
    {
        var clock = new FitClock();
        return new PipelineUnderTest("64 pixels", Classify(context, Prepare(context, clock), "Features"), clock);
    }

    public static PipelineUnderTest Embedded(MLContext context, int components)
    {
        var clock = new FitClock();
        var features = Prepare(context, clock)
            .Append(context.Transforms.LocallyLinearEmbedding("Lle", "Features", components, Neighbors)
                .WithOnFitDelegate(_ => clock.FeaturesAreReady()));
        return new PipelineUnderTest($"LLE, {components} components", Classify(context, features, "Lle"), clock);
    }

    private static IEstimator<ITransformer> Prepare(MLContext context, FitClock clock) =>
        context.Transforms.Conversion.MapValueToKey("Label", nameof(Digit.Value))
            .Append(context.Transforms.Concatenate("Features", nameof(Digit.Pixels)))
            // Zero may stay fixed, as it does by default: that is where pixels begin.
            .Append(context.Transforms.NormalizeMinMax("Features").WithOnFitDelegate(_ => clock.DataIsRead()));

    // The classifier passes over its data many times: without the checkpoint each pass would place every row again. Without the L1 term
    // what it minimises is smooth, so it comes to the same optimum wherever it runs.
    private static IEstimator<ITransformer> Classify(MLContext context, IEstimator<ITransformer> features, string column) =>
        features.AppendCacheCheckpoint(context)
            .Append(context.MulticlassClassification.Trainers.LbfgsMaximumEntropy(
                "Label", column, l1Regularization: 0f, l2Regularization: L2Regularization))
            .Append(context.Transforms.Conversion.MapKeyToValue("PredictedLabel"));
}
