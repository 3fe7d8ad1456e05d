using System.Diagnostics;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace LleTransforms.Samples.Images;

/// <summary>What a network sees of the images: rows to learn from, rows held out, and the time it took to make them.</summary>
internal sealed record Features(string Name, float[][] Training, float[][] HeldOut, TimeSpan Time)
{
    public static Features Pixels(ImageSet images)
    {
        static float[][] Rows(LabelledImage[] from) => Array.ConvertAll(from, image => image.Features);
        return new Features("pixels", Rows(images.Training), Rows(images.HeldOut), TimeSpan.Zero);
    }

    /// <summary>The output of a step of ML.NET that was fitted to the rows to learn from.</summary>
    public static Features Of(string name, ImageSet images, Func<TransformsCatalog, IEstimator<ITransformer>> step)
    {
        var context = new MLContext(seed: 1);
        var watch = Stopwatch.StartNew();
        var training = context.Data.LoadFromEnumerable(images.Training);
        var model = step(context.Transforms).Fit(training);
        float[][] fitted = [.. model.Transform(training).GetColumn<float[]>("Few")];
        float[][] placed = [.. model.Transform(context.Data.LoadFromEnumerable(images.HeldOut)).GetColumn<float[]>("Few")];
        FixSigns(fitted, placed);
        return new Features(name, fitted, placed, watch.Elapsed);
    }

    // Which way an axis points is chance. The first row decides, so that two runs give the network the same.
    private static void FixSigns(float[][] fitted, float[][] placed)
    {
        float[] first = [.. fitted[0]];
        foreach (float[] row in fitted.Concat(placed))
        {
            for (int i = 0; i < row.Length; i++)
            {
                row[i] = MathF.CopySign(1, first[i]) * row[i];
            }
        }
    }
}
