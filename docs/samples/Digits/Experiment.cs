using System.Diagnostics;
using Microsoft.ML;

namespace LleTransforms.Samples.Digits;

/// <summary>A pipeline with a name, and the clock that its steps report to.</summary>
internal sealed record PipelineUnderTest(string Name, IEstimator<ITransformer> Pipeline, FitClock Clock);

/// <summary>What a pipeline reached on the rows held out, and what it took.</summary>
internal sealed record ExperimentResult(
    string Name, ITransformer Model, double Accuracy, double LogLoss, TimeSpan? FitTime, TimeSpan TrainTime);

/// <summary>Splits the time of one fit into reading, fitting the features, and training the classifier on them.</summary>
internal sealed class FitClock
{
    private readonly Stopwatch _watch = new();
    private TimeSpan _dataRead;

    /// <summary>From the data being read to the features being ready; null where there is nothing to fit.</summary>
    public TimeSpan? FitTime { get; private set; }

    /// <summary>From the features being ready to the end.</summary>
    public TimeSpan TrainTime => _watch.Elapsed - _dataRead - (FitTime ?? TimeSpan.Zero);

    public void Start() => _watch.Restart();

    public void DataIsRead() => _dataRead = _watch.Elapsed;

    public void FeaturesAreReady() => FitTime = _watch.Elapsed - _dataRead;

    public void Stop() => _watch.Stop();
}

/// <summary>Fits a pipeline and judges it on rows that it has not seen.</summary>
internal static class Experiment
{
    public static ExperimentResult Run(MLContext context, PipelineUnderTest subject, IDataView training, IDataView heldOut)
    {
        subject.Clock.Start();
        var model = subject.Pipeline.Fit(training);
        subject.Clock.Stop();
        var metrics = context.MulticlassClassification.Evaluate(model.Transform(heldOut));
        return new ExperimentResult(
            subject.Name, model, metrics.MicroAccuracy, metrics.LogLoss, subject.Clock.FitTime, subject.Clock.TrainTime);
    }
}
