using System.Globalization;
using Microsoft.ML;

namespace LleTransforms.Samples.Digits;

/// <summary>Writes what the pipelines reach and all coordinates of the embeddings, so that two runs can be compared number by number.</summary>
internal static class FiguresFile
{
    private sealed class Embedded
    {
        public float[] Lle { get; set; } = [];
    }

    /// <summary>Lines of <c>accuracy;NAME;VALUE</c> and <c>coordinates;NAME;ROWS;VALUES</c>, to the last bit.</summary>
    public static void Write(string file)
    {
        var context = new MLContext(seed: 1);
        var training = DigitData.LoadTraining(context);
        var heldOut = DigitData.LoadHeldOut(context);
        using var writer = new StreamWriter(file);
        writer.WriteLine($"host;{MLNetVersion.Describe()}");
        WriteAccuracy(writer, Experiment.Run(context, Pipelines.RawPixels(context), training, heldOut));
        foreach (int components in new[] { 5, 10, 20 })
        {
            var result = Experiment.Run(context, Pipelines.Embedded(context, components), training, heldOut);
            WriteAccuracy(writer, result);
            WriteCoordinates(writer, context, result, "training", training);
            WriteCoordinates(writer, context, result, "held out", heldOut);
        }
    }

    private static void WriteAccuracy(StreamWriter writer, ExperimentResult result) =>
        writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"accuracy;{result.Name};{result.Accuracy:R}"));

    private static void WriteCoordinates(StreamWriter writer, MLContext context, ExperimentResult result, string rows, IDataView data)
    {
        foreach (var row in context.Data.CreateEnumerable<Embedded>(result.Model.Transform(data), reuseRowObject: true))
        {
            string values = string.Join(' ', row.Lle.Select(value => value.ToString("R", CultureInfo.InvariantCulture)));
            writer.WriteLine($"coordinates;{result.Name};{rows};{values}");
        }
    }
}
